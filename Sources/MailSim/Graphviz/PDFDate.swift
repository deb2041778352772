import Foundation

/// The moment a PDF says it was made.
///
/// Cairo, which writes PDF for Graphviz and for gnuplot, puts the clock's time there. The same run
/// is to give the same octets, so the date is one that does not change.
package enum PDFDate {
  /// The last second of the year 9999: a date has four digits for its year.
  package static let latest: Int64 = 253_402_300_799

  /// The document with another date; offsets inside it stay as they are.
  ///
  /// - Parameter seconds: since 1970, from 0 to `latest`.
  package static func setting(_ seconds: Int64, in document: [UInt8]) -> [UInt8] {
    precondition((0...latest).contains(seconds), "a PDF's date has four digits for its year")
    let opening = Array("/CreationDate (D:".utf8)
    guard let start = document.firstRange(of: opening)?.upperBound,
      let end = document[start...].firstIndex(of: UInt8(ascii: ")"))
    else { return document }
    let date = Array("\(digits(seconds))Z)".utf8)
    guard end + 1 - start >= date.count else { return document }
    // What a zone took is white space between the entries of a dictionary.
    let spaces = [UInt8](repeating: UInt8(ascii: " "), count: end + 1 - start - date.count)
    var dated = document
    dated.replaceSubrange(start...end, with: date + spaces)
    return dated
  }

  /// `YYYYMMDDHHmmSS` in UTC.
  private static func digits(_ seconds: Int64) -> String {
    var moment = time_t(seconds)
    var parts = tm()
    gmtime_r(&moment, &parts)
    let fields = [
      parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
    ]
    let year = String(Int(parts.tm_year) + 1900)
    return String(repeating: "0", count: 4 - year.count) + year
      + fields.map { ($0 < 10 ? "0" : "") + String($0) }.joined()
  }
}

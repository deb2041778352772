/// Text inside a statement of SQL, for the few places where a parameter cannot stand.
package enum SQLText {
  /// A name of a column or a table.
  package static func name(_ text: String) -> String {
    "\"\(PlainText.line(text).replacingScalar("\"", with: "\"\""))\""
  }

  /// A text with exactly these characters; a statement ends at a null, so one that holds it is
  /// written in octets.
  package static func literal(_ text: String) -> String {
    guard !text.utf8.contains(0) else {
      let digits = text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      return "cast(x'\(digits)' as text)"
    }
    return "'\(text.replacingScalar("'", with: "''"))'"
  }
}

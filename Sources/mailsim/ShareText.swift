/// A share as it is written on the command line: `5%` or `0.05`.
enum ShareText {
  static func read(_ text: String, of option: String) throws -> Double {
    let isPercent = text.hasSuffix("%")
    guard let number = Double(isPercent ? text.dropLast() : text[...]), number >= 0,
      number.isFinite
    else {
      throw Complaint(.usage, "mailsim: \(option) \(text): write 5% or 0.05")
    }
    return isPercent ? number / 100 : number
  }
}

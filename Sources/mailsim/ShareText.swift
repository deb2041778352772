/// A share as it is written on the command line: `5%` or `0.05`.
enum ShareText {
  static func read(_ text: String, of option: String) throws -> Double {
    let isPercent = text.hasSuffix("%")
    guard let number = Double(isPercent ? text.dropLast() : text[...]) else {
      throw CommandError(.usage, "mailsim: \(option) \(text): write 5% or 0.05")
    }
    let share = isPercent ? number / 100 : number
    // A bare 5 would be 500 %, which nothing can exceed.
    guard (0...1).contains(share) else {
      let meant = !isPercent && (0...100).contains(number) ? ", such as \(text)%" : ""
      throw CommandError(
        .usage, "mailsim: \(option) \(text): expected a share from 0% to 100%\(meant)")
    }
    return share
  }
}

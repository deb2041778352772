import ArgumentParser
import MailSim

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explains a reason code: what it means, and what can be done.",
    discussion: """
      EXAMPLES
        mailsim explain REF-WINDOW-EXPIRED
        mailsim explain starttls
        mailsim explain
      """)

  @Argument(
    help: "A reason code, such as REF-BOTH-OUTSIDE; without one: the list of all.",
    completion: .list(Explanation.all.map(\.code)))
  var code: String?

  mutating func run() throws {
    try reporting {
      guard let code else {
        Terminal.print(Explanation.list(style: Terminal.style, width: Terminal.width))
        return
      }
      guard let explanation = Explanation.named(code) else {
        let codes = Explanation.all.map(\.code).joined(separator: ", ")
        throw Complaint(.usage, "mailsim: no code is called '\(code)'; codes: \(codes)")
      }
      Terminal.print(explanation.text(style: Terminal.style, width: Terminal.width))
    }
  }
}

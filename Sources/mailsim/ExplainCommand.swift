import ArgumentParser
import MailSim

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explains a reason code, an attack or a defence.",
    discussion: """
      EXAMPLES
        mailsim explain REF-WINDOW-EXPIRED
        mailsim explain starttls
        mailsim explain A6
        mailsim explain greylisting
        mailsim explain
      """)

  @Argument(
    help: "A reason code, an attack or a defence; without one: the list of codes.",
    completion: .list(Explanation.all.map(\.code)))
  var code: String?

  mutating func run() throws {
    guard let code else {
      try Terminal.print(Explanation.list(style: Terminal.style, width: Terminal.width), .styled)
      return
    }
    if let kind = AttackKind(named: code) {
      try Terminal.print(
        AttackText.page(kind, style: Terminal.style, width: Terminal.width), .styled)
      return
    }
    if let defence = Defence(rawValue: code.lowercased()) {
      try Terminal.print(AttackText.page(defence, style: Terminal.style), .styled)
      return
    }
    guard let explanation = Explanation.named(code) else {
      let codes = Explanation.all.map(\.code).joined(separator: ", ")
      throw CommandError(.usage, "mailsim: no code is called '\(code)'; codes: \(codes)")
    }
    try Terminal.print(explanation.text(style: Terminal.style, width: Terminal.width), .styled)
  }
}

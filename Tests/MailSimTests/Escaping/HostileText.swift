@testable import MailSim

/// Texts that are an end, a command or a mark of direction in one language or another.
enum HostileText {
  /// U+FFFF and U+FDD0, which no literal may hold.
  private static let nonCharacters = String(
    decoding: [0xffff, 0xfdd0] as [UInt16], as: UTF16.self)

  static let all = [
    "it's \"quoted\" and `touch PWNED`", "x\nEND\nsystem 'touch PWNED'\nEND\n", "a | b || c",
    "::warning file=x,line=1::hi", "\n::error::hi", "  ::add-mask::x",
    "</script><img src=x onerror=y>",
    "]]> <![CDATA[ & &amp; -->", "\u{202e}gnp.exe\u{202c} \u{200f}\u{2066}",
    "\u{1b}[31mred\u{1b}]0;t\u{7}",
    "\u{9b}31m\u{85}\u{2028}\u{2029}\u{feff}\(nonCharacters)", "a\r\nBcc: x@example.net\rb",
    "\u{0}\u{8}\u{7f}",
    "'\u{301}\"\u{301}`\u{301}\\\u{301}<\u{338}", "\\\"; drop table x; --", "=cmd|' /C calc'!A0",
    "-- +1 @x",
    "%0A%25 %n %s ${x} $(x) {{x}} @x", "```\n~~~\n# head\n- item\n[a](b)",
    "=?UTF-8?Q?x?= (comment) <a@b>;",
    "#; participant x as \"y\"", "\tTabs\tand  spaces ", "",
  ]

  /// A scenario with the text in every place where a scenario takes any text, of which one
  /// expectation fails, so that every report has something to say.
  static func scenario(_ text: String) throws -> String {
    let quoted = JSONText.quoted(text)
    let key = JSONText.quoted("k" + PlainText.line(text))
    return """
      mailsim: 1
      title: \(quoted)
      goal: \(quoted)
      question: \(quoted)
      answer: \(quoted)
      source: \(quoted)
      start: 2026-03-02 09:00
      sites:
        \(key): {title: \(quoted), ours: yes, networks: 192.0.2.0/24}
        net: {title: \(quoted), networks: 198.51.100.0/28}
      servers:
        mail: {title: \(quoted), remark: \(quoted), host: mail.cs.ait.ac.th, site: \(key), \
      domains: cs.ait.ac.th, policy: csim}
        mx: {title: \(quoted), host: mx.example.net, site: net, domains: example.net}
      people:
        \(key): {title: \(quoted), site: \(key), mailbox: alice@cs.ait.ac.th}
        bob: {title: \(quoted), site: net, mailbox: bob@example.net}
      events:
        - at: 09:00
          title: \(quoted)
          mail: {from: \(key), to: bob@example.net, subject: \(quoted)}
          expect: {relay: refuse}
      """
  }

  static func report(_ text: String) throws -> RunReport {
    let yaml = try scenario(text)
    let scenario = try ScenarioReader.read(yaml, file: "a 'b' \"c\"::d.yaml")
    return RunReport(scenario, Simulation(scenario).run(), source: yaml)
  }
}

extension String {
  /// The control characters in it that no line of text has.
  var controls: [Unicode.Scalar] {
    unicodeScalars.filter { $0.isControl && !["\n", "\t"].contains($0) }
  }

  var withoutStyle: String {
    var text = self
    for code in ["0", "1", "2", "32", "1;31", "33"] {
      text = text.replacing("\u{1b}[\(code)m", with: "")
    }
    return text
  }
}

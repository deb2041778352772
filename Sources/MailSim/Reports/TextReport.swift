/// The report people read in a terminal.
enum TextReport {
  static func text(of report: RunReport) -> String {
    let style = report.options.style
    let expectations = ExpectationReport(report.checks, source: report.source).text(style: style)
    if report.options.isQuiet { return report.expectationsHold ? "" : expectations }
    let list = EventList(report.trace).text(
      report.options.filter, style: style, width: report.options.width)
    let paths = PathText(trace: report.trace, style: style, width: report.options.width)
      .text(only: report.options.filter.message)
    return [
      header(report.trace, style, width: report.options.width), list,
      paths.isEmpty ? "" : title("Paths", style) + paths,
      title("Summary", style) + RunSummary(report.trace).text(style: style), expectations,
      lesson(report),
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private static func title(_ text: String, _ style: Style) -> String {
    style.paint(text, .title) + "\n"
  }

  /// What makes the run reproducible.
  static func header(_ trace: Trace, _ style: Style = .plain, width: Int = 100) -> String {
    let header = trace.header
    var facts = ["MailSim \(header.version)"]
    if !header.file.isEmpty { facts.append(header.file) }
    if !header.fingerprint.isEmpty { facts.append("fingerprint \(header.fingerprint)") }
    facts.append("seed \(header.seed)")
    facts.append("starts \(trace.timeFormatter.dateTime(.start))")
    let title = header.title.isEmpty ? "" : style.paint(PlainText.line(header.title), .title) + "\n"
    return title
      + TextLayout.wrapped(facts.joined(separator: ", "), to: width).map {
        style.paint($0, .faint) + "\n"
      }.joined()
  }

  private static func lesson(_ report: RunReport) -> String {
    guard !report.lesson.question.isEmpty else { return "" }
    let style = report.options.style
    var text = paragraph("Question: \(report.lesson.question)", report, style)
    if !report.lesson.answer.isEmpty {
      text +=
        report.options.showsAnswer
        ? paragraph("Answer: \(report.lesson.answer)", report, style)
        : style.paint("(the answer comes with --answer)", .faint) + "\n"
    }
    return text
  }

  private static func paragraph(_ text: String, _ report: RunReport, _ style: Style) -> String {
    TextLayout.wrapped(text, to: report.options.width).map { "\($0)\n" }.joined()
  }
}

extension ArrivedMessage {
  /// Every message of the run that arrived, each under a line that says where.
  static func text(of report: RunReport) -> String {
    let arrived = all(in: report.trace).filter {
      report.options.filter.message == nil || report.options.filter.message == $0.message
    }
    guard !arrived.isEmpty else { return "No message arrived.\n" }
    return arrived.map { message in
      let trace = message.trace
      let head =
        "=== \(trace.name(message.message).asName) in the mailbox of"
        + " \(trace.address(message.recipient)), \(trace.timeFormatter.time(message.arrived))"
      return report.options.style.paint(PlainText.line(head), .title) + "\n" + message.text
    }.joined(separator: "\n")
  }
}

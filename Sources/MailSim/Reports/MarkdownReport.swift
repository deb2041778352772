/// The report for a wiki or a pull request: tables, and a sequence diagram in Mermaid.
enum MarkdownReport {
  static func text(of report: RunReport) -> String {
    let trace = report.trace
    let title = trace.header.title.isEmpty ? "A run" : trace.header.title
    var parts = [
      "# \(MarkdownText.escaped(title))\n\n\(MarkdownText.escaped(facts(trace.header)))\n",
      events(report), paths(trace),
      sequence(trace), summary(trace), expectations(report.checks),
    ]
    if !report.lesson.question.isEmpty {
      parts.append("## Question\n\n\(MarkdownText.escaped(report.lesson.question))\n")
      if report.options.showsAnswer, !report.lesson.answer.isEmpty {
        parts.append("Answer: \(MarkdownText.escaped(report.lesson.answer))\n")
      }
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private static func facts(_ header: Trace.Header) -> String {
    var facts = ["MailSim \(header.version)"]
    if !header.file.isEmpty { facts.append(header.file) }
    if !header.fingerprint.isEmpty { facts.append("fingerprint \(header.fingerprint)") }
    return (facts + ["seed \(header.seed)"]).joined(separator: ", ")
  }

  // MARK: Tables

  private static func events(_ report: RunReport) -> String {
    let lines = EventList(report.trace).lines(report.options.filter)
    guard !lines.isEmpty else { return "" }
    let rows = lines.map { line in
      [
        report.trace.timeFormatter.time(line.at), line.from, line.to, line.over,
        line.protection?.word ?? "", line.text,
      ]
    }
    return "## Events\n\n"
      + MarkdownText.table(["Time", "From", "To", "Over", "Protection", "What happened"], rows)
  }

  private static func paths(_ trace: Trace) -> String {
    let paths = MessagePaths(trace)
    let rows = trace.fates.filter { trace.messages[$0.message].kind == .original }.map { fate in
      let path = paths.path(of: fate.message, for: fate.recipient)
      return [
        "\(fate.message.index + 1)", trace.writer(of: fate.message),
        trace.address(fate.recipient), PathText.outcome(fate, in: trace),
        path.hops.map(\.protection.word).joined(separator: ", "), disks(path, in: trace),
      ]
    }
    guard !rows.isEmpty else { return "" }
    return "## Messages\n\n"
      + MarkdownText.table(
        ["Message", "Author", "Recipient", "Outcome", "Hops", "Readable on the disks of"], rows)
  }

  private static func disks(_ path: MessagePath, in trace: Trace) -> String {
    var names: [String] = []
    for rest in path.rests where rest.protection != .encrypted {
      let name = trace.name(rest.host)
      if !names.contains(name) { names.append(name) }
    }
    return path.rests.isEmpty ? "" : names.isEmpty ? "none" : names.joined(separator: ", ")
  }

  private static func summary(_ trace: Trace) -> String {
    "## Summary\n\n" + MarkdownText.block(RunSummary(trace).text(), language: "text")
  }

  private static func expectations(_ checks: [CheckedExpectation]) -> String {
    guard !checks.isEmpty else { return "" }
    let rows = checks.map { check in
      [
        check.fails ? "FAILS" : check.holds ? "holds" : "not reached",
        check.subject, "\(check.key): \(check.expected)",
        check.found, check.decidedBy ?? "",
      ]
    }
    return "## Expectations\n\n"
      + MarkdownText.table(["", "Step", "Expected", "What happened", "Decided by"], rows)
  }

  // MARK: The sequence

  /// Hops as arrows in the order they were made: solid when encrypted, dotted when not, with the
  /// word beside it, so that nothing hangs on the look alone.
  private static func sequence(_ trace: Trace) -> String {
    let hops = trace.hops().prefix(mostHops)
    guard !hops.isEmpty else { return "" }
    var parties: [String] = []
    func party(_ name: String) -> String {
      if let row = parties.firstIndex(of: name) { return "p\(row)" }
      parties.append(name)
      return "p\(parties.count - 1)"
    }
    let arrows = hops.map { hop in
      let client = hop.connection.map(trace.clientName) ?? trace.name(hop.from)
      let isReading = hop.kind == .retrieval
      let from = party(isReading ? trace.name(hop.from) : client)
      let to = party(
        isReading ? hop.reader.map(trace.name) ?? trace.name(hop.to) : trace.name(hop.to))
      let arrow = hop.protection == .encrypted ? "->>" : "-->>"
      let why = hop.reason == .beyondTheModel ? "" : " (\(hop.reason.phrase))"
      let words = "\(trace.name(hop.message)), \(hop.protection.word)\(why)"
      return "  \(from)\(arrow)\(to): \(MarkdownText.mermaid(words))"
    }
    let heads = parties.enumerated().map { "  participant p\($0) as \(MarkdownText.mermaid($1))" }
    let rest = trace.hops().count - hops.count
    let note = rest > 0 ? "\nThe diagram leaves out \(rest) later hops.\n" : ""
    return "## Hops\n\n```mermaid\nsequenceDiagram\n"
      + (heads + arrows).joined(separator: "\n") + "\n```\n" + note
  }

  /// More arrows than this nobody reads.
  private static let mostHops = 60
}

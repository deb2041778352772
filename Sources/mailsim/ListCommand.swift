import ArgumentParser
import MailSim

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract:
      "Lists scenarios, policies, properties, codes, formats, diagrams, schedules or shares.",
    discussion: """
      EXAMPLES
        mailsim list
        mailsim list policies
        mailsim list codes
      """)

  enum Subject: String, CaseIterable, ExpressibleByArgument {
    case scenarios, policies, properties, codes, formats, diagrams, schedules, shares
  }

  @Argument(help: "\(Subject.allCases.map(\.rawValue).joined(separator: ", ")).")
  var subject: Subject = .scenarios

  mutating func run() throws {
    switch subject {
    case .scenarios: try listScenarios()
    case .policies: try listPolicies()
    case .properties: try listProperties()
    case .codes:
      try Terminal.print(Explanation.list(style: Terminal.style, width: Terminal.width), .styled)
    case .formats: try table(ReportFormat.ofRuns.map { ($0.name, $0.purpose) })
    case .diagrams: try table(Diagram.allCases.map { ($0.rawValue, $0.summary) })
    case .shares: try listShares()
    case .schedules: try table(RetrySchedule.named.map { ($0.name, Self.ages(of: $0.schedule)) })
    }
  }

  private func listScenarios() throws {
    let files = try ScenarioFiles.found(at: [try Tour.directory()])
    try table(try files.map { ($0, try ScenarioFiles.read($0).0.title) })
  }

  private func listShares() throws {
    for share in PublishedShare.all {
      try Terminal.print("\(share.name) = \(share.value)\n  \(share.meaning)\n  \(share.source)\n")
    }
  }

  private func listPolicies() throws {
    try Terminal.print(
      RelayPreset.allCases.map { PresetPage($0).text }.joined(separator: "\n"))
  }

  private func listProperties() throws {
    try table(Property.all.map { ($0.name, $0.summary) })
    try Terminal.print("\n\(PropertyWords.help)\n")
  }

  /// The ages of the first tries, so that schedules can be compared.
  private static func ages(of schedule: RetrySchedule) -> String {
    var ages = ["0"]
    var now = Instant.start
    for attempt in 1...6 {
      guard
        let next = schedule.next(
          afterAttempts: attempt, first: .start, now: now, lifetime: schedule.usualLifetime)
      else { break }
      now = next
      ages.append(TimeFormatter.span(next - .start))
    }
    return "tries at " + ages.joined(separator: ", ") + " …; gives up after "
      + TimeFormatter.span(schedule.usualLifetime)
  }

  private func table(_ rows: [(String, String)]) throws {
    let width = rows.map(\.0.count).max() ?? 0
    for (name, words) in rows {
      let gap = String(repeating: " ", count: width - name.count + 2)
      try Terminal.print("\(PlainText.line(name))\(gap)\(PlainText.line(words))\n")
    }
  }
}

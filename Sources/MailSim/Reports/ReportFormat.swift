/// The forms a report comes in. A new one is a file with its function, and a line here.
public struct ReportFormat: Sendable {
  /// The word of `--format`.
  public let name: String
  /// What it is for, in a sentence.
  public let purpose: String
  /// The usual end of a file's name.
  public let fileExtension: String
  let make: @Sendable ([RunReport], [ScenarioErrors]) -> String

  init(
    name: String, purpose: String, fileExtension: String,
    make: @escaping @Sendable ([RunReport], [ScenarioErrors]) -> String
  ) {
    self.name = name
    self.purpose = purpose
    self.fileExtension = fileExtension
    self.make = make
  }

  /// The whole report as text; the same report always gives the same octets.
  public func text(of report: RunReport) -> String { make([report], []) }

  /// Several runs as one text that its readers still understand.
  ///
  /// - Parameter invalid: what is wrong with the files that could not be played. Forms for programs
  ///   (JSON, JUnit, SARIF, GitHub) carry it; in forms for people it would stand between the runs,
  ///   and is left to whoever prints them.
  public func text(of reports: [RunReport], invalid: [ScenarioErrors] = []) -> String {
    make(reports, invalid)
  }

  /// For forms in which one report simply follows the other.
  private static func each(
    _ text: @escaping @Sendable (RunReport) -> String, separatedBy gap: String = ""
  ) -> @Sendable ([RunReport], [ScenarioErrors]) -> String {
    { reports, _ in reports.map(text).filter { !$0.isEmpty }.joined(separator: gap) }
  }

  public static let all: [ReportFormat] = [
    ReportFormat(
      name: "text", purpose: "what happened, for people", fileExtension: "txt",
      make: each(TextReport.text, separatedBy: "\n")),
    ReportFormat(
      name: "json", purpose: "one JSON document for programs", fileExtension: "json",
      make: JSONReport.text),
    ReportFormat(
      name: "jsonl", purpose: "the trace itself, one JSON object a line, to be read again",
      fileExtension: "jsonl", make: each { TraceCodec.text(of: $0.trace) }),
    ReportFormat(
      name: "junit", purpose: "expectations as test cases, for CI servers", fileExtension: "xml",
      make: JUnitReport.text),
    ReportFormat(
      name: "sarif", purpose: "failed expectations as code findings (SARIF 2.1.0)",
      fileExtension: "sarif", make: SARIFReport.text),
    ReportFormat(
      name: "github", purpose: "failed expectations as annotations of a workflow run",
      fileExtension: "txt", make: GitHubReport.text),
    ReportFormat(
      name: "md", purpose: "tables and a sequence diagram in Markdown", fileExtension: "md",
      make: each(MarkdownReport.text, separatedBy: "\n")),
    ReportFormat(
      name: "transcript", purpose: "every dialogue line by line", fileExtension: "txt",
      make: each { Transcript($0.trace).text($0.options.filter, style: $0.options.style) }),
    ReportFormat(
      name: "mail", purpose: "every message as it lay in its mailbox", fileExtension: "txt",
      make: each(ArrivedMessage.text, separatedBy: "\n")),
  ]

  /// The format of a name; nil when there is none.
  public static func named(_ name: String) -> ReportFormat? { all.first { $0.name == name } }
}

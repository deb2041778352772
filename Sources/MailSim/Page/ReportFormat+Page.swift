extension ReportFormat {
  /// The run as a page to step through.
  public static let page = ReportFormat(
    name: "html", purpose: "one page to step through the run with, offline", fileExtension: "html"
  ) { reports, _ in reports.map { RunPage($0).html }.joined() }

  /// Every form a run can be reported in.
  public static let ofRuns = all + [page]

  /// The form of a run that has a name; nil when there is none.
  public static func ofRun(_ name: String) -> ReportFormat? { ofRuns.first { $0.name == name } }
}

/// All there is to say of a run: its trace, what was expected of it, and what it teaches.
public struct RunReport: Sendable {
  public var trace: Trace
  public var checks: [CheckedExpectation]
  public var lesson: Scenario.Lesson
  /// The text of the scenario file, to show lines of; nil where it is not at hand.
  public var source: String?
  public var options = Options()

  /// What people may choose about the look of a report.
  public struct Options: Sendable {
    public var style: Style = .plain
    /// Columns of the terminal or page.
    public var width = 100
    public var filter = EventFilter()
    /// Show the answer to the lesson's question.
    public var showsAnswer = false
    /// Nothing but what is wrong, in the text format.
    public var isQuiet = false
    /// Whether the report is made again when its scenario is saved: a page then looks for a new one.
    public var isWatched = false

    public init() {}
  }

  /// The report on a run of a scenario.
  ///
  /// - Parameter until: where the run was cut short, if it was.
  public init(
    _ scenario: Scenario, _ trace: Trace, until: Instant? = nil, source: String? = nil
  ) {
    self.trace = trace
    self.source = source
    checks = ExpectationCheck.check(scenario, trace, until: until)
    lesson = scenario.lesson
  }

  /// The report on a trace alone, such as one read from a file: nothing is expected of it.
  public init(_ trace: Trace) {
    self.trace = trace
    checks = []
    lesson = Scenario.Lesson()
  }

  /// Nothing that was reached fails.
  public var expectationsHold: Bool { !checks.contains(where: \.fails) }
}

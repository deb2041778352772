/// One expectation of a scenario held against its run.
public struct CheckedExpectation: Hashable, Sendable {
  public var holds: Bool
  /// Whether a run that was cut short (`--until`) came to where it is settled; what it did not
  /// reach neither holds nor fails.
  public var isReached = true
  /// What it is about: `mail alice -> bob@example.org at 09:15:01`.
  public var subject: String
  /// The step; nil for an expectation of the whole run.
  public var step: StepID?
  /// The line the step begins at; 0 for the whole run.
  public var stepLine: Int
  /// Where the expectation stands.
  public var position: SourcePosition
  /// The key of the file, and the value wanted: `relay`, `accept`.
  public var key: String
  public var expected: String
  /// What happened, in words.
  public var found: String
  /// The reason a server gave; nil where no server decided.
  public var reason: ReasonCode?
  /// The deciding rule and where it stands.
  public var decidedBy: String?
  /// What else helps to see why; only for those that do not hold.
  public var notes: [String] = []
  /// The command that plays the run up to the decisive moment; nil for a scenario without a file.
  public var rerun: String?

  public var fails: Bool { isReached && !holds }
}

/// Holds the expectations of a scenario against a run of it.
public enum ExpectationCheck {
  /// Every expectation, in the order of the file: steps first, then what holds for the whole run.
  ///
  /// What a server decided is looked up at the first server the author's program (or the dialogue)
  /// reached, and at the first attempt; what became of a message is looked up at the end.
  ///
  /// - Parameter until: where the run was cut short, if it was. What is settled later was not
  ///   reached then, and what is counted over the whole run is not either.
  public static func check(
    _ scenario: Scenario, _ trace: Trace, until: Instant? = nil
  ) -> [CheckedExpectation] {
    let isCut = until.map { $0 < scenario.end } ?? false
    let evidence = Evidence(scenario, trace, until: isCut ? until : nil)
    let steps = scenario.steps.indices.flatMap { evidence.check(StepID($0)) }
    return steps + scenario.expectations.map(evidence.check) + evidence.checkAttacks()
  }
}

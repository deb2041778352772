/// One expectation of a scenario held against its run.
public struct CheckedExpectation: Hashable, Sendable {
  public var holds: Bool
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
  public var replay: String?
}

/// Holds the expectations of a scenario against a run of it.
public enum ExpectationCheck {
  /// Every expectation, in the order of the file: steps first, then what holds for the whole run.
  ///
  /// What a server decided is looked up at the first server the author's program (or the dialogue)
  /// reached, and at the first attempt; what became of a message is looked up at the end.
  public static func check(_ scenario: Scenario, _ trace: Trace) -> [CheckedExpectation] {
    let evidence = Evidence(scenario, trace)
    let steps = scenario.steps.indices.flatMap { evidence.check(StepID($0)) }
    return steps + scenario.expectations.map(evidence.check)
  }
}

/// What is known before it is known whose expectation it answers.
struct Finding {
  var holds: Bool
  var words: String
  var decision: Decision?
  /// The moment it was settled.
  var at: Instant?

  init(_ holds: Bool, _ words: String, _ decision: Decision? = nil, at: Instant? = nil) {
    self.holds = holds
    self.words = words
    self.decision = decision
    self.at = at ?? decision?.at
  }
}

/// A scenario and its run side by side.
struct Evidence {
  let scenario: Scenario
  let trace: Trace
  let index: TraceIndex
  let paths: MessagePaths
  let summary: RunSummary
  let fates: [MessageID: [Fate]]
  private let messagesOfStep: [StepID: [MessageID]]
  private let mailboxes: [Mailbox: MailboxID]

  init(_ scenario: Scenario, _ trace: Trace) {
    self.scenario = scenario
    self.trace = trace
    index = TraceIndex(trace)
    paths = MessagePaths(trace)
    summary = RunSummary(trace)
    fates = Dictionary(grouping: trace.fates, by: \.message)
    var messages: [StepID: [MessageID]] = [:]
    for (row, message) in trace.messages.enumerated() where message.kind == .original {
      if let step = message.step { messages[step, default: []].append(MessageID(row)) }
    }
    messagesOfStep = messages
    mailboxes = Dictionary(
      trace.cast.mailboxes.enumerated().map { ($1, MailboxID($0)) }, uniquingKeysWith: { a, _ in a }
    )
  }

  func messages(of step: StepID) -> [MessageID] { messagesOfStep[step] ?? [] }

  func mailbox(_ mailbox: Mailbox) -> MailboxID? { mailboxes[mailbox] }

  func check(_ id: StepID) -> [CheckedExpectation] {
    let step = scenario.steps[id]
    let stated = step.expectations.map { expectation in
      result(
        finding(expectation, in: id), of: id, expectation.what.key,
        words(expectation), expectation.position)
    }
    return stated + checkLines(of: id)
  }

  func check(_ expectation: Scenario.CountExpectation) -> CheckedExpectation {
    let count = summary[expectation.quantity]
    return CheckedExpectation(
      holds: expectation.range.contains(count), subject: "the whole run", step: nil, stepLine: 0,
      position: expectation.position, key: expectation.quantity.rawValue,
      expected: expectation.range.words, found: "there were \(count)",
      replay: replay(until: nil))
  }

  private func words(_ expectation: Scenario.Expectation) -> String {
    let words = expectation.what.words(in: trace)
    return expectation.recipient.map { "\(words) for \($0)" } ?? words
  }

  /// The lines of a dialogue that state a reply.
  private func checkLines(of id: StepID) -> [CheckedExpectation] {
    guard case .dialogue(let dialogue) = scenario.steps[id].action else { return [] }
    return findings(in: dialogue, of: id).map { line, finding in
      result(
        finding, of: id, "reply", line.reply?.description ?? "any", line.position,
        said: line.text)
    }
  }

  // MARK: Words

  private func result(
    _ finding: Finding, of id: StepID, _ key: String, _ expected: String,
    _ position: SourcePosition, said: String? = nil
  ) -> CheckedExpectation {
    let step = scenario.steps[id]
    let time = trace.clock.time(step.at)
    var checked = CheckedExpectation(
      holds: finding.holds,
      subject: said.map { "\(step.title) at \(time), line \"\($0)\"" }
        ?? "\(step.title) at \(time)",
      step: id, stepLine: step.position.line, position: position, key: key, expected: expected,
      found: finding.words, reason: finding.decision?.reason,
      decidedBy: finding.decision.map(trace.decider))
    if !finding.holds {
      checked.notes = finding.decision.map(notes) ?? []
      checked.replay = replay(until: finding.at)
    }
    return checked
  }

  private func replay(until: Instant?) -> String? {
    guard !scenario.file.isEmpty else { return nil }
    var command = "mailsim run \(scenario.file)"
    // The file may have the same seed; the command line may have brought another.
    if trace.header.seed != 1 { command += " --seed \(trace.header.seed)" }
    if let until { command += " --until \(trace.clock.argument(until))" }
    return command
  }

  /// For a verdict that hangs on a window: how old the last login was, and how old it may be.
  private func notes(on decision: Decision) -> [String] {
    let address = trace.connections[decision.connection].clientAddress
    var login: Instant?
    for record in trace.records[..<Int(decision.record.index)] {
      if case .windowOpened(decision.server, address, _) = record.event { login = record.at }
    }
    guard let login, Int(decision.server.index) < scenario.servers.count else { return [] }
    let window = scenario.servers[Int(decision.server.index)].roaming.window
    return [
      "last login from \(address) \((decision.at - login).spoken) before;"
        + " a login opens the window for less than \(window.spoken)"
    ]
  }
}

extension ClosedRange<Int> {
  fileprivate var words: String {
    if lowerBound == upperBound { return "\(lowerBound)" }
    if upperBound == .max { return "at least \(lowerBound)" }
    return "\(lowerBound) to \(upperBound)"
  }
}

extension Scenario.Expectation.What {
  var key: String {
    switch self {
    case .relay: "relay"
    case .because: "because"
    case .reply: "reply"
    case .hops: "hops"
    case .stored: "stored"
    case .delivered: "delivered"
    case .deliveredWithin: "delivered-within"
    case .bounced: "bounced"
    case .login: "login"
    case .connects: "connects"
    case .reaches: "reaches"
    }
  }

  /// The value wanted, as the file has it.
  func words(in trace: Trace) -> String {
    switch self {
    case .relay(let verdict): verdict.rawValue
    case .because(let reason): reason.rawValue
    case .reply(let reply): reply.description
    case .hops(let hops): "[\(hops.map(\.rawValue).joined(separator: ", "))]"
    case .stored(let protection): protection.rawValue
    case .deliveredWithin(let delay): delay.spoken
    case .delivered(let flag), .bounced(let flag), .login(let flag), .connects(let flag):
      flag ? "yes" : "no"
    case .reaches(let host): trace.name(host)
    }
  }
}

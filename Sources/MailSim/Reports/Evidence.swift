/// What is known before it is known whose expectation it answers.
struct ExpectationResult {
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
  /// Where the run was cut short; nil when it was played to its end.
  let until: Instant?
  private let messagesOfStep: [StepID: [MessageID]]
  private let mailboxes: [Mailbox: MailboxID]

  init(_ scenario: Scenario, _ trace: Trace, until: Instant? = nil) {
    self.scenario = scenario
    self.until = until
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
    checkWhole(
      expectation.range, count: summary[expectation.quantity], expectation.quantity.rawValue,
      expectation.position)
  }

  /// What is counted over the whole run.
  func checkWhole(
    _ range: ClosedRange<Int>, count: Int, _ key: String, _ position: SourcePosition
  ) -> CheckedExpectation {
    whole(
      range.contains(count), "the whole run", key, expected: range.words,
      found: "there were \(count)", position)
  }

  /// What is known only when the run is over.
  func whole(
    _ holds: Bool, _ subject: String, _ key: String, expected: String, found: String,
    _ position: SourcePosition
  ) -> CheckedExpectation {
    CheckedExpectation(
      holds: holds && until == nil, isReached: until == nil, subject: subject, step: nil,
      stepLine: 0, position: position, key: key, expected: expected, found: found,
      rerun: rerun(until: nil))
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
    _ finding: ExpectationResult, of id: StepID, _ key: String, _ expected: String,
    _ position: SourcePosition, said: String? = nil
  ) -> CheckedExpectation {
    let step = scenario.steps[id]
    let time = trace.timeFormatter.time(step.at)
    // A run that was cut may hold now what it would not hold later, and the other way round; only
    // what has its moment stays.
    let isReached = until.map { step.at <= $0 && finding.at != nil } ?? true
    var checked = CheckedExpectation(
      holds: finding.holds && isReached, isReached: isReached,
      subject: said.map { "\(step.title) at \(time), line \"\($0)\"" }
        ?? "\(step.title) at \(time)",
      step: id, stepLine: step.position.line, position: position, key: key, expected: expected,
      found: finding.words, reason: finding.decision?.reason,
      decidedBy: finding.decision.map(trace.decider))
    if checked.fails {
      checked.notes = finding.decision.map(notes) ?? []
      checked.rerun = rerun(until: finding.at)
    }
    return checked
  }

  func rerun(until: Instant?) -> String? {
    guard !scenario.file.isEmpty else { return nil }
    var command = "mailsim run \(scenario.file) --seed \(trace.header.seed)"
    if let until { command += " --until \(trace.timeFormatter.argument(until))" }
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

/// What the first server said.
extension Evidence {
  /// How a recipient fared with the first server.
  struct Answer {
    var decision: Decision?
    /// The answer to RCPT, or the reply that ended the attempt before it.
    var reply: Reply?
    /// Why there was no answer.
    var silence: String?
    var at: Instant?

    var verdict: RelayVerdict? {
      if let decision { return decision.verdict }
      switch reply?.severity {
      case .success: return .accept
      case .transientFailure: return .defer
      case .permanentFailure: return .refuse
      case .intermediate, nil: return nil
      }
    }

    var words: String {
      guard let reply else { return silence ?? "no server was asked" }
      let why = decision.map { " (\($0.reason.rawValue))" } ?? ""
      switch verdict {
      case .accept: return "the server accepted: \(reply.codes)\(why)"
      case .defer: return "the server refused for now: \(reply.codes)\(why)"
      default: return "the server refused: \(reply.codes)\(why)"
      }
    }
  }

  func finding(_ expectation: Scenario.Expectation, in step: StepID) -> ExpectationResult {
    guard hasBegun(step) else {
      return ExpectationResult(false, "the run ended before this step, or nothing came of it")
    }
    switch expectation.what {
    case .relay(let verdict):
      return decided(expectation, in: step) { $0.verdict == verdict }
    case .because(let reason):
      return decided(expectation, in: step) { $0.decision?.reason == reason }
    case .reply(let reply):
      return decided(expectation, in: step) { $0.reply.map(reply.matches) == true }
    case .login(let succeeds): return login(succeeds, in: step)
    case .connects(let connects): return connection(connects, in: step)
    case .hops, .stored, .delivered, .deliveredWithin, .bounced, .reaches:
      return outcome(expectation, in: step)
    }
  }

  private func hasBegun(_ step: StepID) -> Bool {
    !connections(of: step).isEmpty || !messages(of: step).isEmpty
      || trace.records.last.map { $0.at >= scenario.steps[step].at } == true
  }

  /// The connections the step's own machine opened; servers pass mail on over others.
  func connections(of step: StepID) -> [ConnectionID] {
    guard Int(step.index) < index.connectionsOfStep.count else { return [] }
    let host = machine(of: step)
    return index.connectionsOfStep[step].filter { trace.connections[$0].client == host }
  }

  /// Servers come first among the hosts, then machines.
  private func machine(of step: StepID) -> HostID? {
    let machine: MachineRow
    switch scenario.steps[step].action {
    case .mail(let mail): machine = scenario.people[mail.person].machine
    case .login(let login): machine = scenario.people[login.person].machine
    case .dialogue(let dialogue): machine = dialogue.machine
    case .move: return nil
    }
    return HostID(scenario.servers.count + Int(machine.index))
  }

  // MARK: Recipients

  private func decided(
    _ expectation: Scenario.Expectation, in step: StepID, holds: (Answer) -> Bool
  ) -> ExpectationResult {
    let recipients = recipientsAsked(expectation, in: step)
    guard !recipients.isEmpty else {
      return ExpectationResult(
        false,
        expectation.recipient.map { "nobody asked for \($0)" }
          ?? "no recipient was named")
    }
    return every(recipients) { recipient in
      let answer = answer(for: recipient, in: step)
      return ExpectationResult(holds(answer), answer.words, answer.decision, at: answer.at)
    }
  }

  /// One finding for all: the first that does not hold speaks, with the recipient's name.
  func every(_ recipients: [MailboxID], _ find: (MailboxID) -> ExpectationResult)
    -> ExpectationResult
  {
    let findings = recipients.map(find)
    guard let failing = findings.firstIndex(where: { !$0.holds }) else { return findings[0] }
    var finding = findings[failing]
    if recipients.count > 1 {
      finding.words = "for \(trace.address(recipients[failing])): \(finding.words)"
    }
    return finding
  }

  private func recipientsAsked(
    _ expectation: Scenario.Expectation, in step: StepID
  ) -> [MailboxID] {
    if let recipient = expectation.recipient { return [mailbox(recipient)].compactMap(\.self) }
    if case .mail(let mail) = scenario.steps[step].action {
      return mail.recipients.compactMap(mailbox)
    }
    var named: [MailboxID] = []
    for connection in connections(of: step) {
      for exchange in index.exchanges[connection] {
        if case .rcpt(let recipient) = exchange.command, !named.contains(recipient) {
          named.append(recipient)
        }
      }
    }
    return named
  }

  /// The first attempt that got an answer about the recipient; else what ended the first attempt.
  private func answer(for recipient: MailboxID, in step: StepID) -> Answer {
    var other: Answer?
    for connection in connections(of: step) {
      let exchanges = index.exchanges[connection]
      if let exchange = exchanges.first(where: { $0.command == .rcpt(to: recipient) }),
        exchange.reply != nil
      {
        return answer(exchange)
      }
      // An attempt for somebody else's sake says nothing about this recipient.
      let isForOthers = exchanges.contains { if case .rcpt = $0.command { true } else { false } }
      if other == nil, !isForOthers { other = ending(of: connection) }
    }
    return other ?? Answer(silence: "no server was asked")
  }

  func answer(_ exchange: TraceIndex.Exchange) -> Answer {
    Answer(
      decision: exchange.decision.map { index.decisions[$0] }, reply: exchange.reply,
      at: trace.records[exchange.record].at)
  }

  /// Why an attempt never came to RCPT.
  private func ending(of connection: ConnectionID) -> Answer {
    if let failure = index.failures[connection] {
      return Answer(silence: "no server was reached: \(failure.sentence)")
    }
    if let refusal = index.exchanges[connection].last(where: { $0.reply?.isFailure == true }) {
      return answer(refusal)
    }
    return Answer(silence: "the client went away before it named a recipient")
  }

  // MARK: Connections and logins

  private func connection(_ connects: Bool, in step: StepID) -> ExpectationResult {
    let tried = connections(of: step)
    let isOpened = tried.contains { index.isOpened[$0] }
    let words: String
    if isOpened {
      words = "the connection stood"
    } else if let failure = tried.compactMap({ index.failures[$0] }).first {
      words = "there was no connection: \(failure.sentence)"
    } else {
      words = tried.isEmpty ? "no connection was tried" : "nobody answered while the run went on"
    }
    let settled = trace.records.first { record in
      switch record.event {
      case .opened(let id), .openFailed(let id, _): tried.contains(id)
      default: false
      }
    }
    return ExpectationResult(isOpened == connects, words, at: settled?.at)
  }

  private func login(_ succeeds: Bool, in step: StepID) -> ExpectationResult {
    let tried = Set(connections(of: step))
    var words = "nobody tried to log in"
    var at: Instant?
    for record in trace.records {
      guard let connection = record.event.connection, tried.contains(connection) else { continue }
      switch record.event {
      case .loginSucceeded:
        return ExpectationResult(succeeds, "the login succeeded", at: record.at)
      case .loginFailed: words = "the login failed"
      case .accessReply(_, .refused(let refusal)):
        words = "the login failed: \(refusal.sentence)"
      case .openFailed(_, let failure): words = "there was no connection: \(failure.sentence)"
      default: continue
      }
      at = record.at
    }
    return ExpectationResult(!succeeds, words, at: at)
  }
}

/// What became of a step's message.
extension Evidence {
  func outcome(_ expectation: Scenario.Expectation, in step: StepID) -> ExpectationResult {
    let pairs = deliveries(expectation, in: step)
    guard !pairs.isEmpty else { return withoutMessage(expectation.what) }
    let findings = pairs.map { find(expectation.what, $0.message, for: $0.recipient, in: step) }
    guard let failing = findings.firstIndex(where: { !$0.holds }) else { return findings[0] }
    var finding = findings[failing]
    if pairs.count > 1 {
      finding.words = "for \(trace.address(pairs[failing].recipient)): \(finding.words)"
    }
    return finding
  }

  private struct Delivery {
    var message: MessageID
    var recipient: MailboxID
  }

  private func deliveries(
    _ expectation: Scenario.Expectation, in step: StepID
  ) -> [Delivery] {
    messages(of: step).flatMap { message in
      trace.messages[message].recipients
        .filter {
          expectation.recipient == nil || trace.cast.mailboxes[$0] == expectation.recipient
        }
        .map { Delivery(message: message, recipient: $0) }
    }
  }

  /// A dialogue whose message nobody took leaves nothing to deliver, and that may be expected.
  private func withoutMessage(_ what: Scenario.Expectation.What) -> ExpectationResult {
    switch what {
    case .delivered(false), .bounced(false): ExpectationResult(true, "there was no message")
    default: ExpectationResult(false, "there was no message")
    }
  }

  private func find(
    _ what: Scenario.Expectation.What, _ message: MessageID, for recipient: MailboxID,
    in step: StepID
  ) -> ExpectationResult {
    let fate = fate(of: message, for: recipient)
    let words = "it was \(PathText.outcome(fate, in: trace))"
    // Cut short while the message was under way: nothing of its path is settled.
    if until != nil, fate?.at == nil { return ExpectationResult(false, words) }
    switch what {
    case .delivered(let flag):
      return ExpectationResult((fate?.outcome == .delivered) == flag, words, at: fate?.at)
    case .bounced(let flag):
      return ExpectationResult(fate.map(Self.isBounce) == flag, words, at: fate?.at)
    case .deliveredWithin(let limit): return delay(limit, fate, message)
    case .hops(let hops): return self.hops(hops, message, for: recipient)
    case .stored(let protection): return stored(protection, message, for: recipient)
    case .reaches(let host): return reaches(host, message, for: recipient)
    case .relay, .because, .reply, .login, .connects:
      preconditionFailure("what the first server said is found elsewhere")
    }
  }

  /// Of a forwarding address that keeps nothing, the fate of where it points.
  private func fate(of message: MessageID, for recipient: MailboxID) -> Fate? {
    let fates = fates[message] ?? []
    let own = fates.first { $0.recipient == recipient }
    guard own?.outcome == .forwarded else { return own }
    let final = paths.finalRecipient(of: message, for: recipient)
    return fates.first { $0.recipient == final }
  }

  private static func isBounce(_ fate: Fate) -> Bool {
    if case .bounced = fate.outcome { true } else { false }
  }

  private func delay(_ limit: Delay, _ fate: Fate?, _ message: MessageID) -> ExpectationResult {
    guard fate?.outcome == .delivered, let at = fate?.at,
      let written = index.composed[message]
    else {
      return ExpectationResult(false, "it was \(PathText.outcome(fate, in: trace))", at: fate?.at)
    }
    let took = at - written
    return ExpectationResult(took <= limit, "it took \(took.spoken)", at: at)
  }

  private func hops(
    _ expected: [Protection], _ message: MessageID, for recipient: MailboxID
  ) -> ExpectationResult {
    let hops = paths.path(of: message, for: recipient).hops
    guard !hops.isEmpty else {
      let fate = fate(of: message, for: recipient)
      return ExpectationResult(
        expected.isEmpty, "it made no hop: \(PathText.outcome(fate, in: trace))", at: fate?.at)
    }
    let words = hops.map { "\($0.protection.rawValue) to \(end(of: $0))" }
    let found = hops.map(\.protection)
    // Cut short before the recipient read it: the last hop may have been ahead.
    let isUnderWay =
      until != nil && found.count < expected.count && expected.starts(with: found)
    return ExpectationResult(
      found == expected, "its hops were: \(words.joined(separator: ", "))",
      at: isUnderWay ? nil : hops.last?.at)
  }

  private func end(of hop: Hop) -> String { hop.reader.map(trace.name) ?? trace.name(hop.to) }

  private func stored(
    _ expected: Protection, _ message: MessageID, for recipient: MailboxID
  ) -> ExpectationResult {
    let rests = paths.path(of: message, for: recipient).rests
    guard !rests.isEmpty else {
      return ExpectationResult(
        false, "no server stored it", at: fate(of: message, for: recipient)?.at)
    }
    let odd = rests.first { $0.protection != expected }
    let rest = odd ?? rests[0]
    return ExpectationResult(
      odd == nil, "it lay \(rest.protection.word) at \(trace.name(rest.host))", at: rest.since)
  }

  private func reaches(
    _ expected: HostID, _ message: MessageID, for recipient: MailboxID
  ) -> ExpectationResult {
    let at = fate(of: message, for: recipient)?.at
    guard let last = paths.path(of: message, for: recipient).copies.last else {
      return ExpectationResult(false, "it reached no server", at: at)
    }
    let host = trace.copies[last].host
    return ExpectationResult(
      host == expected, "the last server it reached was \(trace.name(host))", at: at)
  }
}

/// A9: answers a server's question for the exchangers of a domain before the name service does, and
/// names a host of its own, which passes the mail on.
struct RogueExchanger: Listener {
  var campaign: Campaign
  /// False answers that are still believed, and until when.
  private var believed: [Question: Instant] = [:]

  private struct Question: Hashable {
    let asker: ServerRow
    let domain: Domain
  }

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func isAsked(
    by asker: ServerRow, for domain: Domain, _ outbox: inout AttackerOutbox
  ) -> ServerRow? {
    guard let target = attack.target, asker != target,
      attack.grants.contains(.answerNames(asker)),
      attack.victims.contains(where: { $0.domain == domain })
    else { return nil }
    let question = Question(asker: asker, domain: domain)
    if let until = believed[question], outbox.view.now < until { return target }
    guard intercepts(&outbox) else { return nil }
    believed[question] = outbox.view.now + (attack.timeToLive ?? .hours(1))
    return target
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    guard case .received(let message, let isClosed, let connection) = event else { return }
    if !isClosed { outbox.moments.append(.contentSeen(message, connection)) }
    succeed(&outbox)
  }

  mutating func observe(
    _ observation: Observation, _ connection: ConnectionID, _ outbox: inout AttackerOutbox
  ) -> Tampering { .none }
}

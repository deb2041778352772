/// A7: adds commands behind STARTTLS. A server that keeps what it has read carries them out after
/// the handshake: they log the attacker in and open a message to its own mailbox, which takes all
/// that the victim's program says from then on for its content.
struct CommandInjector: Listener {
  var campaign: Campaign

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func observe(
    _ observation: Observation, _ connection: ConnectionID, _ outbox: inout AttackerOutbox
  ) -> Tampering {
    switch observation {
    case .startTLS(let service) where service.accessProtocol == nil:
      guard campaign.account != nil else {
        lack(.account, &outbox)
        return .none
      }
      outbox.moments.append(.altered(connection))
      return .addCommands
    case .password(let person):
      outbox.moments.append(.passwordSeen(AccountID(index: person.index), connection))
    default: break
    }
    return .none
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    guard case .received(let message, let isClosed, let connection) = event else { return }
    if !isClosed { outbox.moments.append(.contentSeen(message, connection)) }
    succeed(&outbox)
  }
}

/// A6: takes STARTTLS out of what a server offers, so that a client which encrypts only when it
/// can goes on in the clear, and reads what follows.
struct TLSStripper: Listener {
  var campaign: Campaign

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func observe(
    _ observation: Observation, _ connection: ConnectionID, _ outbox: inout AttackerOutbox
  ) -> Tampering {
    switch observation {
    case .offer(let service) where service.accessProtocol == nil:
      outbox.moments.append(.altered(connection))
      return .withhold
    case .content(let message): read(message, connection, &outbox)
    default: break
    }
    return .none
  }
}

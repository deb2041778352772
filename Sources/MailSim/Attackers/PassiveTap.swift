/// A11: reads what passes in the clear, and leaves no trace of it.
struct PassiveTap: Listener {
  var campaign: Campaign

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func observe(
    _ observation: Observation, _ connection: ConnectionID, _ outbox: inout AttackerOutbox
  ) -> Tampering {
    switch observation {
    case .content(let message): read(message, connection, &outbox)
    case .password(let person):
      outbox.moments.append(.passwordSeen(AccountID(index: person.index), connection))
      succeed(&outbox)
    case .greeting, .offer, .startTLS, .command: break
    }
    return .none
  }
}

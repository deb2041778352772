/// A11: reads what passes in the clear, and leaves no trace of it.
struct PassiveTap: Listener {
  var campaign: Campaign

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func observe(
    _ observation: Observation, _ connection: ConnectionID, _ outbox: inout AttackerOutbox
  ) -> Tampering {
    if case .content(let message) = observation { read(message, connection, &outbox) }
    return .none
  }
}

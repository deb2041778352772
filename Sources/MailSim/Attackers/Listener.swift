/// An attacker that begins nothing: it sits on the way of others and waits for what comes by.
protocol Listener: Attacker {}

extension Listener {
  var waits: Bool { true }
  var usualLimit: Int { .max }
  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {}
  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {}

  /// Reads a message that passes in the clear.
  mutating func read(
    _ message: MessageID, _ connection: ConnectionID, _ outbox: inout AttackerOutbox
  ) {
    outbox.moments.append(.contentSeen(message, connection))
    succeed(&outbox)
  }
}

/// What is under way on a connection, and its lists.
///
/// They stand in a row of their own, so that `Connection` is plain data, which nobody has to
/// retain in order to read.
struct InTransit: Sendable {
  var toServer = Pipe()
  var toClient = Pipe()
  /// Attackers who listen.
  var listeners: [AttackID] = []

  /// Makes the row ready for another connection.
  mutating func begin() {
    toServer = Pipe()
    toClient = Pipe()
    if !listeners.isEmpty { listeners.removeAll() }
  }
}

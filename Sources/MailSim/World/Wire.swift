/// What a connection holds besides its plain state: lists and names.
///
/// They stand in a row of their own, so that `Connection` is plain data, which nobody has to
/// retain in order to read. A row's memory serves the next connection of its slot.
struct Wire: Sendable {
  /// What the client calls itself.
  private(set) var helloName = ""
  /// What is under way.
  var toServer = Pipe()
  var toClient = Pipe()
  /// The recipients the server has accepted in the open transaction.
  var accepted: [MailboxID] = []
  /// Attackers who listen.
  var listeners: [AttackID] = []

  /// Makes the row ready for another connection.
  mutating func begin(_ helloName: String) {
    self.helloName = helloName
    toServer.reset()
    toClient.reset()
    accepted.removeAll(keepingCapacity: true)
    listeners.removeAll(keepingCapacity: true)
  }
}

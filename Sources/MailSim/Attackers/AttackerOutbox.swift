/// What an attacker wants done; the world does it.
struct AttackerOutbox: Sendable {
  let view: AttackView
  var moments: [AttackMoment] = []
  var dialogues: [AttackDialogue] = []
  var alarms: [(after: Delay, AttackAlarm)] = []
  /// Mailboxes it reads with the password of their owner, from its own machine.
  var logins: [PersonID] = []
  /// Servers on whose disk it looks.
  var snapshots: [ServerRow] = []
  /// Its machine goes to a site and asks for an address there.
  var move: SiteID?

  init(_ view: AttackView) { self.view = view }

  /// A copy at rest is read: the content, or what an author leaves open of a closed one.
  mutating func note(_ copy: StoredCopy) {
    moments.append(.copyRead(copy.copy, content: !copy.isClosed))
  }
}

/// What an attacker can see of itself and its neighbour at the moment.
struct AttackView: Sendable {
  var now: Instant
  /// The address its target sees, and that of the person it waits for.
  var ownAddress: IPAddress?
  var holderAddress: IPAddress?
}

/// Which alarm of an attacker goes off: the next try, or one of its own.
struct AttackAlarm: Hashable, Sendable {
  let number: UInt16

  static let start = AttackAlarm(number: 0)
  static let nextTry = AttackAlarm(number: 1)

  /// The row of one of its own; nil for the others.
  var ownRow: Int? { number >= 2 ? Int(number) - 2 : nil }

  /// One of its own, for a row of its tables.
  static func own(_ row: UInt32) -> AttackAlarm {
    AttackAlarm(number: 2 + UInt16(truncatingIfNeeded: row % 65_000))
  }
}

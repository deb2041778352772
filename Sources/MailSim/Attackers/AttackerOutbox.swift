/// What an attacker wants done; the world does it.
struct AttackerOutbox: Sendable {
  let view: AttackView
  var moments: [AttackMoment] = []
  var talks: [AttackTalk] = []
  var alarms: [(after: Delay, AttackAlarm)] = []
  /// His machine goes to a site and asks for an address there.
  var move: SiteID?

  init(_ view: AttackView) { self.view = view }
}

/// What an attacker can see of himself and his neighbour at the moment.
struct AttackView: Sendable {
  var now: Instant
  /// The address his target sees, and that of the person he waits for.
  var ownAddress: IPAddress?
  var holderAddress: IPAddress?
  var ownSite: SiteID?
}

/// Which alarm of an attacker goes off: the next try, or one of his own.
struct AttackAlarm: Hashable, Sendable {
  let number: UInt16

  static let start = AttackAlarm(number: 0)
  static let nextTry = AttackAlarm(number: 1)

  /// One of his own, for a row of his tables.
  static func own(_ row: UInt32) -> AttackAlarm {
    AttackAlarm(number: 2 + UInt16(truncatingIfNeeded: row % 65_000))
  }
}

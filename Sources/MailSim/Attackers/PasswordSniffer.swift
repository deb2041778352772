/// A5: reads a password off a line, logs in with it from its own machine, reads the mailbox, and
/// sends through the roaming window that this login opened for its address.
struct PasswordSniffer: Attacker {
  var campaign: Campaign
  let usualLimit = Int.max
  let waits = true
  /// Whose password it knows, in the order it saw them.
  private var known: [PersonID] = []
  /// Where it last logged in: the window is open there.
  private var server: ServerRow?

  init(_ campaign: Campaign) { self.campaign = campaign }

  /// It counts its messages as tries, not the connections it listens to.
  mutating func intercepts(_ outbox: inout AttackerOutbox) -> Bool {
    isAtWork(outbox.view.now) && campaign.chances.chance(attack.chance)
  }

  mutating func observe(
    _ observation: Observation, _ connection: ConnectionID, _ outbox: inout AttackerOutbox
  ) -> Tampering {
    // What else comes by in the clear is read as well; it is not what the attack is after.
    if case .content(let message) = observation {
      outbox.moments.append(.contentSeen(message, connection))
    }
    guard case .password(let person) = observation else { return .none }
    outbox.moments.append(.passwordSeen(AccountID(index: person.index), connection))
    guard !known.contains(person) else { return .none }
    known.append(person)
    outbox.alarms.append((attack.patience ?? .minutes(1), .own(UInt32(known.count - 1))))
    return .none
  }

  mutating func wake(_ alarm: AttackAlarm, _ outbox: inout AttackerOutbox) {
    guard let row = alarm.ownRow, known.indices.contains(row) else { return }
    outbox.logins.append(known[row])
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    switch event {
    case .loggedIn(let server):
      self.server = server
      succeed(&outbox)
      outbox.alarms.append((.seconds(1), .nextTry))
    case .found(let copies): for copy in copies { outbox.note(copy) }
    default: break
    }
  }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let server, let victim = campaign.victim(number) else { return }
    let dialogue = campaign.message(
      number, to: [victim], at: .server(server),
      reversePath: campaign.reversePath(otherwise: Campaign.throwaway))
    if let dialogue { outbox.dialogues.append(dialogue) }
  }
}

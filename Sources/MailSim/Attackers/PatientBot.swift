/// A20: keeps address and envelope, and comes back when a greylist has told it to.
struct PatientBot: Attacker {
  var campaign: Campaign
  private var waiting: [AttackAlarm: AttackDialogue] = [:]
  private var open: [UInt32: AttackDialogue] = [:]
  let usualLimit = Int.max

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let target = attack.target, let victim = campaign.victim(number) else { return }
    var dialogue = campaign.message(
      number, to: [victim], at: .server(target),
      reversePath: campaign.reversePath(otherwise: Mailbox("win\(number)@spam.example")))
    dialogue?.address = campaign.address(number % UInt32(max(1, campaign.addressCount)))
    guard let dialogue else { return }
    open[number] = dialogue
    outbox.dialogues.append(dialogue)
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    switch event {
    case .answered(.rcpt, let reply, let number, _) where reply.severity == .transientFailure:
      // A bot comes back once; who is turned away again is not worth the trouble.
      guard let dialogue = open.removeValue(forKey: number) else { return }
      let alarm = AttackAlarm.own(number)
      waiting[alarm] = dialogue
      outbox.alarms.append((attack.patience ?? .minutes(6), alarm))
    case .answered(.dot, let reply, let number, _) where reply.isSuccess:
      if open.removeValue(forKey: number) == nil { succeed(&outbox) }
    default: break
    }
  }

  mutating func wake(_ alarm: AttackAlarm, _ outbox: inout AttackerOutbox) {
    if let dialogue = waiting.removeValue(forKey: alarm) { outbox.dialogues.append(dialogue) }
  }
}

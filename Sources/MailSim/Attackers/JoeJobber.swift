/// A12: sends to unknown users under the name of a victim, who gets the notices.
struct JoeJobber: Attacker {
  var campaign: Campaign
  let usualLimit = Int.max

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let target = attack.target, let domain = campaign.facts.targetDomain,
      let victim = campaign.victim(0), let nobody = Mailbox("nobody\(number + 1)@\(domain)")
    else { return }
    let dialogue = campaign.message(
      number, to: [nobody], at: .server(target),
      reversePath: campaign.reversePath(otherwise: victim))
    if let dialogue { outbox.dialogues.append(dialogue) }
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    if case .delivered(_, _, isNotice: true, _, _) = event { succeed(&outbox) }
  }
}

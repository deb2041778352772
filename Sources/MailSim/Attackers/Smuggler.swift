/// A8: hides an odd end of data and a second envelope in a message sent with an own account.
struct Smuggler: Attacker {
  var campaign: Campaign
  let usualLimit = 1

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let account = campaign.account else {
      lack(.account, &outbox)
      return
    }
    guard let server = campaign.facts.accountHome, let victim = campaign.victim(number) else {
      return
    }
    let own = campaign.facts.accountMailbox
    let domain = own?.domain.text ?? "spam.example"
    let claimed = campaign.attack.reversePath == nil ? nil : campaign.reversePath(otherwise: own)
    var dialogue = campaign.message(
      number, to: [victim], at: .server(server), reversePath: own, as: account,
      service: .submission)
    if let forged = claimed ?? Mailbox("admin@\(domain)") {
      dialogue?.content.smuggled = Smuggled(reversePath: forged, recipient: victim)
    }
    if let dialogue { outbox.dialogues.append(dialogue) }
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    if case .delivered(_, _, _, _, isExtra: true) = event { succeed(&outbox) }
  }
}

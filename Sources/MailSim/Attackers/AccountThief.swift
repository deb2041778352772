/// A15: logs in with somebody's password and sends.
struct AccountThief: Attacker {
  var campaign: Campaign
  let usualLimit = Int.max

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let account = campaign.account else {
      lack(.account, &outbox)
      return
    }
    guard let target = attack.target ?? campaign.facts.accountHome,
      let victim = campaign.victim(number)
    else { return }
    let own = campaign.facts.accountMailbox
    let dialogue = campaign.message(
      number, to: [victim], at: .server(target), reversePath: campaign.reversePath(otherwise: own),
      from: own, as: account, service: .submission)
    if let dialogue { outbox.dialogues.append(dialogue) }
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    noteTaken(event, &outbox)
  }
}

/// A18: writes to addresses that send each other's mail on, until something is full.
struct LoopMaker: Attacker {
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
    let dialogue = campaign.message(
      number, to: [victim], at: .server(server), reversePath: campaign.reversePath(otherwise: own),
      from: own, as: account, service: .submission)
    if let dialogue { outbox.dialogues.append(dialogue) }
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    if case .full = event { succeed(&outbox) }
  }
}

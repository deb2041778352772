/// A19: has a domain sign a message to itself, and sends it again and again to others.
struct DKIMReplayer: Attacker {
  var campaign: Campaign
  private var signature: DKIMSignature?
  let usualLimit = Int.max

  init(_ campaign: Campaign) { self.campaign = campaign }

  /// The first message goes to its own mailbox, to be signed; the others are its copies.
  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let account = campaign.account else {
      lack(.account, &outbox)
      return
    }
    guard let home = campaign.facts.accountHome, let own = campaign.facts.accountMailbox else {
      return
    }
    if let signature { replay(signature, number, own, &outbox) }
    guard signature == nil, number == 0 else { return }
    let dialogue = campaign.message(
      number, to: [own], at: .server(home), reversePath: own, as: account, service: .submission)
    if let dialogue { outbox.dialogues.append(dialogue) }
  }

  private func replay(
    _ signature: DKIMSignature, _ number: UInt32, _ author: Mailbox, _ outbox: inout AttackerOutbox
  ) {
    guard let victim = campaign.victim(number) else { return }
    let place = attack.target.map { AttackDialogue.Place.server($0) } ?? .exchanger(victim.domain)
    var dialogue = campaign.message(
      number, to: [victim], at: place,
      reversePath: campaign.reversePath(otherwise: Campaign.throwaway), from: author)
    dialogue?.content.signature = signature
    if let dialogue { outbox.dialogues.append(dialogue) }
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    guard case .delivered(let mailbox, _, false, let signature?, _) = event, !mailbox.isJunk
    else { return }
    if mailbox == campaign.facts.accountMailbox {
      self.signature = signature
    } else if outbox.view.now < signature.expires {
      succeed(&outbox)
    }
  }
}

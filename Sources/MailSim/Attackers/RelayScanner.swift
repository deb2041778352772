/// A1: tries every form of a recipient elsewhere, from every kind of sender, and counts what leaves.
struct RelayScanner: Attacker {
  var campaign: Campaign
  private let forms: [(sender: Mailbox?, recipient: Mailbox)]

  init(_ campaign: Campaign) {
    self.campaign = campaign
    guard let host = campaign.facts.targetHost, let address = campaign.facts.targetAddress else {
      forms = []
      return
    }
    let target = RelayBattery.Server(
      host: host, domain: campaign.facts.targetDomain ?? host, address: address)
    let claimed = campaign.attack.reversePath.map { _ in [campaign.reversePath(otherwise: nil)] }
    forms = campaign.attack.victims.flatMap { victim in
      let battery = RelayBattery(against: target, victim: victim)
      return battery.recipientMailboxes.flatMap { recipient in
        (claimed ?? battery.senderMailboxes).map { ($0, recipient) }
      }
    }
  }

  var usualLimit: Int { forms.count }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let target = attack.target, !forms.isEmpty else { return }
    let form = forms[Int(number) % forms.count]
    let talk = campaign.letter(
      number, to: [form.recipient], at: .server(target), reversePath: form.sender)
    if let talk { outbox.talks.append(talk) }
  }

  /// 250 to RCPT is not enough: what counts has left for another server.
  mutating func hear(_ news: AttackNews, _ outbox: inout AttackerOutbox) {
    if case .passedOn(let from, let to, _) = news, from == attack.target, to != from {
      succeed(&outbox)
    }
  }
}

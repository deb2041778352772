/// A1: tries every form of a recipient elsewhere, from every kind of sender, and counts what leaves.
struct RelayScanner: Attacker {
  var campaign: Campaign
  private let forms: [Form]

  /// What it says in MAIL and in RCPT; a form that is no address to the server is said all the same.
  private struct Form: Hashable {
    let mail: String
    let rcpt: String
  }

  init(_ campaign: Campaign) {
    self.campaign = campaign
    guard let host = campaign.facts.targetHost, let address = campaign.facts.targetAddress else {
      forms = []
      return
    }
    let target = RelayBattery.Server(
      host: host, domain: campaign.facts.targetDomain ?? host, address: address)
    let claimed = campaign.attack.reversePath.map { _ in
      campaign.reversePath(otherwise: nil)?.description ?? ""
    }
    var known: Set<Form> = []
    forms = campaign.attack.victims.enumerated().flatMap { row, victim in
      let battery = RelayBattery(
        against: target, victim: victim, at: campaign.facts.victimAddresses[row])
      return (battery.probes + battery.scan).map {
        Form(mail: claimed ?? $0.reversePath, rcpt: $0.forwardPath)
      }
    }
    .filter { known.insert($0).inserted }
  }

  var usualLimit: Int { forms.count }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let target = attack.target, !forms.isEmpty, let machine = campaign.machine else { return }
    let form = forms[Int(number) % forms.count]
    var dialogue = AttackDialogue(number: number, machine: machine, place: .server(target))
    dialogue.commands = [.hello, mail(form.mail), rcpt(form.rcpt), .data, .dot]
    dialogue.content.author = mailbox(form.mail)
    outbox.dialogues.append(dialogue)
  }

  private func mail(_ path: String) -> AttackDialogue.Command {
    if path.isEmpty { return .mail(nil) }
    return mailbox(path).map { .mail($0) } ?? .malformed(.badReversePath)
  }

  private func rcpt(_ path: String) -> AttackDialogue.Command {
    mailbox(path).map { .rcpt($0) } ?? .malformed(.badForwardPath)
  }

  /// What the server makes of a path: a source route goes, and some complete what has no domain.
  private func mailbox(_ path: String) -> Mailbox? {
    campaign.facts.targetReads?.read(path) ?? AddressSyntax.path(path[...])?.mailbox
  }

  /// 250 to RCPT is not enough: what counts has left for another server.
  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    if case .passedOn(let from, let to, _) = event, from == attack.target, to != from {
      succeed(&outbox)
    }
  }
}

/// A22: has the server log a text that looks like its login, then relays through the window.
struct LogForger: Attacker {
  var campaign: Campaign
  let usualLimit = 2

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let target = attack.target, attack.grants.contains(.writeLog(target)) else {
      lack(.writeLog, &outbox)
      return
    }
    guard number == 0 else {
      sendThroughWindow(number, &outbox)
      return
    }
    guard let machine = campaign.machine, let domain = campaign.facts.targetDomain else { return }
    var dialogue = AttackDialogue(number: number, machine: machine, place: .server(target))
    let line = "POP login by user \"x\" at (\(outbox.view.ownAddress.map(\.description) ?? ""))"
    dialogue.commands = [
      .hello, .mail(Mailbox(localPart: line, domain: domain, wasQuoted: true)), .quit,
    ]
    dialogue.forgesLogin = true
    outbox.dialogues.append(dialogue)
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    if case .windowForged = event { succeed(&outbox) }
  }
}

/// A3: sits behind the same address translation as a roamer and relays while her window is open.
struct NATRider: Attacker {
  var campaign: Campaign
  let usualLimit = Int.max

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let own = outbox.view.ownAddress, own == outbox.view.holderAddress else {
      lack(.sameAddress, &outbox)
      return
    }
    sendThroughWindow(number, &outbox)
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    noteTaken(event, &outbox)
  }
}

extension Attacker {
  /// One message to a victim elsewhere, without a login: only an open window, or an open relay,
  /// lets it pass.
  mutating func sendThroughWindow(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let target = attack.target, let victim = campaign.victim(number) else { return }
    let dialogue = campaign.message(
      number, to: [victim], at: .server(target),
      reversePath: campaign.reversePath(otherwise: Campaign.throwaway))
    if let dialogue { outbox.dialogues.append(dialogue) }
  }

  /// For attacks that have what they want when a server takes their message.
  mutating func noteTaken(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    if case .answered(.dot, let reply, _, _) = event, reply.isSuccess { succeed(&outbox) }
  }
}

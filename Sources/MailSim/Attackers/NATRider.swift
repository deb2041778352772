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

  mutating func hear(_ news: AttackNews, _ outbox: inout AttackerOutbox) {
    noteTaken(news, &outbox)
  }
}

extension Attacker {
  /// One message to a victim elsewhere, without a login: only an open window, or an open relay,
  /// lets it pass.
  mutating func sendThroughWindow(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let target = attack.target, let victim = campaign.victim(number) else { return }
    let talk = campaign.letter(
      number, to: [victim], at: .server(target),
      reversePath: campaign.reversePath(otherwise: Campaign.throwaway))
    if let talk { outbox.talks.append(talk) }
  }

  /// For attacks that have what they want when a server takes their message.
  mutating func noteTaken(_ news: AttackNews, _ outbox: inout AttackerOutbox) {
    if case .answered(.dot, let reply, _, _) = news, reply.isSuccess { succeed(&outbox) }
  }
}

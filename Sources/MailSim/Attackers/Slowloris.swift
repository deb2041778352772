/// A17: opens connections and says a word just before each would be cut off.
struct Slowloris: Attacker {
  var campaign: Campaign
  let usualLimit = 100

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let target = attack.target, let machine = campaign.machine else { return }
    var talk = AttackTalk(number: number, machine: machine, place: .server(target))
    talk.address = campaign.address(number % UInt32(max(1, campaign.addressCount)))
    talk.pause = attack.patience ?? .seconds(290)
    talk.lines = [.hello] + Array(repeating: .noop, count: Self.words)
    outbox.talks.append(talk)
  }

  /// At a word every five minutes, a day and a half.
  private static let words = 432

  mutating func hear(_ news: AttackNews, _ outbox: inout AttackerOutbox) {
    if case .turnedAway(let server) = news, server == attack.target { succeed(&outbox) }
  }
}

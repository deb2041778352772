/// A17: opens connections and says a word just before each would be cut off.
struct Slowloris: Attacker {
  var campaign: Campaign
  let usualLimit = Int.max

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let target = attack.target, let machine = campaign.machine else { return }
    var dialogue = AttackDialogue(number: number, machine: machine, place: .server(target))
    dialogue.address = campaign.address(number % UInt32(max(1, campaign.addressCount)))
    dialogue.pause = attack.patience ?? .seconds(290)
    dialogue.commands = [.hello] + Array(repeating: .noop, count: Self.words)
    outbox.dialogues.append(dialogue)
  }

  /// At a word every five minutes, a day and a half.
  private static let words = 432

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    if case .turnedAway(let server) = event, server == attack.target { succeed(&outbox) }
  }
}

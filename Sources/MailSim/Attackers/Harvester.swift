/// A13: asks for names at RCPT; 250 tells that a name exists, 550 that it does not.
struct Harvester: Attacker {
  var campaign: Campaign
  private let names: [Mailbox]
  /// The next name to ask for.
  private var asked = 0
  private var learned = 0

  init(_ campaign: Campaign) {
    self.campaign = campaign
    let domain = campaign.facts.targetDomain
    let usual = Self.dictionary.compactMap { name in domain.flatMap { Mailbox("\(name)@\($0)") } }
    names = campaign.attack.victims.isEmpty ? usual : campaign.attack.victims
  }

  /// A try is a session; one asks until the server hangs up, the next goes on from there.
  var usualLimit: Int { names.count }

  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox) {
    guard let target = attack.target, let machine = campaign.machine, asked < names.count else {
      end(&outbox)
      return
    }
    var dialogue = AttackDialogue(number: number, machine: machine, place: .server(target))
    dialogue.address = campaign.address(number)
    dialogue.stopsAtRefusal = false
    dialogue.commands = [.hello, .mail(campaign.reversePath(otherwise: Campaign.throwaway))]
    dialogue.commands += names[asked...].map { .rcpt($0) } + [.quit]
    outbox.dialogues.append(dialogue)
  }

  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    // 421 ends the session and is no answer to what was asked last.
    guard case .answered(.rcpt, let reply, _, _) = event, reply.code != 421 else { return }
    // A deferral tells nothing, and the name is not worth a second question.
    asked += 1
    guard reply.isSuccess else { return }
    learned += 1
    succeed(&outbox)
  }

  /// Names that exist in many places.
  private static let dictionary = [
    "admin", "info", "sales", "support", "contact", "webmaster", "john", "david", "michael",
    "chris", "mike", "mark", "paul", "daniel", "james", "maria", "alice", "bob", "carol", "anna",
    "peter", "martin", "robert", "richard", "steve", "jim", "tom", "sam", "linda", "susan",
    "laura", "lisa", "sarah", "kim", "lee", "ann", "jane", "mary", "nina", "rita",
  ]
}

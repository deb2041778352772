/// An attack as its attacker keeps it: what the scenario says, and how far it has come.
struct Campaign: Sendable {
  let attack: Scenario.Attack
  let facts: AttackFacts
  /// Of intervals and chances.
  var chances: RandomStream
  var tries: UInt32 = 0
  var hasSucceeded = false
  var hasEnded = false

  init(_ attack: Scenario.Attack, _ facts: AttackFacts, chances: RandomStream) {
    var attack = attack
    // An attacker that waits for something looks at intervals whether it is there.
    let waits = attack.kind == .natRider || attack.kind == .addressReuse
    if waits, attack.interval == nil { attack.interval = .fixed(.minutes(1)) }
    self.attack = attack
    self.facts = facts
    self.chances = chances
  }

  /// The machine it works from: its own, or the one it has got hold of.
  var machine: MachineRow? {
    for case .ownHost(let machine) in attack.grants { return machine }
    return attack.machine
  }

  /// The person whose password it knows.
  var account: PersonID? {
    for case .account(let person) in attack.grants { return person }
    return nil
  }

  /// Whom it writes to with a try: its victims in turn.
  func victim(_ number: UInt32) -> Mailbox? {
    attack.victims.isEmpty ? nil : attack.victims[Int(number) % attack.victims.count]
  }

  /// The reverse-path it claims, or what its kind of attack is used to.
  func reversePath(otherwise usual: Mailbox?) -> Mailbox? {
    switch attack.reversePath {
    case .stated(let mailbox): mailbox
    case .null: nil
    case .own: facts.accountMailbox ?? usual
    case nil: usual
    }
  }

  /// An address nobody answers for.
  static let throwaway = Mailbox("win@spam.example")

  /// One of the addresses it can use besides its own; nil: its machine's.
  func address(_ number: UInt32) -> IPAddress? {
    guard !attack.addresses.isEmpty else { return nil }
    let network = attack.addresses[Int(number) % attack.addresses.count]
    let offset = UInt64(Int(number) / attack.addresses.count)
    return network.address(at: network.prefixLength == (network.isV4 ? 32 : 128) ? 0 : offset + 1)
  }

  /// How many of them there are.
  var addressCount: Int {
    attack.addresses.reduce(0) { sum, network in
      let bits = (network.isV4 ? 32 : 128) - network.prefixLength
      return sum + (bits == 0 ? 1 : bits > 20 ? 1 << 20 : (1 << bits) - 2)
    }
  }

  /// A whole dialogue that hands over one message.
  func message(
    _ number: UInt32, to recipients: [Mailbox], at place: AttackDialogue.Place,
    reversePath: Mailbox?, from author: Mailbox? = nil, as account: PersonID? = nil,
    service: Service = .smtp
  ) -> AttackDialogue? {
    guard let machine else { return nil }
    var dialogue = AttackDialogue(number: number, machine: machine, place: place)
    dialogue.service = service
    dialogue.commands = [.hello]
    if let account { dialogue.commands.append(.login(account)) }
    dialogue.commands += [.mail(reversePath)] + recipients.map { .rcpt($0) } + [.data, .dot]
    dialogue.content.author = author ?? reversePath
    return dialogue
  }
}

/// What an attacker knows of the scene before it begins.
struct AttackFacts: Sendable {
  /// The name of its target, its first domain, and one of its addresses.
  var targetHost: Domain?
  var targetDomain: Domain?
  var targetAddress: IPAddress?
  /// How it reads addresses, where its configuration says more than the RFC.
  var targetReads: RestrictionPolicy.Destinations?
  /// Where the victims' mail is kept, one for each.
  var victimAddresses: [IPAddress?] = []
  /// The mailbox of the account it holds, and where it is kept.
  var accountMailbox: Mailbox?
  var accountHome: ServerRow?
  /// The machine of the person whose address or lease it waits for.
  var holder: MachineRow?
}

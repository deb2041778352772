/// What all rules and a property say of one part of a question: two parts with one key are
/// told apart by nothing.
///
/// Answers of tables become numbers, so that a hundred thousand lines are compared quickly. Two
/// lines that say the same are one answer, whatever text goes with it.
struct EquivalenceKeys {
  typealias Key = [Int]

  private let policies: [(policy: RestrictionPolicy, leaves: LeafRules)]
  private let refinement: Refinement
  private let premises: Premises?
  private let blank: RelayFacts
  /// Who may log in, nobody first.
  private var logins: [RelayFacts.Login?] = [nil]
  private var numbers: [Answer: Int] = [:]
  private var numbersOfValues: [String: Int] = [:]

  private enum Answer: Hashable {
    case nothing, unknown
    case action(AccessAction)
    /// Words that each policy reads in its own way.
    case words(String)
    case oneOf([Int])
    case opinion(RestrictionOpinion)
    case inside(MatchList.Answer)
    /// Who owns a sender, as far as it can matter: which maps name an owner together.
    case owners(Set<[Bool]>)
    case text(String)
  }

  init(
    _ policies: [(policy: RestrictionPolicy, leaves: LeafRules)], _ refinement: Refinement,
    _ premises: Premises?
  ) {
    self.premises = premises
    self.policies = policies
    self.refinement = refinement
    blank = RelayFacts(
      client: .init(address: IPAddress(bits: 0)), reversePath: nil,
      forwardPath: Mailbox(localPart: "a", domain: Domain("a.example")!))
  }

  /// Says who may log in; what is asked of a sender and a login together is asked of each.
  mutating func know(_ logins: [RelayFacts.Login]) {
    self.logins = [nil] + logins
  }

  /// What the rules say that look at a part by themselves; the rest of the facts is the same for all.
  private mutating func opinions(about part: FactPart, _ facts: RelayFacts) -> Key {
    var key: Key = []
    for (policy, leaves) in policies {
      for rule in leaves.rules(lookingAt: part) {
        guard part == .sender, rule.kind.parts.contains(.login) else {
          key.append(number(.opinion(policy.opinion(of: rule, on: facts))))
          continue
        }
        for login in logins {
          var facts = facts
          facts.client.login = login
          key.append(number(.opinion(policy.opinion(of: rule, on: facts))))
        }
      }
    }
    return key
  }

  // MARK: Clients

  mutating func client(_ address: IPAddress) -> Key {
    var facts = blank
    facts.client.address = address
    var key = stated(facts) + opinions(about: .address, facts)
    for (policy, leaves) in policies {
      key.append(number(.inside(policy.isInside(address, name: nil))))
      for table in leaves.clientTables { key.append(number(table.lookUp(address: address))) }
    }
    for network in refinement.networks { key.append(network.contains(address) ? 1 : 0) }
    return key
  }

  mutating func name(_ name: String?) -> Key {
    var facts = blank
    facts.client.name = name
    var key = stated(facts) + opinions(about: .clientName, facts)
    for (policy, leaves) in policies {
      key.append(number(.inside(policy.isInside(blank.client.address, name: name))))
      for table in leaves.clientTables {
        key.append(number(table.lookUp(domain: name ?? "unknown")))
      }
    }
    return key
  }

  mutating func helo(_ helo: String?) -> Key {
    var facts = blank
    facts.client.helloName = helo
    var key = stated(facts) + opinions(about: .helo, facts)
    for (_, leaves) in policies {
      for table in leaves.heloTables {
        key.append(helo.map { number(table.lookUp(helo: $0)) } ?? 0)
      }
    }
    return key
  }

  /// The facts a property states of this part; those about other parts are the same for all.
  private func stated(_ facts: RelayFacts) -> Key {
    guard let premises else { return [] }
    // Who is a stranger and what is remote is asked by every property there is.
    let own =
      [premises.isStranger(facts.client), premises.isRemote(facts.forwardPath)].map { $0 ? 1 : 0 }
    return own + refinement.facts.map { $0.holds(facts, under: premises) ? 1 : 0 }
  }

  // MARK: Envelope

  /// A domain as the home of no particular mailbox.
  mutating func domain(_ domain: Domain) -> Key {
    let someone = Mailbox(localPart: "someone", domain: domain)
    var facts = blank
    facts.reversePath = someone
    facts.forwardPath = someone
    var key = stated(facts) + [Self.form(of: someone)]
    key += opinions(about: .sender, facts) + opinions(about: .recipient, facts)
    for (policy, leaves) in policies {
      let destinations = policy.destinations
      for list in [destinations.local, destinations.virtual, destinations.relay] {
        key.append(number(.text("\(list.contains(domain))")))
      }
      key.append(number(.text("\(destinations.isOurs(domain))")))
      for table in leaves.accessTables {
        let answer =
          table.takesPartialKeys
          ? table.lookUp(domain: domain.text) : table.lookUp(mailbox: someone)
        key.append(number(answer))
      }
      for map in leaves.loginMaps { key.append(number(policy.owners(of: someone, in: map))) }
    }
    return key
  }

  /// A local part in no particular domain.
  mutating func localPart(_ text: String) -> Key {
    var key = [text.lowercased() == "postmaster" ? 1 : 0]
    for mark: Character in ["@", "%", "!"] {
      key.append(text.firstIndex(of: mark).map { _ in text.count { $0 == mark } } ?? 0)
    }
    for (_, leaves) in policies {
      for table in leaves.accessTables where table.takesPartialKeys {
        key.append(number(table.look(up: "\(text)@")))
      }
      for map in leaves.loginMaps where map.takesPartialKeys {
        key.append(number(map.look(up: text)))
      }
    }
    return key
  }

  mutating func sender(_ sender: Mailbox?) -> Key {
    var facts = blank
    facts.reversePath = sender
    var key = stated(facts) + opinions(about: .sender, facts)
    for (policy, leaves) in policies {
      let isOurs = sender.map { policy.destinations.isOurs($0.domain) }
      key.append(isOurs.map { number(.text("\($0)")) } ?? 0)
      key.append(sender.map { Self.form(of: $0) } ?? 0)
      for table in leaves.senderTables {
        let answer = sender.map { table.lookUp(mailbox: $0) } ?? table.look(up: "<>")
        key.append(number(answer))
      }
    }
    key.append(sender.map { number(ownership(of: $0)) } ?? 0)
    return key
  }

  mutating func recipient(_ mailbox: Mailbox) -> Key {
    var facts = blank
    facts.forwardPath = mailbox
    var key = stated(facts) + opinions(about: .recipient, facts)
    key.append(Self.form(of: mailbox))
    key.append(mailbox.localPart.lowercased() == "postmaster" ? 1 : 0)
    for (policy, leaves) in policies {
      let target = policy.destinations.resolve(mailbox)
      key.append(number(.text("\(policy.destinations.accepts(mailbox))")))
      key.append(number(.text("\(policy.destinations.isOurs(target.domain))")))
      for table in leaves.recipientTables {
        key.append(number(table.lookUp(mailbox: target)))
      }
    }
    return key
  }

  /// With a full name for its domain or half of one, or an address; with a detour or without.
  private static func form(of mailbox: Mailbox) -> Int {
    (mailbox.domain.text.contains(".") ? 1 : 2) + (mailbox.domain.literalAddress != nil ? 2 : 0)
      + (mailbox.hasRoutingTricks ? 4 : 0)
  }

  // MARK: Owners of senders

  private func ownership(of sender: Mailbox) -> Answer {
    var kinds: Set<[Bool]> = []
    for owner in owners(of: sender) {
      kinds.insert(owner.maps + refinement.logins.map { $0 == owner.name })
    }
    return .owners(kinds)
  }

  /// The owners of a sender by all login maps, and which of the maps name each. A map without an
  /// answer, or with an unknown one, is told by two more entries.
  func owners(of sender: Mailbox) -> [(name: String, maps: [Bool])] {
    let answers = policies.flatMap { policy, leaves in
      leaves.loginMaps.map { policy.owners(of: sender, in: $0) }
    }
    var names: [String] = []
    var sets: [Set<String>] = []
    var states: [Bool] = []
    for answer in answers {
      var set: Set<String> = []
      if case .found(let entry) = answer {
        for word in entry.value.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
          let name = word.lowercased()
          if set.insert(name).inserted, !names.contains(name) { names.append(name) }
        }
      }
      states += [answer == .notFound, answer == .unknown]
      sets.append(set)
    }
    return names.map { name in (name, sets.map { $0.contains(name) } + states) }
      + (answers.isEmpty ? [] : [("", sets.map { _ in false } + states)])
  }

  // MARK: Numbers

  private mutating func number(_ answer: Answer) -> Int {
    if let known = numbers[answer] { return known }
    let new = numbers.count + 1
    numbers[answer] = new
    return new
  }

  private mutating func number(_ answer: LookupTable.Answer) -> Int {
    switch answer {
    case .notFound: return 0
    case .unknown: return number(Answer.unknown)
    case .found(let entry): return number(ofValue: entry.value)
    case .oneOf(let entries): return number(.oneOf(entries.map { number(ofValue: $0.value) }))
    }
  }

  private mutating func number(ofValue value: String) -> Int {
    if let known = numbersOfValues[value] { return known }
    let action = AccessAction(value, refusedAs: .client) { _ in [] }
    let number =
      if case .restrictions = action { number(.words(value)) } else { number(.action(action)) }
    numbersOfValues[value] = number
    return number
  }
}

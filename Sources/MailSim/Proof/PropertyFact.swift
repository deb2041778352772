/// One thing a property says of a question: `client in 192.0.2.0/24`, `recipient is remote`.
enum PropertyFact: Hashable, Sendable {
  case anyone, stranger, inside, outside, login, tls, certificate, window, windowEnded, trick
  case clientIn(IPNetwork)
  /// The name the client's address has in the DNS: this one or one below it.
  case nameIn(Domain)
  case nameIs(Domain)
  case nameUnknown
  case heloIn(Domain)
  case heloIs(String)
  case loginIs(String)
  case senderNull, senderOurs, senderRemote
  case senderIn(Domain)
  case senderIs(Mailbox)
  case recipientOurs, recipientRemote, recipientMissing, recipientPostmaster
  case recipientIn(Domain)
  case recipientIs(Mailbox)

  func holds(_ facts: RelayFacts, under premises: Premises) -> Bool {
    let client = facts.client
    let policy = premises.policy
    switch self {
    case .anyone: return true
    case .stranger: return premises.isStranger(client)
    case .inside: return policy.isInside(client) == .yes
    case .outside: return policy.isInside(client) != .yes
    case .login: return client.login != nil
    case .tls: return client.isEncrypted
    case .certificate: return client.certificate != nil
    case .window: return client.window.isOpen
    case .windowEnded: if case .expired = client.window { return true } else { return false }
    case .clientIn(let network): return network.contains(client.address)
    case .nameIn(let domain): return Self.holds(client.name, domain)
    case .nameIs(let domain): return client.name?.lowercased() == domain.text
    case .nameUnknown: return client.name == nil
    case .heloIn(let domain): return Self.holds(client.helloName, domain)
    case .heloIs(let name): return client.helloName?.lowercased() == name
    case .loginIs(let name): return client.login?.name.lowercased() == name
    default: return holds(ofEnvelope: facts, under: policy.destinations)
    }
  }

  private func holds(
    ofEnvelope facts: RelayFacts, under destinations: RestrictionPolicy.Destinations
  ) -> Bool {
    let sender = facts.reversePath
    let target = { destinations.resolve(facts.forwardPath) }
    switch self {
    case .trick: return facts.forwardPath.hasRoutingTricks
    case .senderNull: return sender == nil
    case .senderOurs: return sender.map { destinations.isOurs($0.domain) == .yes } ?? false
    case .senderRemote: return sender.map { destinations.isOurs($0.domain) == .no } ?? false
    case .senderIn(let domain): return Self.holds(sender?.domain.text, domain)
    case .senderIs(let mailbox): return sender.map { Self.isSame($0, mailbox) } ?? false
    case .recipientOurs: return destinations.isOurs(target().domain) == .yes
    case .recipientRemote: return destinations.isOurs(target().domain) == .no
    case .recipientMissing: return facts.recipientIsUnknown
    case .recipientPostmaster: return facts.forwardPath.localPart.lowercased() == "postmaster"
    case .recipientIn(let domain): return Self.holds(target().domain.text, domain)
    case .recipientIs(let mailbox): return Self.isSame(target(), mailbox)
    default: return false
    }
  }

  private static func holds(_ name: String?, _ domain: Domain) -> Bool {
    guard let name = name?.lowercased() else { return false }
    return name == domain.text || name.hasSuffix("." + domain.text)
  }

  /// Local parts are compared as tables compare them, without regard to case.
  private static func isSame(_ a: Mailbox, _ b: Mailbox) -> Bool {
    a.domain == b.domain && a.localPart.lowercased() == b.localPart.lowercased()
  }
}

/// Facts joined by `and`, `or` and `not`.
indirect enum PropertyCondition: Hashable, Sendable {
  case fact(PropertyFact)
  case every([PropertyCondition])
  case any([PropertyCondition])
  case not(PropertyCondition)

  func holds(_ facts: RelayFacts, under premises: Premises) -> Bool {
    switch self {
    case .fact(let fact): fact.holds(facts, under: premises)
    case .every(let parts): parts.allSatisfy { $0.holds(facts, under: premises) }
    case .any(let parts): parts.contains { $0.holds(facts, under: premises) }
    case .not(let part): !part.holds(facts, under: premises)
    }
  }

  /// Every fact that is mentioned.
  var facts: [PropertyFact] {
    switch self {
    case .fact(let fact): [fact]
    case .every(let parts), .any(let parts): parts.flatMap(\.facts)
    case .not(let part): part.facts
    }
  }
}

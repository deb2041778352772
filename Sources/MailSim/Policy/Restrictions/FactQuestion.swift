/// A question with a plain answer about one delivery.
///
/// Most restrictions are one such question and what follows from it. So they can be laid out as a
/// flat list of small values, which a run asks a million times a second.
public enum FactQuestion: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  case always
  case clientIsInside, hasLoggedIn, windowIsOpen, hasCertificate, isPlaintext
  case heloIsShort, heloIsNoName
  case senderIsShort, senderClaimsOurs, senderIsNotTheLogins
  case recipientIsOurs, recipientIsShort, recipientIsMissing
  /// The end of either path is the text of a domain of ours, a dot before it or not.
  case endsLikeOurs

  /// What has to be known for it.
  var parts: FactParts {
    switch self {
    case .always: []
    case .clientIsInside: [.address, .clientName]
    case .hasLoggedIn: [.login]
    case .windowIsOpen: [.window]
    case .hasCertificate: [.certificate]
    case .isPlaintext: [.encryption]
    case .heloIsShort, .heloIsNoName: [.helo]
    case .senderIsShort, .senderClaimsOurs: [.sender]
    case .senderIsNotTheLogins: [.sender, .login]
    case .recipientIsOurs, .recipientIsShort: [.recipient]
    case .recipientIsMissing: [.recipientExistence]
    case .endsLikeOurs: [.sender, .recipient]
    }
  }

  func answer(_ facts: RelayFacts, _ policy: RestrictionPolicy) -> MatchList.Answer {
    if let holds = holds(facts, policy) { return .init(holds) }
    switch self {
    case .clientIsInside: return policy.isInside(facts.client.address, name: facts.client.name)
    case .senderClaimsOurs:
      return facts.reversePath.map { policy.destinations.isOurs($0.domain) } ?? .no
    case .recipientIsOurs: return policy.destinations.accepts(facts.forwardPath)
    default: preconditionFailure("only what lists say is not known at once")
    }
  }

  /// The answer, where no more than the facts and plain lists have to be looked at: almost always,
  /// and without a word about tables. nil where `answer` has to go through a list.
  func holds(_ facts: RelayFacts, _ policy: RestrictionPolicy) -> Bool? {
    switch self {
    case .always: true
    case .clientIsInside: policy.inside.holds(facts.client.address)
    case .hasLoggedIn: policy.offersLogin && facts.client.login != nil
    case .windowIsOpen: facts.client.window.isOpen
    case .hasCertificate: facts.client.certificate != nil
    case .isPlaintext: !facts.client.isEncrypted
    case .heloIsShort: Self.isShort(facts.client.helloName)
    case .heloIsNoName: facts.client.helloName.map { Domain($0) == nil } ?? false
    case .senderIsShort: Self.isShort(facts.reversePath?.domain.text)
    case .senderClaimsOurs: Self.claimsOurs(facts.reversePath, policy)
    case .senderIsNotTheLogins: facts.claimsForeignSender
    case .recipientIsOurs:
      facts.forwardPath.hasRoutingTricks
        ? nil : policy.destinations.hold(facts.forwardPath.domain)
    case .recipientIsShort: Self.isShort(facts.forwardPath.domain.text)
    case .recipientIsMissing: facts.recipientIsUnknown
    case .endsLikeOurs: policy.destinations.endsLikeOurs(facts)
    }
  }

  /// A name without a dot is no full domain; an address literal is as good as one.
  private static func isShort(_ name: String?) -> Bool {
    guard let name else { return false }
    return !name.hasPrefix("[") && !name.contains(".")
  }

  private static func claimsOurs(_ sender: Mailbox?, _ policy: RestrictionPolicy) -> Bool? {
    guard let sender, !sender.hasRoutingTricks else { return false }
    return policy.destinations.hold(sender.domain)
  }
}

extension MatchList.Answer {
  init(_ holds: Bool) {
    self = holds ? .yes : .no
  }
}

extension RelayFacts {
  var claimsForeignSender: Bool {
    guard let login = client.login, let reversePath else { return false }
    return login.mailbox != reversePath
  }

  /// The most telling reason why no rule allowed it.
  var reasonForRefusal: ReasonCode {
    if forwardPath.hasRoutingTricks { return .routingTrick }
    if case .expired = client.window { return .windowExpired }
    return .bothOutside
  }
}

/// The smallest difference in the facts that would have turned a decision round.
///
/// Found by asking the policy itself about variants of the facts, so it is right for every policy,
/// also for one nobody thought of here.
public struct NearestChange: Hashable, Sendable {
  /// What would have to be different, all of it together.
  public var changes: [FactChange]
  /// The facts with the changes made, and what the policy says of them.
  public var facts: RelayFacts
  public var decision: RelayDecision
  /// `would be accepted within 15:00 of a POP or IMAP login from 203.0.113.9; …`
  public var text: String

  /// The changes that turn the decision round, smallest first; empty when nothing can.
  ///
  /// Up to three changes are combined, and a combination that holds a smaller one is left out:
  /// whatever is named is needed.
  public static func find(_ policy: RelayPolicy, _ facts: RelayFacts) -> [NearestChange] {
    let wasAccepted = policy.decide(facts).verdict == .accept
    let changes = Variants(policy.settings, facts).changes
    var found: [NearestChange] = []
    for combination in (1...3).flatMap({ combinations(of: changes, $0) }) {
      let isMoreThanNeeded = found.contains { $0.changes.allSatisfy(combination.contains) }
      guard !isMoreThanNeeded,
        let change = turning(combination, policy, facts, wasAccepted: wasAccepted)
      else { continue }
      found.append(change)
    }
    // Of two alike the first in the order of `Variants` stays first.
    return found.enumerated().sorted {
      ($0.element.size, $0.offset) < ($1.element.size, $1.offset)
    }.map(\.element)
  }

  private var size: Int { changes.reduce(0) { $0 + $1.size } }

  /// The combination as a result, if it turns the decision round.
  private static func turning(
    _ changes: [FactChange], _ policy: RelayPolicy, _ facts: RelayFacts, wasAccepted: Bool
  ) -> NearestChange? {
    var changed = facts
    for change in changes { change.apply(to: &changed, under: policy.settings) }
    let decision = policy.decide(changed)
    guard (decision.verdict == .accept) != wasAccepted else { return nil }
    let words = changes.map { $0.words(for: facts, under: policy.settings) }
    return NearestChange(
      changes: changes, facts: changed, decision: decision,
      text: "would be \(wasAccepted ? "refused" : "accepted") \(words.joined(separator: ", and "))")
  }

  /// Every choice of `count` of the changes, in their order.
  private static func combinations(of changes: [FactChange], _ count: Int) -> [[FactChange]] {
    guard count > 0 else { return [[]] }
    return changes.indices.flatMap { row in
      combinations(of: Array(changes[(row + 1)...]), count - 1).map { [changes[row]] + $0 }
    }
  }
}

/// What could be different about some facts: only changes that change something.
private struct Variants {
  let settings: RelaySettings
  let facts: RelayFacts

  init(_ settings: RelaySettings, _ facts: RelayFacts) {
    self.settings = settings
    self.facts = facts
  }

  var changes: [FactChange] {
    let candidates: [FactChange?] = [
      machine, window, login, ownSender, insideSender, detour, recipient, existence,
    ]
    return candidates.compactMap(\.self)
  }

  private var isInside: Bool { settings.isInside(facts.client.address) }

  private var machine: FactChange? {
    let addresses =
      isInside
      ? ["198.51.100.1", "203.0.113.1", "192.0.2.1", "2001:db8::1"].compactMap { IPAddress($0) }
      : settings.insideNetworks.map { $0.address(at: 1) ?? $0.base }
    return addresses.first { settings.isInside($0) != isInside }.map {
      .sendFrom($0, inside: !isInside)
    }
  }

  private var window: FactChange { facts.client.window.isOpen ? .noWindow : .readMailFirst }

  private var login: FactChange? {
    guard facts.client.login == nil else { return .noLogin }
    let own = facts.reversePath.flatMap { settings.isOurs($0) ? $0 : nil } ?? insideMailbox
    return own.map { .logIn(RelayFacts.Login(name: $0.localPart, mailbox: $0)) }
  }

  /// MAIL FROM with the address that belongs to the login there is or could be.
  private var ownSender: FactChange? {
    var owner = facts.client.login
    if case .logIn(let possible) = login { owner = possible }
    guard let own = owner?.mailbox, own != facts.reversePath else { return nil }
    return .sendAs(own, isOwn: true)
  }

  private var insideSender: FactChange? {
    let claims = facts.reversePath.map(settings.isOurs) == true
    return (claims ? outsideMailbox : insideMailbox).map { .sendAs($0, isOwn: false) }
  }

  private var detour: FactChange? {
    let path = facts.forwardPath
    guard path.hasRoutingTricks else {
      guard settings.isOurs(path), let other = outsideMailbox else { return nil }
      return .askDetour(
        Mailbox(localPart: "\(path.localPart)%\(other.domain)", domain: path.domain))
    }
    let plain = path.localPart.split { "@%!".contains($0) }.first
    return plain.map { .dropDetour(Mailbox(localPart: String($0), domain: path.domain)) }
  }

  private var recipient: FactChange? {
    let isOurs = settings.isOurs(facts.forwardPath)
    return (isOurs ? outsideMailbox : insideMailbox).map { .writeTo($0, inside: !isOurs) }
  }

  private var existence: FactChange? {
    settings.isOurs(facts.forwardPath) ? .recipientExists(facts.recipientIsUnknown) : nil
  }

  private var insideMailbox: Mailbox? {
    let domain = settings.localDomains.min() ?? settings.relayDomains.min()
    return domain.map { Mailbox(localPart: "user", domain: $0) }
  }

  private var outsideMailbox: Mailbox? {
    let domains = ["example.org", "example.net", "example.com"].compactMap { Domain($0) }
    return domains.first { !settings.hasDomain($0) }.map {
      Mailbox(localPart: "someone", domain: $0)
    }
  }
}

/// The restrictions of a policy without the lists and classes they stand in, and what each says of
/// one part of a question alone.
struct LeafRules: Sendable {
  let rules: [Restriction]
  private let byClient: [LookupTable]
  private let byHelo: [LookupTable]
  private let bySender: [LookupTable]
  private let byRecipient: [LookupTable]

  init(_ policy: RestrictionPolicy) {
    var rules: [Restriction] = []
    for rule in policy.restrictions + policy.words.sorted(by: { $0.key < $1.key }).flatMap(\.value)
    {
      Self.flatten(rule, into: &rules)
    }
    self.rules = rules
    func tables(_ wanted: AccessSubject) -> [LookupTable] {
      rules.compactMap { rule in
        if case .access(wanted, let table) = rule.test { table } else { nil }
      }
    }
    byClient = tables(.client)
    byHelo = tables(.helo)
    bySender =
      tables(.sender)
      + rules.compactMap { rule in
        if case .rejectLoginMismatch(_, let table) = rule.test { table } else { nil }
      }
    byRecipient = tables(.recipient)
  }

  private static func flatten(_ rule: Restriction, into rules: inout [Restriction]) {
    switch rule.test {
    case .list(let inner): for one in inner { flatten(one, into: &rules) }
    case .warnOnly, .noEffect: break
    default: rules.append(rule)
    }
  }

  var clientTables: [LookupTable] { byClient }
  var heloTables: [LookupTable] { byHelo }
  var senderTables: [LookupTable] { bySender }
  var recipientTables: [LookupTable] { byRecipient }

  /// What a table said, without the line it stands on: two lines that say the same are one class.
  private func words(_ answer: LookupTable.Answer) -> String {
    switch answer {
    case .found(let entry): "=" + entry.value
    case .notFound: "-"
    case .unknown: "?"
    case .oneOf(let entries): entries.map(\.value).joined(separator: "|")
    }
  }

  func clientSignature(_ address: IPAddress, under policy: RestrictionPolicy) -> [String] {
    let isInside =
      switch policy.permitNetworks(address) {
      case .permit: "inside"
      case .goOn: "outside"
      default: "unknown"
      }
    return [isInside] + byClient.map { words($0.lookUp(address: address)) }
  }

  func nameSignature(_ name: String?) -> [String] {
    byClient.map { words($0.lookUp(domain: name ?? "unknown")) }
  }

  func heloSignature(_ helo: String?, under policy: RestrictionPolicy) -> [String] {
    var facts = Self.blank
    facts.client.helloName = helo
    return rules.filter { $0.test == .rejectNonFQDNHelo || $0.test == .rejectInvalidHelo }
      .map { "\(policy.opinion(of: $0, on: facts))" }
      + byHelo.map { helo.map($0.lookUp(helo:)).map(words) ?? "-" }
  }

  func senderSignature(_ sender: Mailbox?, under policy: RestrictionPolicy) -> [String] {
    let answers = bySender.map { words(sender.map($0.lookUp(mailbox:)) ?? $0.look(up: "<>")) }
    let domain = sender.map {
      "\(policy.destinations.isOurs($0.domain)) \($0.domain.text.contains(".")) "
        + "\($0.hasRoutingTricks)"
    }
    // Only where a login must be the sender does it matter which of our users the sender is.
    let asksOwner = rules.contains { $0.test == .rejectForeignSender }
    return [domain ?? "<>", asksOwner ? sender?.localPart ?? "" : ""] + answers
  }

  func recipientSignature(_ mailbox: Mailbox, under policy: RestrictionPolicy) -> [String] {
    let target = policy.destinations.resolve(mailbox)
    return [
      "\(policy.destinations.accepts(mailbox))", "\(policy.destinations.isOurs(target.domain))",
      "\(mailbox.hasRoutingTricks)", "\(target.domain.text.contains("."))",
      "\(target.localPart.lowercased() == "postmaster")",
    ] + byRecipient.map { words($0.lookUp(mailbox: target)) }
  }

  private static let blank = RelayFacts(
    client: .init(address: IPAddress(bits: 0)), reversePath: nil,
    forwardPath: Mailbox(localPart: "a", domain: Domain("a.example")!))
}

/// The finite set of classes into which policies cut all possible questions.
///
/// Two clients that no rule and no table can tell apart always get the same answer, so one of them
/// stands for both; the same holds for senders, recipients and HELO names. Networks are cut at both
/// their ends, keyed tables at their keys. Nothing is drawn by chance.
public struct DecisionClasses: Sendable {
  public let clients: [RelayFacts.Client]
  public let senders: [Mailbox?]
  public let recipients: [Recipient]

  public struct Recipient: Hashable, Sendable {
    public var mailbox: Mailbox
    public var isUnknown: Bool
  }

  /// The classes of one policy, or those that tell two policies apart.
  public init(_ policies: [RestrictionPolicy]) {
    self.init(policies, refinedBy: Refinement())
  }

  /// The same, cut further where a property does.
  init(
    _ policies: [RestrictionPolicy], refinedBy refinement: Refinement, _ premises: Premises? = nil
  ) {
    let judged = policies.map { (policy: $0, leaves: LeafRules($0)) }
    var keys = EquivalenceKeys(judged, refinement, premises)
    var candidates = Candidates(judged, refinement)
    for network in premises?.inside ?? [] { candidates.add(network) }
    let envelope = EnvelopeCandidates(
      judged, refinement, premises?.ours ?? [], &keys)
    keys.know(envelope.logins)
    let addresses = Self.distinct(candidates.addresses) { keys.client($0) }
    let names = Self.distinct(candidates.names) { keys.name($0) }
    let helos = Self.distinct(candidates.helos) { keys.helo($0) }
    senders = Self.distinct(envelope.senders) { keys.sender($0) }
    recipients = Self.distinct(envelope.recipients) { keys.recipient($0) }.flatMap {
      mailbox in
      let isOurs = policies.contains { $0.destinations.accepts(mailbox) == .yes }
      let known = Recipient(mailbox: mailbox, isUnknown: false)
      return isOurs ? [known, Recipient(mailbox: mailbox, isUnknown: true)] : [known]
    }
    let logins = Self.logins(envelope.logins, owning: senders, keys)
    let states = ClientStates(judged, refinement, logins).all
    clients = addresses.flatMap { address in
      names.flatMap { name in
        helos.flatMap { helo in
          states.map { state in
            var client = state
            client.address = address
            client.name = name
            client.helloName = helo
            return client
          }
        }
      }
    }
  }

  /// How many questions there are.
  public var count: Int { clients.count * senders.count * recipients.count }

  public func facts(_ client: RelayFacts.Client, _ sender: Mailbox?, _ recipient: Recipient)
    -> RelayFacts
  {
    var facts = RelayFacts(client: client, reversePath: sender, forwardPath: recipient.mailbox)
    facts.recipientIsUnknown = recipient.isUnknown
    return facts
  }

  /// The first of each kind, in order.
  private static func distinct<Value>(
    _ values: [Value], by key: (Value) -> EquivalenceKeys.Key
  ) -> [Value] {
    var seen: Set<EquivalenceKeys.Key> = []
    return values.filter { seen.insert(key($0)).inserted }
  }

  /// Beside the usual logins, for each class of senders one owner of each kind, and one login that
  /// owns nothing.
  private static func logins(
    _ usual: [RelayFacts.Login], owning senders: [Mailbox?], _ keys: EquivalenceKeys
  ) -> [RelayFacts.Login] {
    var logins = usual
    var names = Set(usual.map(\.name))
    for sender in senders {
      guard let sender else { continue }
      var kinds: Set<[Bool]> = []
      for owner in keys.owners(of: sender) where kinds.insert(owner.maps).inserted {
        let name = owner.name.isEmpty ? "nobody" : owner.name
        if names.insert(name).inserted { logins.append(RelayFacts.Login(name: name)) }
      }
    }
    return logins
  }
}

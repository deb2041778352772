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
    let leaves = policies.map { LeafRules($0) }
    let candidates = Candidates(policies, leaves)
    let addresses = Self.distinct(candidates.addresses) { address in
      zip(policies, leaves).map { $1.clientSignature(address, under: $0) }
    }
    let names = Self.distinct(candidates.names) { name in
      leaves.map { $0.nameSignature(name) }
    }
    let helos = Self.distinct(candidates.helos) { helo in
      zip(policies, leaves).map { $1.heloSignature(helo, under: $0) }
    }
    senders = Self.distinct(candidates.senders) { sender in
      zip(policies, leaves).map { $1.senderSignature(sender, under: $0) }
    }
    let mailboxes = Self.distinct(candidates.recipients) { recipient in
      zip(policies, leaves).map { $1.recipientSignature(recipient, under: $0) }
    }
    recipients = mailboxes.flatMap { mailbox in
      let isOurs = policies.contains { $0.destinations.accepts(mailbox) == .yes }
      let known = Recipient(mailbox: mailbox, isUnknown: false)
      return isOurs ? [known, Recipient(mailbox: mailbox, isUnknown: true)] : [known]
    }
    let states = Self.states(policies, leaves, senders: candidates.logins)
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
  private static func distinct<Value, Signature: Hashable>(
    _ values: [Value], by signature: (Value) -> Signature
  ) -> [Value] {
    var seen: Set<Signature> = []
    return values.filter { seen.insert(signature($0)).inserted }
  }

  /// Login, TLS, certificate and roaming window, as far as any rule asks for them.
  private static func states(
    _ policies: [RestrictionPolicy], _ leaves: [LeafRules], senders: [RelayFacts.Login]
  ) -> [RelayFacts.Client] {
    let rules = leaves.flatMap(\.rules)
    let blank = RelayFacts.Client(address: IPAddress(bits: 0))
    var states = [blank]
    func vary(_ change: (inout RelayFacts.Client) -> Void) {
      states += states.map { state in
        var changed = state
        change(&changed)
        return changed
      }
    }
    let asksTLS =
      rules.contains { $0.test == .rejectPlaintext }
      || policies.contains {
        $0.demandsTLS || $0.offersLogin && !$0.offersLoginInClear
      }
    if asksTLS { vary { $0.isEncrypted = true } }
    if rules.contains(where: \.asksCertificate) {
      vary {
        $0.certificate = "A certificate"
        $0.isEncrypted = true
      }
    }
    if rules.contains(where: { $0.test == .permitWindow }) {
      let span = policies.map(\.window).max() ?? .minutes(15)
      let states0 = states
      vary { $0.window = .open(sinceLogin: .zero) }
      states += states0.map { state in
        var changed = state
        changed.window = .expired(sinceLogin: span)
        return changed
      }
    }
    if policies.contains(where: \.offersLogin) {
      let mayLogInInClear = policies.contains { $0.offersLogin && $0.offersLoginInClear }
      let states0 = states.filter { $0.isEncrypted || mayLogInInClear }
      for login in senders {
        states += states0.map { state in
          var changed = state
          changed.login = login
          return changed
        }
      }
    }
    var seen: Set<RelayFacts.Client> = []
    return states.filter { seen.insert($0).inserted }
  }
}

extension Restriction {
  var asksCertificate: Bool {
    switch test {
    case .permitClientCertificate, .permitListedCertificate, .access(.certificate, _): true
    default: false
    }
  }
}

/// What a policy can be asked to keep to: which questions it is about, and the answer wanted.
public struct Property: Sendable {
  public let name: String
  /// In a sentence, as a promise.
  public let summary: String
  /// Whether the recipient must be accepted, or must not be.
  public let mustAccept: Bool
  /// What the property names and a policy may not tell apart.
  var refinement = Refinement()
  let isAbout: @Sendable (RelayFacts, Premises) -> Bool

  public static func named(_ name: String) -> Property? { all.first { $0.name == name } }

  /// Reads a property in words: `stranger and recipient is remote => refuse`.
  ///
  /// The language is described by `PropertyWords.help`.
  public static func read(_ expression: String) throws(PropertyError) -> Property {
    var parser = PropertyParser(expression)
    let (condition, mustAccept) = try parser.property()
    let text = PropertyToken.split(expression).map(\.text).joined(separator: " ")
      .replacing(" ,", with: ",").replacing("( ", with: "(").replacing(" )", with: ")")
    return Property(
      name: text, summary: text, mustAccept: mustAccept,
      refinement: Refinement(condition.facts)
    ) { condition.holds($0, under: $1) }
  }

  public static let all: [Property] = [
    Property(
      name: "no-open-relay", summary: "no stranger reaches a remote destination",
      mustAccept: false
    ) { $1.isStranger($0.client) && $1.isRemote($0.forwardPath) },
    Property(
      name: "no-spoofed-relay",
      summary: "no stranger reaches a remote destination by claiming an inside sender",
      mustAccept: false
    ) { facts, premises in
      premises.isStranger(facts.client) && premises.isRemote(facts.forwardPath)
        && facts.claims(premises.policy)
    },
    Property(
      name: "inside-can-send", summary: "a machine inside reaches remote destinations",
      mustAccept: true
    ) { facts, premises in
      let policy = premises.policy
      return policy.isInside(facts.client) == .yes && facts.isOrdinary(under: policy)
        && facts.isRemote(under: policy) && facts.client.login == nil
    },
    Property(
      name: "roamer-can-send-in-window",
      summary: "a machine that has just read mail reaches remote destinations", mustAccept: true
    ) { facts, premises in
      let policy = premises.policy
      return facts.client.window.isOpen && facts.isOrdinary(under: policy)
        && facts.isRemote(under: policy)
        && facts.client.login == nil
    },
    Property(
      name: "nobody-after-window",
      summary: "a machine whose roaming window has ended reaches no remote destination",
      mustAccept: false
    ) { facts, premises in
      guard case .expired = facts.client.window else { return false }
      return premises.isStranger(facts.client) && premises.isRemote(facts.forwardPath)
    },
    Property(
      name: "local-mail-always-accepted",
      summary: "anybody reaches an existing mailbox of ours", mustAccept: true
    ) { $0.isForMailbox(under: $1.policy) },
    Property(
      name: "null-sender-accepted",
      summary: "bounces, from the null reverse-path, reach an existing mailbox of ours",
      mustAccept: true
    ) { $0.reversePath == nil && $0.isForMailbox(under: $1.policy) },
    Property(
      name: "postmaster-reachable", summary: "anybody reaches postmaster in our domains",
      mustAccept: true
    ) { facts, premises in
      facts.isForMailbox(under: premises.policy)
        && facts.forwardPath.localPart.lowercased() == "postmaster"
    },
  ]
}

extension RelayFacts {
  /// Whether MAIL FROM is in a domain of the policy's own.
  fileprivate func claims(_ policy: RestrictionPolicy) -> Bool {
    reversePath.map { policy.destinations.isOurs($0.domain) == .yes } == true
  }

  fileprivate func isRemote(under policy: RestrictionPolicy) -> Bool {
    policy.destinations.isOurs(policy.destinations.resolve(forwardPath).domain) == .no
  }

  /// From a full sender address of ours to a full address, in no odd form.
  fileprivate func isOrdinary(under policy: RestrictionPolicy) -> Bool {
    guard let reversePath else { return false }
    return policy.destinations.isOurs(reversePath.domain) == .yes && !forwardPath.hasRoutingTricks
      && forwardPath.domain.text.contains(".") && reversePath.domain.text.contains(".")
      && (client.isEncrypted || !policy.demandsTLS) && hasGoodHello
  }

  fileprivate func isForMailbox(under policy: RestrictionPolicy) -> Bool {
    !recipientIsUnknown && !forwardPath.hasRoutingTricks && hasGoodHello
      && (client.isEncrypted || !policy.demandsTLS)
      && reversePath?.domain.text.contains(".") != false
      && policy.destinations.accepts(forwardPath) == .yes
  }

  private var hasGoodHello: Bool {
    client.helloName == nil || client.helloName == "client.example.net"
  }
}

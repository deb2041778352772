/// One attempt to make a server pass mail on: an envelope, and the mailbox it aims at.
public struct RelayProbe: Hashable, Sendable {
  /// From 1, in the order of the battery.
  public var number: Int
  /// The forms of recipient and sender: `percent at literal, from null`.
  public var name: String
  /// What stands between the brackets of MAIL FROM; empty for the null reverse-path.
  public var reversePath: String
  /// What stands between the brackets of RCPT TO.
  public var forwardPath: String
  /// Where the mail would end up if the server followed the form.
  public var destination: Mailbox

  public init(
    number: Int, name: String, reversePath: String, forwardPath: String, destination: Mailbox
  ) {
    self.number = number
    self.name = name
    self.reversePath = reversePath
    self.forwardPath = forwardPath
    self.destination = destination
  }

  public var mail: String { "MAIL FROM:<\(reversePath)>" }
  public var rcpt: String { "RCPT TO:<\(forwardPath)>" }
}

/// Every way to name a mailbox elsewhere that servers have followed by mistake, from every kind of
/// sender: source routes (RFC 5321 appendix C), the percent hack and UUCP paths (RFC 1123 §5.2.16),
/// quoted and doubled addresses, and spellings of a domain.
public struct RelayBattery: Hashable, Sendable {
  /// The server that is tried, as an outsider knows it.
  public struct Server: Hashable, Sendable {
    /// Its name, as in its greeting.
    public var host: Domain
    /// A domain it keeps mailboxes for.
    public var domain: Domain
    public var address: IPAddress

    public init(host: Domain, domain: Domain, address: IPAddress) {
      self.host = host
      self.domain = domain
      self.address = address
    }
  }

  public var server: Server
  /// The mailbox elsewhere.
  public var victim: Mailbox
  /// The host that keeps it, if that is known: it can be named by its address.
  public var victimAddress: IPAddress?

  public init(against server: Server, victim: Mailbox, at victimAddress: IPAddress? = nil) {
    self.server = server
    self.victim = victim
    self.victimAddress = victimAddress
  }

  typealias Form = (name: String, text: String)

  /// Every form of recipient with every kind of sender.
  public var probes: [RelayProbe] {
    let envelopes = recipients.flatMap { recipient in senders.map { (recipient, $0) } }
    return envelopes.enumerated().map { row, envelope in
      RelayProbe(
        number: row + 1, name: "\(envelope.0.name), from \(envelope.1.name)",
        reversePath: envelope.1.text, forwardPath: envelope.0.text, destination: victim)
    }
  }

  var senders: [Form] {
    [
      ("outside", "spamtest@example.com"),
      ("the victim's domain", "spamtest@\(victim.domain)"),
      ("null", ""),
      ("local user", "postmaster@\(server.domain)"),
      ("unknown local user", "spamtest@\(server.domain)"),
      ("the server", "spamtest@\(server.host)"),
      ("subdomain", "spamtest@sub.\(server.domain)"),
      ("domain that ends alike", "spamtest@not\(server.domain)"),
      ("unqualified", "spamtest"),
      ("the server's literal", "spamtest@\(server.address.literal)"),
      ("localhost", "spamtest@localhost"),
      ("percent", "spamtest%example.com@\(server.domain)"),
    ]
  }

  var recipients: [Form] { plain + percent + quoted + doubled + routed + bang }

  private var plain: [Form] {
    let user = victim.localPart
    let domain = victim.domain.text
    return [
      ("plain", "\(user)@\(domain)"),
      ("mixed case", "\(user)@\(Self.mixed(domain))"),
      ("trailing dot", "\(user)@\(domain)."),
      ("subdomain", "\(user)@sub.\(domain)"),
    ] + (victimAddress.map { [("literal", "\(user)@\($0.literal)")] } ?? [])
  }

  private var percent: [Form] {
    let inner = "\(victim.localPart)%\(victim.domain)"
    return [
      ("percent alone", inner),
      ("percent at domain", "\(inner)@\(server.domain)"),
      ("percent at host", "\(inner)@\(server.host)"),
      ("percent at literal", "\(inner)@\(server.address.literal)"),
      ("percent at domain, trailing dot", "\(inner)@\(server.domain)."),
      ("percent at domain, mixed case", "\(inner)@\(Self.mixed(server.domain.text))"),
      ("percent twice", "\(inner)%\(server.domain)@\(server.host)"),
    ]
  }

  private var quoted: [Form] {
    let at = "\"\(victim.localPart)@\(victim.domain)\""
    let percent = "\"\(victim.localPart)%\(victim.domain)\""
    return [
      ("quoted", at), ("quoted percent", percent),
      ("quoted at domain", "\(at)@\(server.domain)"),
      ("quoted at host", "\(at)@\(server.host)"),
      ("quoted at literal", "\(at)@\(server.address.literal)"),
      ("quoted percent at domain", "\(percent)@\(server.domain)"),
      ("quoted local part", "\"\(victim.localPart)\"@\(victim.domain)"),
    ]
  }

  private var doubled: [Form] {
    [
      ("two domains", "\(victim)@\(server.domain)"),
      ("host behind", "\(victim)@\(server.host)"),
      ("literal behind", "\(victim)@\(server.address.literal)"),
    ]
  }

  private var routed: [Form] {
    [
      ("source route by domain", "@\(server.domain):\(victim)"),
      ("source route by host", "@\(server.host):\(victim)"),
      ("source route by literal", "@\(server.address.literal):\(victim)"),
      ("two source routes", "@\(server.host),@\(server.domain):\(victim)"),
      (
        "source route and percent",
        "@\(server.host):\(victim.localPart)%\(victim.domain)@\(server.domain)"
      ),
    ]
  }

  private var bang: [Form] {
    let path = "\(victim.domain)!\(victim.localPart)"
    return [
      ("bang", path), ("bang at domain", "\(path)@\(server.domain)"),
      ("bang at host", "\(path)@\(server.host)"),
      ("bang at literal", "\(path)@\(server.address.literal)"),
      ("bang twice", "\(server.host)!\(path)"),
      ("quoted bang at domain", "\"\(path)\"@\(server.domain)"),
      ("bang and percent", "\(server.host)!\(victim.localPart)%\(victim.domain)"),
    ]
  }

  private static func mixed(_ text: String) -> String {
    String(text.enumerated().map { $0 % 2 == 0 ? Character($1.uppercased()) : $1 })
  }
}

extension RelayBattery {
  /// The sixteen envelopes nmap's `smtp-open-relay` tries, in its order.
  public var scan: [RelayProbe] {
    let literal = server.address.literal
    let host = server.host.text
    let user = victim.localPart
    let domain = victim.domain.text
    let usual = "antispam@\(literal)"
    let envelopes: [(from: String, to: String)] = [
      ("", "\(victim)"), ("antispam@\(domain)", "\(victim)"), ("antispam@\(host)", "\(victim)"),
      (usual, "\(victim)"), (usual, "\(user)%\(domain)@\(literal)"),
      (usual, "\(user)%\(domain)@\(host)"), (usual, "\"\(victim)\""),
      (usual, "\"\(user)%\(domain)\""), (usual, "\(victim)@\(literal)"),
      (usual, "\"\(victim)\"@\(literal)"), (usual, "\(victim)@\(host)"),
      (usual, "@\(literal):\(victim)"), (usual, "@\(host):\(victim)"),
      (usual, "\(domain)!\(user)"), (usual, "\(domain)!\(user)@\(literal)"),
      (usual, "\(domain)!\(user)@\(host)"),
    ]
    return envelopes.enumerated().map { row, envelope in
      RelayProbe(
        number: row + 1, name: "nmap \(row + 1)", reversePath: envelope.from,
        forwardPath: envelope.to, destination: victim)
    }
  }
}

extension RestrictionPolicy {
  /// What the policy says to one probe; nil when it is no address to this server (501).
  public func answer(to probe: RelayProbe, from client: RelayFacts.Client) -> RestrictionDecision? {
    var sender: Mailbox?
    if !probe.reversePath.isEmpty {
      guard let read = destinations.read(probe.reversePath) else { return nil }
      sender = read
    }
    return destinations.read(probe.forwardPath).map {
      decide(RelayFacts(client: client, reversePath: sender, forwardPath: $0))
    }
  }
}

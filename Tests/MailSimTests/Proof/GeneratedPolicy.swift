@testable import MailSim

/// Policies and questions made by chance, all from one small world, so that they meet often.
struct PolicyGenerator {
  private var stream: RandomStream

  init(_ name: String) {
    stream = RandomStreams(seed: 1).stream(for: name)
  }

  mutating func one<Value>(of values: [Value]) -> Value { values[stream.below(values.count)] }

  private mutating func some(_ range: ClosedRange<Int>, of values: [String]) -> [String] {
    let count = range.lowerBound + stream.below(range.count)
    return (0..<count).map { _ in one(of: values) }
  }

  // MARK: Policies

  private static let networks = [
    "10.0.0.0/8", "192.0.2.0/24", "192.0.2.64/26", "198.51.100.0/25", "198.51.100.7/32",
    "203.0.113.0/24", "203.0.113.128/25", "0.0.0.0/0", "2001:db8::/32", "2001:db8:7::/48", "::/0",
  ]
  private static let addressKeys = [
    "192.0.2", "198.51", "203.0.113.9", "198.51.100.7", "2001:db8:7", "2001:db8:0", "10",
    "example.net", "host.example.net", "example.org", "unknown", "net",
  ]
  private static let heloKeys = ["example.net", "client.example.net", "org", "[203.0.113.9]"]
  private static let mailboxKeys = [
    "example.net", "sub.example.org", "example.org", "org", "cs.ait.ac.th", "bob@", "alice@",
    "bob@example.net", "bob+x@example.net", "alice@cs.ait.ac.th", "postmaster@", "partner.example",
    "user@partner.example",
  ]
  private static let ownerKeys =
    mailboxKeys + ["@example.net", "@cs.ait.ac.th", "@sub.example.org", "carol", "bob", "bob+x"]
  private static let values = [
    "OK", "OK", "REJECT", "REJECT no more", "DUNNO", "450 4.7.9 later", "550 gone",
    "permit_mynetworks", "permit_sasl_authenticated, reject", "DEFER_IF_PERMIT", "friends",
  ]
  private static let logins = ["alice", "bob", "carol", "alice bob", "dave, carol"]

  /// A main.cf, as `postconf -n` prints it.
  mutating func configuration(withPatterns: Bool = false) -> String {
    var lines = [
      "compatibility_level = 3.6", "myhostname = mail.cs.ait.ac.th",
      "mydestination = \(one(of: ["cs.ait.ac.th", "cs.ait.ac.th, $myhostname", "example.org"]))",
      "relay_domains = \(one(of: ["", "example.org", "partner.example, example.org"]))",
      "mynetworks = \(some(0...3, of: Self.networks).joined(separator: " "))",
      "inet_interfaces = \(one(of: ["192.0.2.25", "loopback-only"]))",
      "parent_domain_matches_subdomains = \(one(of: ["", "relay_domains", "mydestination"]))",
      "allow_percent_hack = \(one(of: ["yes", "no"]))", "swap_bangpath = \(one(of: ["yes", "no"]))",
      "smtpd_sasl_auth_enable = \(one(of: ["yes", "yes", "no"]))",
      "smtpd_tls_auth_only = \(one(of: ["yes", "no"]))",
      "smtpd_tls_security_level = \(one(of: ["may", "may", "encrypt"]))",
      "smtpd_restriction_classes = friends",
      "friends = \(one(of: ["permit_sasl_authenticated", "permit_mynetworks, reject", "permit"]))",
    ]
    if stream.chance(0.3) {
      lines.append("smtpd_sender_login_maps = \(keyed(Self.ownerKeys, Self.logins))")
    }
    let stages = some(1...2, of: ["client", "helo", "sender", "recipient"])
    for stage in stages { lines.append("smtpd_\(stage)_restrictions = \(list(2, withPatterns))") }
    lines.append("smtpd_relay_restrictions = \(list(3, withPatterns)), reject_unauth_destination")
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func list(_ most: Int, _ withPatterns: Bool) -> String {
    (0...stream.below(most)).map { _ in word(withPatterns) }.joined(separator: ", ")
  }

  private mutating func word(_ withPatterns: Bool) -> String {
    switch stream.below(withPatterns ? 11 : 10) {
    case 0: "check_client_access \(cidr())"
    case 1: "check_client_access \(keyed(Self.addressKeys, Self.values))"
    case 2: "check_helo_access \(keyed(Self.heloKeys, Self.values))"
    case 3: "check_sender_access \(keyed(Self.mailboxKeys + ["<>"], Self.values))"
    case 4: "check_recipient_access \(keyed(Self.mailboxKeys, Self.values))"
    case 5: "check_helo_access \(cidr())"
    case 10:
      "check_recipient_access pcre:{{/\(one(of: ["^bob@", "\\.org$", "x"]))/ \(one(of: ["OK", "REJECT"]))}}"
    default:
      one(of: [
        "permit_mynetworks", "permit_sasl_authenticated", "reject_non_fqdn_sender",
        "reject_non_fqdn_recipient", "reject_invalid_helo_hostname", "friends",
        "reject_authenticated_sender_login_mismatch", "reject_sender_login_mismatch",
        "permit_auth_destination", "reject_plaintext_session", "permit_tls_all_clientcerts",
        "reject_unlisted_recipient", "warn_if_reject reject_non_fqdn_helo_hostname",
      ])
    }
  }

  private mutating func cidr() -> String {
    let rows = some(1...4, of: Self.networks).map { "{\($0) \(one(of: Self.values))}" }
    return "cidr:{\(rows.joined(separator: " "))}"
  }

  private mutating func keyed(_ keys: [String], _ values: [String]) -> String {
    let rows = some(1...4, of: keys).map { "{\($0)=\(one(of: values))}" }
    return "inline:{\(rows.joined(separator: " "))}"
  }

  // MARK: Questions

  /// A question a server with this policy can be asked.
  mutating func facts(under policy: RestrictionPolicy) -> RelayFacts {
    var client = RelayFacts.Client(address: address())
    client.helloName = one(of: [
      "client.example.net", "example.net", "a.b.org", "x", "bad_!name", "[203.0.113.9]",
      "[198.51.100.99]", "[IPv6:2001:db8:7::1]", "host.example.com",
    ])
    client.name = one(of: [
      nil, nil, "host.example.net", "example.net", "a.example.org", "mx.example.com",
    ])
    client.isEncrypted = stream.chance(0.5)
    if client.isEncrypted, stream.chance(0.3) { client.certificate = "another certificate" }
    let mayLogIn = policy.offersLogin && (client.isEncrypted || policy.offersLoginInClear)
    if mayLogIn, stream.chance(0.5) {
      client.login = .init(name: one(of: ["alice", "bob", "carol", "dave", "erin"]))
    }
    let age = Delay.minutes(Int64(stream.below(30)))
    switch stream.below(4) {
    case 0: client.window = age < policy.window ? .open(sinceLogin: age) : .expired(sinceLogin: age)
    default: break
    }
    var facts = RelayFacts(
      client: client, reversePath: stream.chance(0.1) ? nil : mailbox(), forwardPath: mailbox())
    let isOurs = policy.destinations.accepts(facts.forwardPath) == .yes
    facts.recipientIsUnknown = isOurs && stream.chance(0.3)
    return facts
  }

  private mutating func address() -> IPAddress {
    let network = IPNetwork(one(of: Self.networks))!
    let near = [network.base, network.last, network.address(at: 9) ?? network.base]
    switch stream.below(3) {
    case 0: return one(of: near)
    case 1: return IPAddress(v4: UInt32(truncatingIfNeeded: stream.next()))
    default:
      let mask = network.last.bits ^ network.base.bits
      let random = UInt128(stream.next()) << 64 | UInt128(stream.next())
      return IPAddress(bits: network.base.bits | random & mask)
    }
  }

  private mutating func mailbox() -> Mailbox {
    let domains = [
      "example.net", "example.org", "sub.example.org", "cs.ait.ac.th", "mail.cs.ait.ac.th",
      "partner.example", "x.partner.example", "elsewhere.example", "unqualified", "[192.0.2.25]",
      "[203.0.113.77]", "com",
    ]
    let end = one(of: domains)
    let local = one(of: [
      "bob", "alice", "bob+x", "bob+y", "postmaster", "user", "carol", "Bob", "user%\(end)",
      "\(end)!user", "user@\(end)", "a%b%\(end)", "bob%\(end)",
    ])
    return Mailbox(
      localPart: local, domain: Domain(one(of: domains))!, wasQuoted: local.contains("@"))
  }
}

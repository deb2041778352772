@testable import MailSim

/// A random configuration: one main.cf with tables, and services whose lists differ.
struct GeneratedServer {
  var main: String
  var files: [String: String] = [:]
  var indexed: [String] = []
  var services: [[String]] = []
  /// Who has a mailbox; nil when the server keeps no list.
  var users: Set<String>?
  /// Whether clients may name people without a domain; then nothing asks for a full domain, since
  /// the server asks that of the address as typed and the model of the completed one.
  var namesPeopleBare = true

  private var stream: RandomStream
  private(set) var words: [String: Int] = [:]
  private(set) var kinds: [String: Int] = [:]
  private var delays = true

  static let tableKinds = [
    "hash", "btree", "texthash", "cidr", "regexp", "static", "inline", "unionmap", "pipemap",
    "randmap",
  ]

  /// Words that ask the DNS or the server's tables and interfaces: open in the model, and a real
  /// server would ask outside. The two old spellings stopped working before 3.7.
  static let notAsked: Set<String> = [
    "permit_inet_interfaces", "permit_mx_backup", "permit_naked_ip_address",
    "reject_unknown_client_hostname", "reject_unknown_client",
    "reject_unknown_reverse_client_hostname", "reject_unknown_forward_client_hostname",
    "reject_unknown_helo_hostname", "reject_unknown_hostname", "reject_unknown_sender_domain",
    "reject_unknown_address", "reject_unknown_recipient_domain", "reject_unverified_sender",
    "reject_unverified_recipient", "reject_unlisted_sender", "reject_multi_recipient_bounce",
    "check_relay_domains", "check_recipient_maps",
  ]

  init(_ stream: RandomStream, services count: Int) {
    self.stream = stream
    main = ""
    namesPeopleBare = self.stream.chance(0.5)
    main = parameters()
    for _ in 0..<count { services.append(service()) }
  }

  private mutating func pick<T>(_ items: [T]) -> T { items[stream.below(items.count)] }
  private mutating func yes(_ chance: Double) -> String { stream.chance(chance) ? "yes" : "no" }

  /// A service as a reader needs it to judge an answer: its lists, their tables, the domains.
  func words(of service: [String]) -> String {
    let text = service.joined(separator: "\n    ")
    let tables = files.keys.sorted().filter { name in
      text.contains("/\(name) ") || text.contains("/\(name)}") || text.contains("/\(name),")
    }
    return ([text] + tables.map { "\($0): \(files[$0, default: ""].debugDescription)" } + [main])
      .joined(separator: "\n    ")
  }

  // MARK: main.cf

  private mutating func parameters() -> String {
    files["users"] = "alice x\nbob x\npostmaster x\nfirst.last x\n"
    files["owners"] = "alice@cs.ait.ac.th alice\nbob@cs.ait.ac.th bob, alice\n@example.org carol\n"
    files["certs"] = "00:11 x\n"
    let hasUsers = stream.chance(0.5)
    users = hasUsers ? ["alice", "bob", "postmaster", "first.last"] : nil
    files["relayed"] = "partner.example x\n"
    let relay = pick(["", "partner.example", "texthash:$DIR/relayed", "inline:{partner.example=x}"])
    return """
      compatibility_level = 3.6
      myhostname = mail.cs.ait.ac.th
      myorigin = \(pick(["$mydomain", "$myhostname"]))
      mydestination = $mydomain, ${myhostname},
        \(pick(["localhost", "!sub.cs.ait.ac.th, .cs.ait.ac.th", "lab.cs.ait.ac.th"]))
      virtual_mailbox_domains = \(pick(["", "virt.example"]))
      relay_domains = \(relay)
      mynetworks = 192.0.2.0/24 [2001:db8:ca::]/48
      proxy_interfaces = 192.0.2.25, 2001:db8:ca::25
      local_recipient_maps = \(hasUsers ? "texthash:$DIR/users" : "")
      allow_percent_hack = \(yes(0.7))
      swap_bangpath = \(yes(0.7))
      allow_untrusted_routing = \(yes(0.2))
      smtpd_sender_login_maps = \(pick(["", "texthash:$DIR/owners"]))
      recipient_delimiter = +
      relay_clientcerts = texthash:$DIR/certs
      smtpd_restriction_classes = strict, gentle, insiders
      strict = reject
      gentle = check_sender_access inline:{{spam.example=REJECT no}, {list@=OK}}, permit_mynetworks
      insiders = permit_mynetworks, reject_unauth_destination

      """
  }

  // MARK: Services

  private mutating func service() -> [String] {
    delays = stream.chance(0.8)
    var options = [
      "smtpd_delay_reject=\(delays ? "yes" : "no")",
      "smtpd_sasl_auth_enable=\(yes(0.7))", "soft_bounce=\(yes(0.1))",
      "smtpd_reject_unlisted_recipient=\(yes(0.8))",
    ]
    for stage in RestrictionStage.allCases {
      options.append("{ \(stage.parameter) = \(list(stage)) }")
    }
    return options
  }

  private mutating func list(_ stage: RestrictionStage) -> String {
    var rules: [String] = []
    // The harness speaks from here before it says where it comes from.
    if stage == .client, !delays { rules.append("check_client_access inline:{127.0.0.1=OK}") }
    let most = stage == .data ? 2 : 4
    for _ in 0..<stream.below(most) { rules.append(restriction(stage)) }
    if stage == .relay {
      rules.append(
        pick(["reject_unauth_destination", "defer_unauth_destination", "reject", "defer"]))
      note(rules[rules.count - 1])
    }
    return rules.joined(separator: pick([", ", " "]))
  }

  private mutating func note(_ word: String) { words[word, default: 0] += 1 }

  /// The subjects whose facts are known at the stage, with refusals not delayed.
  private func subjects(_ stage: RestrictionStage) -> [AccessSubject] {
    switch stage {
    case .client: delays ? [.client, .client, .helo, .sender, .recipient] : [.client]
    case .helo: delays ? [.helo, .client, .sender, .recipient] : [.client, .helo]
    case .sender: delays ? [.sender, .sender, .recipient, .client] : [.sender, .client, .helo]
    case .relay, .recipient: [.recipient, .sender, .client, .helo, .certificate]
    case .data: [.sender, .client, .helo]
    }
  }

  private mutating func restriction(_ stage: RestrictionStage) -> String {
    let word = anyRestriction(stage)
    let asksForDomain =
      word.contains("reject_non_fqdn_sender") || word.contains("reject_non_fqdn_recipient")
    return asksForDomain && namesPeopleBare ? "permit_mynetworks" : word
  }

  private mutating func anyRestriction(_ stage: RestrictionStage) -> String {
    if stream.chance(0.5) {
      let subject = pick(subjects(stage))
      note(subject.restriction)
      return "\(subject.restriction) \(table(subject, stage))"
    }
    var plain = ["permit_mynetworks", "permit_sasl_authenticated", "permit_tls_all_clientcerts"]
    plain += ["permit_tls_clientcerts", "reject_unauth_pipelining"]
    if stream.chance(0.3) {
      plain += stage == .relay ? [] : ["permit"]
      plain += ["reject", "defer", "strict", "reject_plaintext_session"]
    }
    if delays || stage == .helo { plain += Self.helo }
    if delays || stage == .sender { plain += Self.sender }
    let knowsRecipient = stage == .relay || stage == .recipient || delays && stage != .data
    if knowsRecipient { plain += Self.recipient + ["gentle", "insiders"] }
    if knowsRecipient, stream.chance(0.2) { plain += ["defer_if_permit", "defer_if_reject"] }
    let word = pick(plain)
    note(word)
    guard stream.chance(0.08) else { return word }
    note("warn_if_reject")
    return "warn_if_reject \(word)"
  }

  private static let helo = [
    "reject_invalid_helo_hostname", "reject_non_fqdn_helo_hostname", "reject_invalid_hostname",
    "reject_non_fqdn_hostname",
  ]
  private static let sender = [
    "reject_non_fqdn_sender", "reject_sender_login_mismatch",
    "reject_authenticated_sender_login_mismatch", "reject_unauthenticated_sender_login_mismatch",
    "reject_known_sender_login_mismatch",
  ]
  private static let recipient = [
    "reject_unauth_destination", "permit_auth_destination", "reject_non_fqdn_recipient",
    "reject_unlisted_recipient", "defer_unauth_destination",
  ]

  // MARK: Tables

  private static let keys: [AccessSubject: [String]] = [
    .client: [
      "198.51.100.9", "198.51.100", "203.0", "192.0.2.10", "2001:db8:bad", "2001:db8:ca::9",
      "bad.example", "example.org", "client.example.org", "unknown",
    ],
    .helo: ["bad.example", "client.example.org", "pc", "example", "spam.example", "192.0.2"],
    .sender: [
      "spam.example", "list@", "alice@cs.ait.ac.th", "<>", "a+b@ok.example", "a@ok.example",
      "example.org", "alice@", "cs.ait.ac.th",
    ],
    .recipient: [
      "bob@cs.ait.ac.th", "postmaster@", "example.net", "cs.ait.ac.th", "user@example.net",
      "partner.example", "first.last@cs.ait.ac.th", "bob@",
    ],
    .certificate: ["00:11"],
  ]

  private mutating func value(_ stage: RestrictionStage) -> String {
    var values = [
      "OK", "ok", "DUNNO", "REJECT", "REJECT go away", "450 4.7.9 wait", "554 5.7.7 no", "DEFER",
      "42",
      "permit_mynetworks", "strict", "RELAY", "550 gone",
    ]
    if stage != .data, delays || stage == .recipient || stage == .relay {
      values += [
        "DEFER_IF_PERMIT later", "DEFER_IF_REJECT", "reject_unauth_destination", "insiders",
      ]
    }
    return pick(values)
  }

  private mutating func table(_ subject: AccessSubject, _ stage: RestrictionStage) -> String {
    let kinds = Self.tableKinds.filter { $0 != "cidr" || subject == .client }
    let kind = pick(kinds)
    self.kinds[kind, default: 0] += 1
    return table(kind, subject, stage)
  }

  private mutating func rows(_ subject: AccessSubject, _ stage: RestrictionStage) -> [(
    String, String
  )] {
    let keys = Self.keys[subject] ?? []
    return (0..<(1 + stream.below(3))).map { _ in (pick(keys), value(stage)) }
  }

  private mutating func table(
    _ kind: String, _ subject: AccessSubject, _ stage: RestrictionStage
  ) -> String {
    let name = "t\(files.count)"
    switch kind {
    case "hash", "btree", "texthash":
      // Of two equal keys the kinds keep different ones; a table has each once.
      var seen: Set<String> = []
      let rows = rows(subject, stage).filter { seen.insert($0.0).inserted }
      files[name] = rows.map { "\($0)\t\($1)\n" }.joined()
      if kind != "texthash" { indexed.append("\(kind):\(name)") }
    case "cidr":
      let nets = [
        "203.0.114.8/29", "203.0.0.0/16", "198.51.100.9", "2001:db8:bad::/48", "192.0.2.0/25",
      ]
      var text = "\(pick(nets)) \(value(stage))\n"
      if stream.chance(0.5) {
        text += "if 198.51.100.0/24\n!198.51.100.128/25 \(value(stage))\nendif\n"
      }
      if stream.chance(0.3) { text += "!\(pick(nets)) \(value(stage))\n" }
      files[name] = text
    case "regexp":
      let patterns = [
        "/^alice/", "/example\\.(org|net)$/", "/^[0-9.]+$/", "/SPAM/", "!/\\./", "/bob@/i",
      ]
      files[name] = "\(pick(patterns)) \(value(stage))\n\(pick(patterns)) \(value(stage))\n"
    case "static": return "static:{\(value(stage))}"
    case "randmap": return "randmap:{\(value(stage).prefix { $0 != " " })}"
    case "inline":
      var seen: Set<String> = []
      let rows = rows(subject, stage).filter { seen.insert($0.0).inserted }
      return "inline:{\(rows.map { "{\($0) = \($1)}" }.joined(separator: ", "))}"
    case "unionmap":
      let one = table("texthash", subject, stage)
      return "unionmap:{\(one)}"
    default:
      let keys = Self.keys[subject] ?? []
      files[name] = "\(pick(keys))\tx\n\(pick(keys))y\tx\n"
      return "pipemap:{texthash:$DIR/\(name), inline:{{x = \(value(stage))}}}"
    }
    return "\(kind):$DIR/\(name)"
  }
}

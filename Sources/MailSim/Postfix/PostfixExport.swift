/// A policy as the files of a Postfix configuration that decides alike (Postfix 3.7).
///
/// What a server cannot be told, or must be told by its administrator, stands in `notes`.
public struct PostfixExport: Sendable {
  /// The files by their names, `main.cf` first.
  public private(set) var files: [(name: String, text: String)] = []
  /// What was left out or has to be completed, each with the reason.
  public private(set) var notes: [String] = []

  private let policy: RestrictionPolicy
  private var tables = ExportedTables()
  private var classes: [(name: String, words: String)] = []
  private var loginMaps: String?
  /// Parameters that name a table of a restriction's.
  private var tableParameters: [String: String] = [:]

  /// - Parameter host: the server's own name, `myhostname`.
  public init(_ policy: RestrictionPolicy, host: Domain) {
    self.policy = policy
    if policy.standsStill {
      notes.append("the policy has no rule against relaying: such a server refuses to run")
    }
    var lists: [String] = []
    for stage in RestrictionStage.allCases {
      lists.append("\(stage.parameter) =\(words(of: stage))")
    }
    // Values of tables may name classes that no list does.
    for value in policy.words.keys.sorted() { _ = words(policy.words[value] ?? []) }
    let lines = head(host) + switches + lists + tail
    notes += tables.notes
    let main = Self.banner(policy.name, notes) + lines.joined(separator: "\n") + "\n"
    files = [("main.cf", main), ("master.cf", Self.services)] + tables.files
  }

  // MARK: main.cf

  private static func banner(_ name: String, _ notes: [String]) -> String {
    var lines = ["# The relay policy \(name), written by mailsim export postfix."]
    for note in notes { lines.append("# Note: \(note).") }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func head(_ host: Domain) -> [String] {
    let destinations = policy.destinations
    let inherited = destinations.relay.includesSubdomains ? "relay_domains, " : ""
    let own = destinations.ownAddresses.sorted().map(\.description)
    return [
      "compatibility_level = 3.6", "myhostname = \(host)",
      "myorigin = \(destinations.origin ?? host)",
      "mydestination = \(names(destinations.local))",
      "virtual_mailbox_domains = \(names(destinations.virtual))",
      "relay_domains = \(names(destinations.relay))",
      "parent_domain_matches_subdomains = \(inherited)smtpd_access_maps",
      "proxy_interfaces = \(own.joined(separator: ", "))",
      "mynetworks = \(networks)",
      "allow_percent_hack = \(yes(destinations.undoesPercentHack))",
      "swap_bangpath = \(yes(destinations.undoesBangPath))",
      "resolve_dequoted_address = \(yes(destinations.undoesQuotedAddress))",
      "allow_untrusted_routing = \(yes(destinations.trustsRouting))",
    ]
  }

  private var switches: [String] {
    var lines = [
      "smtpd_delay_reject = \(yes(policy.delaysRefusals))",
      "smtpd_reject_unlisted_recipient = \(yes(policy.reportsUnlistedRecipients))",
      "relay_domains_reject_code = \(policy.relayRefusal.code)",
      "soft_bounce = \(yes(policy.softensRefusals))",
    ]
    if asksForLogin {
      lines += [
        "# Logins are checked by Dovecot at its usual socket.", "smtpd_sasl_auth_enable = yes",
        "smtpd_sasl_type = dovecot", "smtpd_sasl_path = private/auth",
        "smtpd_tls_auth_only = \(yes(!policy.offersLoginInClear))",
      ]
    }
    if policy.demandsTLS { lines.append("smtpd_tls_security_level = encrypt") }
    return lines
  }

  private var tail: [String] {
    var lines: [String] = []
    var parameters = tableParameters
    if let loginMaps { parameters["smtpd_sender_login_maps"] = loginMaps }
    lines += parameters.sorted { $0.key > $1.key }.map { "\($0.key) = \($0.value)" }
    if !classes.isEmpty {
      lines.append("smtpd_restriction_classes = \(classes.map(\.name).joined(separator: ", "))")
      lines += classes.map { "\($0.name) =\($0.words)" }
    }
    return lines
  }

  private func yes(_ value: Bool) -> String { value ? "yes" : "no" }

  private mutating func names(_ list: MatchList) -> String {
    var words: [String] = []
    for element in list.elements {
      let word =
        switch element.item {
        case .name(let name): name
        case .table(let table): tables.reference(table)
        }
      words.append((element.isNegated ? "!" : "") + word)
    }
    return words.joined(separator: ", ")
  }

  private var networks: String {
    mutating get {
      var words: [String] = []
      for element in policy.inside.elements {
        let word =
          switch element.item {
          case .network(let block):
            block.isV4 ? "\(block)" : "[\(block.base)]/\(block.prefixLength)"
          case .name(let name), .broken(let name): name
          case .table(let table): tables.reference(table)
          }
        words.append((element.isNegated ? "!" : "") + word)
      }
      return words.joined(separator: ", ")
    }
  }

  private var asksForLogin: Bool {
    policy.offersLogin
      && policy.restrictions.flatMap(\.withInner).contains { $0.kind.parts.contains(.login) }
  }

  // MARK: Restrictions

  private mutating func words(of stage: RestrictionStage) -> String {
    let list = policy.lists[stage] ?? []
    guard stage == .relay, !policy.standsStill, !policy.hasRelayControl else { return words(list) }
    // smtpd insists on a word against relaying that no `permit` stands before; behind a table that
    // takes everybody it is never reached.
    return words(list.prefix { $0.kind != .permit })
      + "\n    check_client_access static:{OK}\n    reject_unauth_destination"
  }

  private mutating func words(_ list: some Sequence<Restriction>) -> String {
    var text = ""
    for rule in list { text += "\n    " + word(rule) }
    return text
  }

  private mutating func word(_ rule: Restriction) -> String {
    if rule.kind == .list { return restrictionClass(rule.name, rule.inner) }
    if let source = rule.kind.outside {
      notes.append(
        "\(rule.name) asks \(source.isEmpty ? "outside" : source), which the server must find by itself"
      )
    }
    switch rule.kind.export {
    case .made(let word, .window): return "\(word) \(tables.window())"
    case .made(let word, .ownSenders): return "\(word) \(tables.ownSenders(policy))"
    case .made(_, .suffixes):
      let table = tables.suffixes(policy)
      return "check_recipient_access \(table)\n    check_sender_access \(table)"
    case .ownLogins(let word):
      loginMaps = tables.ownLogins(policy)
      return word
    case .word: break
    }
    switch rule.kind.argument {
    case .none: return rule.kind.word.trimmingWhitespace == "none" ? rule.name : rule.kind.word
    case .word: return rule.name
    case .restriction: return "\(rule.kind.word) \(words(rule.inner).trimmingWhitespace)"
    case .table:
      return "\(rule.kind.word) \(rule.table.map { tables.reference($0) } ?? "static:{}")"
    case .parameter(let parameter):
      if let table = rule.table { tableParameters[parameter] = tables.reference(table) }
      return rule.kind.word
    }
  }

  private mutating func restrictionClass(_ name: String, _ inner: [Restriction]) -> String {
    let name = name.replacing(" ", with: "_")
    if !classes.contains(where: { $0.name == name }) {
      // In the list before its words are known, so that a class inside a class ends.
      classes.append((name, ""))
      let inside = words(inner)
      if let row = classes.firstIndex(where: { $0.name == name }) { classes[row].words = inside }
    }
    return name
  }

  private static let services = """
    smtp      inet  n       -       n       -       -       smtpd
    pickup    unix  n       -       n       60      1       pickup
    cleanup   unix  n       -       n       -       0       cleanup
    qmgr      unix  n       -       n       300     1       qmgr
    tlsmgr    unix  -       -       n       1000?   1       tlsmgr
    rewrite   unix  -       -       n       -       -       trivial-rewrite
    bounce    unix  -       -       n       -       0       bounce
    defer     unix  -       -       n       -       0       bounce
    trace     unix  -       -       n       -       0       bounce
    verify    unix  -       -       n       -       1       verify
    flush     unix  n       -       n       1000?   0       flush
    proxymap  unix  -       -       n       -       -       proxymap
    proxywrite unix -       -       n       -       1       proxymap
    smtp      unix  -       -       n       -       -       smtp
    relay     unix  -       -       n       -       -       smtp
    showq     unix  n       -       n       -       -       showq
    error     unix  -       -       n       -       -       error
    retry     unix  -       -       n       -       -       error
    discard   unix  -       -       n       -       -       discard
    local     unix  -       n       n       -       -       local
    virtual   unix  -       n       n       -       -       virtual
    anvil     unix  -       -       n       -       1       anvil
    scache    unix  -       -       n       -       1       scache
    postlog   unix-dgram n  -       n       -       1       postlogd

    """
}

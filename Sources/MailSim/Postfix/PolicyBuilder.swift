/// Makes a policy of the parameters of one service.
struct PolicyBuilder {
  private let parameters: MainParameters
  private var tables: TableReader
  private(set) var errors: [ConfigurationError] = []
  /// Whether words no Postfix knows are understood: in policies written in a scenario.
  var knowsOurWords = false
  /// Restriction classes being read, so that one that names itself ends.
  private var open: [String] = []
  /// Whether a list does not come to an end: whether it refuses relaying is then not known.
  private var hasEndlessList = false
  /// What `smtpd_restriction_classes` names.
  private lazy var classNames = Set(words("smtpd_restriction_classes").map(\.text))
  /// Classes of classes double with every level: how many restrictions they may still come to.
  private var classRestrictionsLeft = 10_000
  private var isTold = false
  /// Restrictions that stand in tables of restrictions nest no deeper than smtpd(8) asks them.
  private static let deepest = RestrictionWalk.deepest

  init(
    _ parameters: MainParameters, directory: String, reach: ConfigurationReach = .machine,
    shown: String = ""
  ) {
    self.parameters = parameters
    tables = TableReader(directory: directory, reach: reach, shown: shown)
  }

  /// Makes tables known that stand in no file.
  mutating func declare(_ lines: [String: [(text: String, position: ConfigurationPosition)]]) {
    tables.declared = lines.mapValues { $0.map { LogicalLine(parts: [$0]) } }
  }

  mutating func policy(named name: String) -> RestrictionPolicy {
    var policy = RestrictionPolicy(name: name)
    policy.destinations = destinations()
    (policy.networks, policy.networkTables) = networks()
    for stage in RestrictionStage.allCases {
      policy.lists[stage] = restrictions(stage)
    }
    policy.words = tableWords(policy.restrictions)
    let level = text("smtpd_tls_security_level")
    policy.offersLogin = isYes("smtpd_sasl_auth_enable")
    policy.offersLoginInClear = !isYes("smtpd_tls_auth_only")
    policy.demandsTLS =
      level == "encrypt" || level.isEmpty && isYes("smtpd_enforce_tls")
      || isYes("smtpd_tls_wrappermode")
    policy.reportsUnlistedRecipients = isYes("smtpd_reject_unlisted_recipient")
    policy.delaysRefusals = isYes("smtpd_delay_reject")
    if let code = UInt16(text("relay_domains_reject_code")), (400...599).contains(code) {
      policy.relayRefusal = Reply(
        code, EnhancedStatus(code < 500 ? 4 : 5, 7, 1), .relayAccessDenied)
    }
    policy.softensRefusals = isYes("soft_bounce")
    policy.standsStill = !hasEndlessList && !policy.hasRelayControl
    if policy.standsStill {
      errors.append(
        ConfigurationError(
          "neither smtpd_relay_restrictions nor smtpd_recipient_restrictions refuses relaying: "
            + "smtpd stops at every connection and nobody can send", at: nil))
    }
    errors += tables.errors + endlessParameters
    return policy
  }

  /// Parameters that name themselves, or double and double again: they are cut, and said to be.
  private var endlessParameters: [ConfigurationError] {
    var errors: [ConfigurationError] = []
    var work = ParameterExpansion.Work(parts: 1_000_000, octets: 400_000_000)
    for name in parameters.names {
      guard let value = parameters.values[name], value.text.contains("$") else { continue }
      if work.isSpent || errors.count == 20 {
        errors.append(
          ConfigurationError(
            "whether the values from '\(name)' on come to an end has not been found out",
            at: value.position))
        break
      }
      if expansion.ends(value.text, within: &work) { continue }
      errors.append(
        ConfigurationError(
          "the value of '\(name)' does not come to an end; the rest of it is left out",
          at: value.position))
    }
    return errors
  }

  // MARK: Parameters

  /// A parameter's value with everything filled in.
  func text(_ name: String) -> String {
    expansion.expand(raw(name) ?? "").trimmingWhitespace
  }

  private var expansion: ParameterExpansion { ParameterExpansion { raw($0) } }

  private func raw(_ name: String) -> String? {
    if let value = parameters.values[name] { return value.text }
    if name == "mydomain" { return defaultDomain }
    return PostfixDefaults.values[name]
  }

  /// `mydomain` is the host's name without its first label.
  private var defaultDomain: String {
    let host = parameters.values["myhostname"]?.text ?? PostfixDefaults.values["myhostname"] ?? ""
    return host.split(separator: ".", maxSplits: 1).dropFirst().first.map(String.init) ?? host
  }

  private func isYes(_ name: String) -> Bool { text(name).lowercased() == "yes" }

  /// The words of a list with the lines they stand on; `$name` alone leads to that name's lines.
  private func words(_ name: String) -> [ConfigurationWords.Word] {
    var work = ParameterExpansion.Work()
    return words(name, depth: 0, &work)
  }

  private func words(
    _ name: String, depth: Int, _ work: inout ParameterExpansion.Work
  ) -> [ConfigurationWords.Word] {
    let position = ConfigurationPosition(file: "default of \(name)", line: 0)
    let lines = parameters.values[name]?.lines ?? [(text: raw(name) ?? "", position: position)]
    return ConfigurationWords.split(lines, commas: true).flatMap { word in
      guard word.text.contains("$") else { return [word] }
      // What is cut here is told with the parameters that do not come to an end.
      let inner = String(word.text.dropFirst())
      guard let value = parameters.values[inner], depth < 20 else {
        return ConfigurationWords.split(
          [(expansion.expand(word.text, within: &work), word.position)], commas: true)
      }
      work.spend(on: value.text[...])
      return work.isSpent ? [] : words(inner, depth: depth + 1, &work)
    }
  }

  // MARK: Domains and networks

  private mutating func destinations() -> RestrictionPolicy.Destinations {
    var destinations = RestrictionPolicy.Destinations()
    let local = domains("mydestination")
    destinations.local = local
    var virtual = domains("virtual_alias_domains")
    virtual.elements += domains("virtual_mailbox_domains").elements
    destinations.virtual = virtual
    destinations.relay = domains("relay_domains")
    destinations.ownAddresses = Set(ownAddresses())
    destinations.undoesQuotedAddress = isYes("resolve_dequoted_address")
    destinations.origin = Domain(text("myorigin"))
    destinations.undoesPercentHack = isYes("allow_percent_hack")
    destinations.undoesBangPath = isYes("swap_bangpath")
    destinations.trustsRouting = isYes("allow_untrusted_routing")
    return destinations
  }

  private mutating func domains(_ name: String) -> MatchList {
    let inherits = text("parent_domain_matches_subdomains").contains(name)
    var elements: [MatchList.Element] = []
    for word in words(name) {
      let isNegated = word.text.hasPrefix("!")
      let item = String(word.text.drop { $0 == "!" })
      for entry in entries(item, at: word.position) {
        elements.append(MatchList.Element(entry, isNegated: isNegated))
      }
    }
    // Only this one knows `.example.org`; in the others it is a name that nobody has.
    if name != "relay_domains" { elements.removeAll(where: \.isSubdomainPattern) }
    return MatchList(elements, includesSubdomains: inherits)
  }

  /// A name, a table, or the lines of a file.
  private mutating func entries(_ item: String, at position: ConfigurationPosition) -> [MatchList
    .Item]
  {
    if item.hasPrefix("/") {
      let table = tables.table("texthash:\(item)", at: position)
      guard case .keyed = table.content else { return [.table(table)] }
      return lines(of: item).map { .name($0) }
    }
    if item.contains(":"), !item.hasPrefix("[") {
      return [.table(tables.table(item, at: position))]
    }
    return [.name(item)]
  }

  /// The first words of a file's lines, wherever the file is found.
  private mutating func lines(of path: String) -> [String] {
    guard let (text, file) = tables.found(path) else { return [] }
    return LogicalLine.split(text, file: file).flatMap(\.words).map {
      String($0.text.drop { $0 == "," })
    }
  }

  private func ownAddresses() -> [IPAddress] {
    let named = (words("inet_interfaces") + words("proxy_interfaces")).compactMap {
      IPAddress($0.text.withoutBrackets)
    }
    return named + ["127.0.0.1", "::1"].compactMap { IPAddress($0) }
  }

  private mutating func networks() -> ([IPNetwork], [LookupTable]) {
    guard parameters.values["mynetworks"] != nil else { return (defaultNetworks(), []) }
    var networks: [IPNetwork] = []
    var found: [LookupTable] = []
    for word in words("mynetworks") {
      let text = word.text
      if let network = Self.network(text) {
        networks.append(network)
      } else if text.hasPrefix("/") {
        networks += lines(of: text).compactMap(Self.network)
        if lines(of: text).isEmpty {
          found.append(tables.table("texthash:\(text)", at: word.position))
        }
      } else if text.contains(":"), !text.hasPrefix("["), !text.hasPrefix("!") {
        found.append(tables.table(text, at: word.position))
      } else {
        errors.append(
          ConfigurationError("mynetworks: '\(text)' is not understood", at: word.position))
        found.append(LookupTable(name: "mynetworks (\(text))", content: .unknown("not understood")))
      }
    }
    return (networks, found)
  }

  /// Without `mynetworks` it is the machine itself, and by an old default its whole subnet.
  private mutating func defaultNetworks() -> [IPNetwork] {
    if text("mynetworks_style") != "host" {
      errors.append(
        ConfigurationError(
          "mynetworks is not set and mynetworks_style is \(text("mynetworks_style")): the subnets "
            + "of this server's interfaces are not known here and count as outside", at: nil))
    }
    return ["127.0.0.0/8", "::1/128"].compactMap { IPNetwork($0) }
  }

  /// `[2001:db8::]/32` as main.cf spells IPv6; bits behind the prefix are an error there too.
  private static func network(_ text: String) -> IPNetwork? {
    IPNetwork(text.withoutBrackets)
  }

  // MARK: Restrictions

  /// The list of a stage; what stands in one that does not come to an end, nobody knows.
  private mutating func restrictions(_ stage: RestrictionStage) -> [Restriction] {
    let name = stage.parameter
    var work = ParameterExpansion.Work()
    guard expansion.ends(raw(name) ?? "", within: &work) else {
      hasEndlessList = true
      let source = "the value of \(name), which does not come to an end"
      return [
        Restriction(
          .unknown(source: source, may: [.permit, .reject, .goOn]), name: source,
          position: parameters.values[name]?.position)
      ]
    }
    return restrictions(words(name), stage)
  }

  private mutating func restrictions(
    _ words: [ConfigurationWords.Word], _ stage: RestrictionStage
  ) -> [Restriction] {
    var rest = words[...]
    var found: [Restriction] = []
    while let word = rest.popFirst() {
      found += restriction(word, &rest, stage)
    }
    return found
  }

  private mutating func restriction(
    _ word: ConfigurationWords.Word, _ rest: inout ArraySlice<ConfigurationWords.Word>,
    _ stage: RestrictionStage
  ) -> [Restriction] {
    let name = word.text.lowercased()
    func one(_ test: Restriction.Test, _ words: String? = nil) -> [Restriction] {
      [Restriction(test, name: words ?? word.text, position: word.position)]
    }
    if let test = RestrictionVocabulary.plain[name] { return one(test) }
    if knowsOurWords, let test = RestrictionVocabulary.ours[name] { return one(test) }
    if name == "warn_if_reject" {
      guard let next = rest.popFirst(), let inner = restriction(next, &rest, stage).first else {
        return []
      }
      return one(.warnOnly(inner), "warn_if_reject \(inner.name)")
    }
    if let subject = RestrictionVocabulary.access[name] {
      let table = table(&rest, word)
      return one(.access(subject, table), "\(word.text) \(table.name)")
    }
    if name == "permit_tls_clientcerts" {
      let source = self.words("relay_clientcerts").first
      let table = source.map { tables.table($0.text, at: $0.position) }
      return one(table.map(Restriction.Test.permitListedCertificate) ?? .noEffect)
    }
    if let scope = RestrictionVocabulary.mismatch[name] {
      let source = self.words("smtpd_sender_login_maps").first
      return one(.rejectLoginMismatch(scope, source.map { tables.table($0.text, at: $0.position) }))
    }
    if let effects = RestrictionVocabulary.remote[name] {
      let argument = rest.popFirst().map { " \($0.text)" } ?? ""
      return one(.unknown(source: word.text + argument, may: effects), word.text + argument)
    }
    if classNames.contains(word.text) { return restrictionClass(word, stage) }
    if word.text.contains(":") {
      let table = tables.table(word.text, at: word.position)
      return one(.access(Self.subject(of: stage), table))
    }
    errors.append(
      ConfigurationError(
        "the restriction '\(word.text)' is not known here", at: word.position, word: word.text))
    return one(.unknown(source: "the restriction \(word.text)", may: [.permit, .reject, .goOn]))
  }

  private mutating func table(
    _ rest: inout ArraySlice<ConfigurationWords.Word>, _ word: ConfigurationWords.Word
  ) -> LookupTable {
    guard let next = rest.popFirst() else {
      errors.append(ConfigurationError("\(word.text) needs a table", at: word.position))
      return LookupTable(name: "missing", content: .unknown("no table is named"))
    }
    return tables.table(next.text, at: next.position)
  }

  private mutating func restrictionClass(
    _ word: ConfigurationWords.Word, _ stage: RestrictionStage
  ) -> [Restriction] {
    guard !open.contains(word.text) else {
      errors.append(
        ConfigurationError("the restriction class \(word.text) names itself", at: word.position))
      return []
    }
    guard open.count < Self.deepest, classRestrictionsLeft > 0 else {
      return [beyondMeasure(word)]
    }
    open.append(word.text)
    defer { open.removeLast() }
    let words = words(word.text)
    classRestrictionsLeft -= words.count
    let inner = restrictions(words, stage)
    // Nothing is gained by half of a class that nobody can follow to its end.
    if open.count == 1, classRestrictionsLeft <= 0 { return [beyondMeasure(word)] }
    return [Restriction(.list(inner), name: word.text, position: word.position)]
  }

  /// A class that is not followed: what it would say is not known. It is told once, by the first.
  private mutating func beyondMeasure(_ word: ConfigurationWords.Word) -> Restriction {
    let source = "the restriction class \(word.text), which leads through too many others"
    if !isTold {
      errors.append(ConfigurationError("\(source), is not followed", at: word.position))
      isTold = true
    }
    return Restriction(
      .unknown(source: source, may: [.permit, .reject, .goOn]), name: word.text,
      position: word.position)
  }

  private static func subject(of stage: RestrictionStage) -> AccessSubject {
    switch stage {
    case .client: .client
    case .helo: .helo
    case .sender: .sender
    case .relay, .recipient, .data: .recipient
    }
  }

  // MARK: Words in tables

  /// What the values of access tables stand for that are no actions of their own.
  private mutating func tableWords(_ list: [Restriction]) -> [String: [Restriction]] {
    var known: [String: [Restriction]] = [:]
    for restriction in list { collect(restriction, &known, depth: 0) }
    return known
  }

  private mutating func collect(
    _ restriction: Restriction, _ known: inout [String: [Restriction]], depth: Int
  ) {
    switch restriction.test {
    case .list(let inner): for one in inner { collect(one, &known, depth: depth) }
    case .warnOnly(let inner): collect(inner, &known, depth: depth)
    case .access(let subject, let table) where depth < Self.deepest:
      for entry in table.entries where known[entry.value] == nil {
        guard
          case .restrictions = AccessAction(entry.value, refusedAs: subject, resolve: { _ in [] })
        else { continue }
        let position = entry.position ?? ConfigurationPosition(file: table.name, line: 0)
        let words = ConfigurationWords.split([(entry.value, position)], commas: true)
        known[entry.value] = []
        let inner = restrictions(words, .recipient)
        known[entry.value] = inner
        for one in inner { collect(one, &known, depth: depth + 1) }
      }
    default: break
    }
  }
}

extension RestrictionPolicy {
  /// What smtpd looks for before it runs: one word against relaying in either list, not in a class,
  /// and not behind a `permit` that nobody gets past.
  var hasRelayControl: Bool {
    [RestrictionStage.relay, .recipient].contains { stage in
      (lists[stage] ?? []).prefix { $0.test != .permit }.contains { rule in
        switch rule.test {
        case .reject, .defer, .deferIfPermit, .rejectUnauthDestination, .deferUnauthDestination:
          true
        default: false
        }
      }
    }
  }
}

extension MatchList.Element {
  /// `.example.org`: what is below the domain, without the domain itself.
  fileprivate var isSubdomainPattern: Bool {
    if case .name(let name) = item { name.hasPrefix(".") } else { false }
  }
}

extension LookupTable {
  /// Every value the table can give.
  var entries: [Entry] {
    switch content {
    case .keyed(let entries):
      entries.values.sorted {
        ($0.position?.line ?? 0, $0.value) < ($1.position?.line ?? 0, $1.value)
      }
    case .networks(let table): table.rows.map(\.entry)
    case .patterns(let rules): rules.map(\.entry)
    case .constant(let entry): [entry]
    case .anyOf(let entries): entries
    case .union(let tables): tables.flatMap(\.entries)
    // What the tables before say is only asked of the next.
    case .pipe(let tables): tables.last?.entries ?? []
    case .unknown: []
    }
  }
}

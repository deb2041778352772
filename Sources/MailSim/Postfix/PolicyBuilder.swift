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
    policy.inside = inside()
    for stage in RestrictionStage.allCases {
      policy.lists[stage] = restrictions(stage)
    }
    policy.words = tableWords(policy.restrictions)
    let level = text("smtpd_tls_security_level")
    policy.offersLogin = isYes("smtpd_sasl_auth_enable")
    policy.offersLoginInClear = !isYes("smtpd_tls_auth_only")
    policy.demandsTLS =
      level == "encrypt" || level.isEmpty && isYes("smtpd_enforce_tls")
    policy.isWrappedInTLS = isYes("smtpd_tls_wrappermode")
    policy.asksRelayFirst = isYes("smtpd_relay_before_recipient_restrictions")
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
        elements.append(
          MatchList.Element(entry, isNegated: isNegated, position: word.position))
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

  private mutating func inside() -> ClientList {
    guard parameters.values["mynetworks"] != nil else { return ClientList(defaultNetworks()) }
    return ClientList(words("mynetworks").flatMap { insideEntries($0) })
  }

  private mutating func insideEntries(_ word: ConfigurationWords.Word) -> [ClientList.Element] {
    let isNegated = word.text.hasPrefix("!")
    let text = String(word.text.drop { $0 == "!" })
    if text.hasPrefix("/") {
      let table = tables.table("texthash:\(text)", at: word.position)
      guard case .keyed = table.content else {
        return [.init(.table(table), isNegated: isNegated, position: word.position)]
      }
      return lines(of: text).flatMap { insideEntries(($0, word.position)) }
    }
    return [.init(insideItem(text, word.position), isNegated: isNegated, position: word.position)]
  }

  private mutating func insideItem(
    _ text: String, _ position: ConfigurationPosition
  ) -> ClientList.Item {
    // A colon outside brackets makes a table of it, IPv6 or not (match_list(3)).
    if text.contains(":"), !text.hasPrefix("[") {
      if IPNetwork(text) != nil || text.hasPrefix("::") {
        return broken(text, "an IPv6 network stands in brackets, [2001:db8::]/32", position)
      }
      return .table(tables.table(text, at: position))
    }
    if let network = IPNetwork(text.withoutBrackets) { return .network(network) }
    guard text.contains("/") || text.hasPrefix("[") else { return .name(text.lowercased()) }
    let nearest = IPNetwork(roundingDown: text.withoutBrackets)
    let hint =
      nearest.map { "there are bits behind its prefix; did you mean \($0)?" } ?? "it is no network"
    return broken(text, hint, position)
  }

  private mutating func broken(
    _ text: String, _ why: String, _ position: ConfigurationPosition
  ) -> ClientList.Item {
    errors.append(
      ConfigurationError(
        "mynetworks: '\(text)': \(why); who is not matched before it is answered 451 4.3.0",
        at: position))
    return .broken(text)
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

  // MARK: Restrictions

  /// The list of a stage; what stands in one that does not come to an end, nobody knows.
  private mutating func restrictions(_ stage: RestrictionStage) -> [Restriction] {
    let name = stage.parameter
    var work = ParameterExpansion.Work()
    guard expansion.ends(raw(name) ?? "", within: &work) else {
      hasEndlessList = true
      let source = "the value of \(name), which does not come to an end"
      return [
        Restriction(.unfollowed(source), name: source, position: parameters.values[name]?.position)
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
    func one(
      _ kind: RestrictionKind, _ words: String? = nil, table: LookupTable? = nil,
      inner: [Restriction] = []
    ) -> [Restriction] {
      [
        Restriction(
          kind, name: words ?? word.text, position: word.position, table: table, inner: inner)
      ]
    }
    if let kind = RestrictionKind.byWord[name], knowsOurWords || !kind.isOurs {
      switch kind.argument {
      case .none: return one(kind)
      case .table:
        let table = table(&rest, word)
        return one(kind, "\(word.text) \(table.name)", table: table)
      case .parameter(let parameter):
        let source = words(parameter).first
        return one(kind, table: source.map { tables.table($0.text, at: $0.position) })
      case .word:
        return one(kind, word.text + (rest.popFirst().map { " \($0.text)" } ?? ""))
      case .restriction:
        guard let next = rest.popFirst(), let inner = restriction(next, &rest, stage).first else {
          return []
        }
        return one(kind, "\(word.text) \(inner.name)", inner: [inner])
      }
    }
    if classNames.contains(word.text) { return restrictionClass(word, stage) }
    if word.text.contains(":") {
      let table = tables.table(word.text, at: word.position)
      return one(.checkAccess(Self.subject(of: stage)), table: table)
    }
    errors.append(
      ConfigurationError(
        "'\(word.text)' is no restriction; a server answers 451 4.3.5 to whoever reaches it",
        at: word.position, word: word.text))
    return one(.notARestriction(word.text))
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
    return [Restriction(.list, name: word.text, position: word.position, inner: inner)]
  }

  /// A class that is not followed: what it would say is not known. It is told once, by the first.
  private mutating func beyondMeasure(_ word: ConfigurationWords.Word) -> Restriction {
    let source = "the restriction class \(word.text), which leads through too many others"
    if !isTold {
      errors.append(ConfigurationError("\(source), is not followed", at: word.position))
      isTold = true
    }
    return Restriction(.unfollowed(source), name: word.text, position: word.position)
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
    for one in restriction.inner { collect(one, &known, depth: depth) }
    guard restriction.kind.argument == .table, depth < Self.deepest,
      case .access(let subject) = restriction.kind.subject, let table = restriction.table
    else { return }
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
  }
}

extension RestrictionPolicy {
  /// What smtpd looks for before it runs: one word against relaying in either list, not in a class,
  /// and not behind a `permit` that nobody gets past.
  var hasRelayControl: Bool {
    let refusing: [RestrictionKind] = [
      .reject, .deferAll, .deferIfPermit, .rejectUnauthDestination, .deferUnauthDestination,
    ]
    return [RestrictionStage.relay, .recipient].contains { stage in
      (lists[stage] ?? []).prefix { $0.kind != .permit }.contains { refusing.contains($0.kind) }
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

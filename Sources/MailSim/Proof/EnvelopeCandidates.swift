/// Senders and recipients that policies and a property could tell apart, simplest first.
///
/// A table says the same of all mailboxes of a domain, save those it names whole, and of all equal
/// local parts. So domains and local parts are cut into classes by themselves, and every pair of
/// classes is asked, besides the addresses that are named whole.
struct EnvelopeCandidates {
  private(set) var senders: [Mailbox?] = []
  private(set) var recipients: [Mailbox] = []
  /// Who logs in: `alice`, who owns the first address of ours, and the owners tables name.
  private(set) var logins: [RelayFacts.Login] = []

  private var foreign: [Domain] = []
  private var ours: [Domain] = []
  private var named: [Domain] = []
  private var locals: [String] = []
  private var whole: [Mailbox] = []

  init(
    _ policies: [(policy: RestrictionPolicy, leaves: LeafRules)], _ refinement: Refinement,
    _ stated: [Domain], _ keys: inout EquivalenceKeys
  ) {
    collect(policies, refinement)
    named += stated + stated.compactMap { Domain("sub.\($0)") }
    var seen: Set<EquivalenceKeys.Key> = []
    func isNew(_ key: EquivalenceKeys.Key) -> Bool { seen.insert(key).inserted }
    foreign = foreign.filter { isNew(keys.domain($0)) }
    ours = ours.filter { isNew(keys.domain($0)) }
    named = named.filter { isNew(keys.domain($0)) }
    seen = []
    locals = locals.filter { isNew(keys.localPart($0)) }
    let half = [Domain("unqualified")].compactMap(\.self)
    senders = Self.pairs(["user"], foreign) + Self.pairs(["alice"], ours) + [nil]
    senders += Self.pairs(["user"], half)
    senders +=
      Self.pairs(["bob", "user%\(Self.outside[0])"], ours) + Self.pairs(["someone"], named)
    recipients = Self.pairs(["someone"], foreign)
    for domain in ours { recipients += Self.pairs(["alice", "postmaster"], [domain]) }
    recipients += detours(policies.count)
    recipients += Self.pairs(["user%elsewhere.example"], Array(foreign.prefix(1)))
    recipients += Self.pairs(["someone"], half + named)
    let rest = whole + Self.pairs(locals, foreign + ours + half + named)
    senders += rest
    recipients += rest
    logins = [RelayFacts.Login(name: "alice", mailbox: Self.pairs(["alice"], ours).first)]
    logins += refinement.logins.map { name in
      let own = ours.first.map { Mailbox(localPart: name, domain: $0) }
      return RelayFacts.Login(name: name, mailbox: Mailbox(name) ?? own)
    }
  }

  private static let topLevel = ["com", "net", "org", "edu", "info", "de", "th"]
  private static let outside = ["example.net", "example.org", "outside.example"]

  private static func pairs(_ locals: [String], _ domains: [Domain]) -> [Mailbox] {
    domains.flatMap { domain in
      locals.map { Mailbox(localPart: $0, domain: domain, wasQuoted: $0.contains("@")) }
    }
  }

  // MARK: What is named

  private mutating func collect(
    _ policies: [(policy: RestrictionPolicy, leaves: LeafRules)], _ refinement: Refinement
  ) {
    locals = ["someone", "alice", "postmaster"]
    for (policy, leaves) in policies {
      let destinations = policy.destinations
      for list in [destinations.local, destinations.virtual, destinations.relay] {
        ours += list.elements.flatMap(Self.domains)
      }
      for address in destinations.ownAddresses.sorted() {
        named += [Domain(address.literal)].compactMap(\.self)
      }
      for key in leaves.accessTables.flatMap(\.keys) { name(key) }
      for key in leaves.loginMaps.flatMap(\.keys) { owned(key) }
    }
    named += ["unlisted.test", "[203.0.113.99]"].compactMap { Domain($0) }
    named += refinement.domains
    whole += refinement.mailboxes
    let known = Set(ours)
    // Names nobody has heard of, below the usual top-level domains and those the lists name.
    let top = known.map(\.text).filter { !$0.contains(".") }.sorted()
    let fresh = (Self.topLevel + top).map { "nobody-names-this.\($0)" }
    foreign = (Self.outside + fresh).compactMap { Domain($0) }.filter { !known.contains($0) }
    let target = foreign.first?.text ?? Self.outside[0]
    locals += ["user%\(target)", "\(target)!user", "user@\(target)", "a%b%\(target)"]
  }

  private static func domains(_ element: MatchList.Element) -> [Domain] {
    switch element.item {
    case .name(let name):
      let plain = name.drop { $0 == "." }
      return ["\(plain)", "sub.\(plain)"].compactMap { Domain($0) }
    case .table(let table):
      return table.keys.flatMap { ["\($0)", "sub.\($0)"] }.compactMap { Domain($0) }
    }
  }

  /// What a key of a table can stand for: a domain, a local part, or a whole address.
  private mutating func name(_ key: String) {
    if key.hasSuffix("@") {
      let local = String(key.dropLast())
      locals += [local, "\(local)+tag"]
    } else if key.contains("@") {
      guard let mailbox = Mailbox(key) else { return }
      whole.append(mailbox)
      named.append(mailbox.domain)
      // The tables may name `user` and `user+tag` apart, and mean the first by any other tag.
      if mailbox.localPart.contains("+") {
        let plain = mailbox.localPart.prefix { $0 != "+" }
        whole.append(Mailbox(localPart: "\(plain)+other", domain: mailbox.domain))
      }
    } else {
      // The last is what a pattern without an anchor at its start also matches.
      named += ["\(key)", "sub.\(key)", "not\(key)"].compactMap { Domain($0) }
    }
  }

  /// What a key of a table of owners can stand for: `@domain`, a local part, or a whole address.
  private mutating func owned(_ key: String) {
    if key.hasPrefix("@") {
      named += [Domain(String(key.dropFirst()))].compactMap(\.self)
    } else {
      if !key.contains("@") { locals += [key, "\(key)+tag"] }
      name(key)
    }
  }

  /// Mail sent by way of a domain of ours: the forms servers undo, or do not.
  ///
  /// One policy decides by where the detour ends. Two that are compared may undo different ones,
  /// so that every end is asked there.
  private func detours(_ policies: Int) -> [Mailbox] {
    let ends = policies > 1 ? foreign + named + ours : Array(foreign.prefix(1))
    return ours.flatMap { domain in
      ends.prefix(200).flatMap { end in
        Self.pairs(["user%\(end)", "\(end)!user", "user@\(end)", "a%b%\(end)"], [domain])
      }
    }
  }
}

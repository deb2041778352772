/// How the `check_*_access` restrictions ask their tables (access(5)).
extension RestrictionPolicy {
  func access(_ subject: AccessSubject, _ table: LookupTable, _ facts: RelayFacts)
    -> LookupTable.Answer
  {
    switch subject {
    case .client: table.lookUp(client: facts.client.address, name: facts.client.name)
    case .helo: facts.client.helloName.map(table.lookUp(helo:)) ?? .notFound
    case .sender:
      facts.reversePath.map(table.lookUp(mailbox:)) ?? table.look(up: "<>")
    case .recipient: table.lookUp(mailbox: destinations.resolve(facts.forwardPath))
    case .certificate: facts.client.certificate.map(table.look(up:)) ?? .notFound
    }
  }
}

extension RestrictionPolicy {
  /// What a table of owners (`smtpd_sender_login_maps`) says of a sender.
  func owners(of sender: Mailbox, in table: LookupTable) -> LookupTable.Answer {
    table.lookUp(owned: sender, isLocal: destinations.local.contains(sender.domain) == .yes)
  }
}

extension LookupTable {
  /// The client's name and the domains above it, then its address and the networks around it.
  func lookUp(client address: IPAddress, name: String?) -> Answer {
    let byName = lookUp(domain: name ?? "unknown")
    return byName == .notFound ? lookUp(address: address) : byName
  }

  /// The name and the domains above it; an address literal only as it was typed.
  func lookUp(helo: String) -> Answer {
    helo.hasPrefix("[") ? look(up: helo.lowercased()) : lookUp(domain: helo)
  }

  /// `user+tag@domain`, `user@domain`, the domain and those above it, `user@`.
  func lookUp(mailbox: Mailbox) -> Answer {
    // Before any table is asked the address is in lower case, patterns included.
    let whole = "\(mailbox.localPart.lowercased())@\(mailbox.domain)"
    guard takesPartialKeys else { return look(up: whole) }
    let names = mailbox.namesWithAndWithoutTag
    return first(
      of: names.map { "\($0)@\(mailbox.domain)" } + Domain.withParents(mailbox.domain.text)
        + names.map { "\($0)@" })
  }

  /// As tables of addresses are asked (canonical(5)): `user+tag@domain`, `user@domain`, the user
  /// alone where the domain is local, `@domain`.
  func lookUp(owned mailbox: Mailbox, isLocal: Bool) -> Answer {
    let whole = "\(mailbox.localPart)@\(mailbox.domain)"
    guard takesPartialKeys else { return look(up: whole) }
    let names = mailbox.namesWithAndWithoutTag
    return first(
      of: names.map { "\($0)@\(mailbox.domain)" } + (isLocal ? names : [])
        + ["@\(mailbox.domain)"])
  }

  func lookUp(domain: String) -> Answer {
    first(of: takesPartialKeys ? Domain.withParents(domain) : [domain])
  }

  func lookUp(address: IPAddress) -> Answer {
    guard takesPartialKeys else { return look(up: address) }
    let whole = address.description
    let separator: Character = address.isV4 ? "." : ":"
    var keys = [whole]
    var rest = whole[...]
    while let cut = rest.lastIndex(of: separator) {
      rest = rest[..<cut]
      // An address with `::` loses its last colons together.
      if !rest.isEmpty, rest.last != separator { keys.append(String(rest)) }
    }
    return first(of: keys)
  }

  private func first(of keys: [String]) -> Answer {
    for key in keys {
      let answer = look(up: key)
      if answer != .notFound { return answer }
    }
    return .notFound
  }
}

extension Mailbox {
  /// The local part as it stands, and what is before a tag: `user+tag`, `user`.
  fileprivate var namesWithAndWithoutTag: [String] {
    let plain = localPart.split(separator: "+", omittingEmptySubsequences: false)[0]
    return plain.isEmpty || plain.count == localPart.count
      ? [localPart] : [localPart, String(plain)]
  }
}

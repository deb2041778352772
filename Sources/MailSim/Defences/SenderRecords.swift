/// What domains publish about mail in their name, and what follows for a message.
struct SenderRecords: Sendable {
  private var records: [Domain: Scenario.SenderRecord] = [:]

  init(_ records: [(domain: Domain, record: Scenario.SenderRecord)]) {
    for (domain, record) in records { self.records[domain] = record }
  }

  /// Whether the domain of a reverse-path lets this client send; nil where it says nothing, or
  /// where there is no reverse-path (RFC 7208 §2.4 then judges the EHLO name, which is not
  /// modelled).
  func spf(_ reversePath: Mailbox?, client: IPAddress) -> Bool? {
    guard let reversePath, let clients = records[reversePath.domain]?.spf else { return nil }
    return clients.contains { $0.contains(client) }
  }

  /// What the author's domain asks for a message that passes neither SPF nor DKIM in its name
  /// (RFC 7489 §6.6.2); `.none` where one of them passes.
  func dmarc(
    author: Mailbox?, reversePath: Mailbox?, client: IPAddress, signedBy signer: Domain?
  ) -> Scenario.SenderRecord.DMARC {
    guard let author, let record = record(of: author.domain), record.dmarc != .none else {
      return .none
    }
    if let signer, Self.areAligned(signer, author.domain) { return .none }
    if let reversePath, Self.areAligned(reversePath.domain, author.domain),
      spf(reversePath, client: client) == true
    {
      return .none
    }
    return record.dmarc
  }

  /// A domain's own record, or that of the nearest domain above it.
  private func record(of domain: Domain) -> Scenario.SenderRecord? {
    if let own = records[domain] { return own }
    guard let dot = domain.text.firstIndex(of: "."),
      let above = Domain(String(domain.text[domain.text.index(after: dot)...]))
    else { return nil }
    return record(of: above)
  }

  /// Relaxed alignment: the same domain, or one below the other.
  static func areAligned(_ a: Domain, _ b: Domain) -> Bool {
    a == b || a.text.hasSuffix(".\(b.text)") || b.text.hasSuffix(".\(a.text)")
  }
}

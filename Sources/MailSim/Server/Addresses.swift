/// What a run has found out about its addresses: looked up once in words, and from then on by
/// number.
///
/// Numbers are given at the moment the words first come up, since a trace lists them in that order.
struct Addresses: Sendable {
  private var book = AddressBook()
  private(set) var domains: [Domain] = []
  private var domainIDs: [Domain: DomainID] = [:]
  private var canonicals: ContiguousArray<MailboxID?> = []
  private var domainsOfMailboxes: ContiguousArray<DomainID?> = []

  var mailboxes: [Mailbox] { book.mailboxes }

  subscript(id: MailboxID) -> Mailbox { book[id] }

  subscript(id: DomainID) -> Domain { domains[id] }

  mutating func id(of mailbox: Mailbox) -> MailboxID { book.id(of: mailbox) }

  mutating func id(of domain: Domain) -> DomainID {
    if let known = domainIDs[domain] { return known }
    let id = DomainID(domains.count)
    domains.append(domain)
    domainIDs[domain] = id
    return id
  }

  /// The mailbox that mail for an address ends in.
  mutating func canonical(_ id: MailboxID) -> MailboxID {
    if let known = canonicals.value(at: id.index) { return known }
    let canonical = book.id(of: MailServer.canonical(book[id]))
    canonicals.put(canonical, at: id.index)
    return canonical
  }

  mutating func domain(of id: MailboxID) -> DomainID {
    if let known = domainsOfMailboxes.value(at: id.index) { return known }
    let domain = self.id(of: book[id].domain)
    domainsOfMailboxes.put(domain, at: id.index)
    return domain
  }
}

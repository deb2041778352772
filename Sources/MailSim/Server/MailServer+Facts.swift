/// Everything the server knows when it decides.
extension MailServer {
  /// Facts about the client, the envelope and the moment.
  mutating func facts<Sink>(
    about recipient: MailboxID, _ session: ServerSession, _ mail: inout MailTables<Sink>
  ) -> RelayFacts {
    var client = RelayFacts.Client(address: session.client)
    client.window = windows.state(of: session.client, at: mail.now)
    if case .smtp(let smtp) = session.dialogue {
      client.isEncrypted = smtp.isEncrypted
      if let account = smtp.account.flatMap({ accounts[$0] }) {
        client.login = RelayFacts.Login(name: account.name, mailbox: account.address)
      }
    }
    var facts = RelayFacts(
      client: client, reversePath: reversePath(of: session).map { mail.book[$0] },
      forwardPath: mail.book[recipient])
    facts.recipientIsUnknown = standing(of: recipient, &mail).contains(.isRefused)
    if asksFurther { complete(&facts, session, &mail) }
    return facts
  }

  /// What only some policies ask for: names, and what the DNS says of the domains.
  private mutating func complete<Sink>(
    _ facts: inout RelayFacts, _ session: ServerSession, _ mail: inout MailTables<Sink>
  ) {
    let peer = peers[session.carrier] ?? SessionPeer()
    facts.client.helloName = peer.helloName.isEmpty ? nil : peer.helloName
    facts.client.name = peer.name
    if facts.client.isEncrypted { facts.client.certificate = peer.certificate }
    facts.senderDomain = facts.reversePath.map {
      mail.names.service.outcome(for: $0.domain).standing
    }
    facts.recipientDomain = mail.names.service.outcome(for: facts.forwardPath.domain).standing
  }
}

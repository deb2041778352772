/// A23: keeps mail programs that read in the clear: a POP server loses its STLS, an IMAP server
/// seems to greet with PREAUTH, after which nothing can be encrypted any more.
struct AccessDowngrader: Listener {
  var campaign: Campaign
  /// Sessions whose greeting it wrote.
  private var greeted: Set<ConnectionID> = []

  init(_ campaign: Campaign) { self.campaign = campaign }

  mutating func observe(
    _ observation: Observation, _ connection: ConnectionID, _ outbox: inout AttackerOutbox
  ) -> Tampering {
    switch observation {
    case .greeting(let service) where service.accessProtocol == .imap:
      outbox.moments.append(.altered(connection))
      greeted.insert(connection)
      return .greetAsLoggedIn
    case .offer(let service) where service.accessProtocol == .pop3:
      outbox.moments.append(.altered(connection))
      return .withhold
    case .command where greeted.contains(connection): succeed(&outbox)
    case .password(let person):
      outbox.moments.append(.passwordSeen(AccountID(index: person.index), connection))
      succeed(&outbox)
    case .content(let message): read(message, connection, &outbox)
    default: break
    }
    return .none
  }
}

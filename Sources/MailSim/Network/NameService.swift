/// The DNS as mail asks it: which servers take mail for a domain, and in which order.
struct NameService: Sendable {
  /// Where mail for a domain may go, best first.
  struct Route: Sendable {
    var outcome: NameOutcome
    var servers: [ServerRow]
  }

  private var answers: [Domain: Scenario.NameRecords.Answer] = [:]
  private let literals: [IPAddress: ServerRow]

  init(_ records: Scenario.NameRecords, literals: [IPAddress: ServerRow]) {
    for (domain, answer) in records.answers { answers[domain] = answer }
    self.literals = literals
  }

  /// Looks up the mail exchangers of a domain as RFC 5321 §5.1 asks.
  ///
  /// An MX record rules out the domain's own address even if every exchanger is dead. Equal
  /// preferences come in random order. A server that finds itself in the list drops itself and
  /// all that are no better, or two exchangers would pass a message to and fro.
  func route(
    to domain: Domain, from asker: ServerRow?, choosing stream: inout RandomStream
  ) -> Route {
    if let address = domain.literalAddress {
      guard let server = literals[address] else { return Route(outcome: .noAddress, servers: []) }
      return Route(outcome: .implicit, servers: [server])
    }
    switch resolve(domain) {
    case .mx(let records):
      return exchangers(records, asker: asker, choosing: &stream)
    case .address(let server):
      return server == asker
        ? Route(outcome: .loopsBack, servers: []) : Route(outcome: .implicit, servers: [server])
    case .nullMX: return Route(outcome: .nullMX, servers: [])
    case .serverFailure: return Route(outcome: .serverFailure, servers: [])
    case .noSuchDomain, .alias, nil: return Route(outcome: .noSuchDomain, servers: [])
    }
  }

  /// What the DNS says of a domain, without choosing among its exchangers.
  func outcome(for domain: Domain) -> NameOutcome {
    switch resolve(domain) {
    case .mx: .found
    case .address: .implicit
    case .nullMX: .nullMX
    case .serverFailure: .serverFailure
    case .noSuchDomain, .alias, nil: .noSuchDomain
    }
  }

  /// Follows aliases, a bounded number of them: a circle of CNAMEs is a server failure.
  private func resolve(_ domain: Domain) -> Scenario.NameRecords.Answer? {
    var name = domain
    for _ in 0..<8 {
      guard case .alias(let target) = answers[name] else { return answers[name] }
      name = target
    }
    return .serverFailure
  }

  private func exchangers(
    _ records: [(preference: Int, server: ServerRow)], asker: ServerRow?,
    choosing stream: inout RandomStream
  ) -> Route {
    var usable = records
    if let own = records.filter({ $0.server == asker }).map(\.preference).min() {
      usable = records.filter { $0.preference < own }
      if usable.isEmpty { return Route(outcome: .loopsBack, servers: []) }
    }
    guard !usable.isEmpty else { return Route(outcome: .noAddress, servers: []) }
    return Route(outcome: .found, servers: Self.ordered(usable, choosing: &stream))
  }

  private static func ordered(
    _ records: [(preference: Int, server: ServerRow)], choosing stream: inout RandomStream
  ) -> [ServerRow] {
    guard records.count > 1 else { return records.map(\.server) }
    var byPreference: [Int: [ServerRow]] = [:]
    for record in records { byPreference[record.preference, default: []].append(record.server) }
    return byPreference.keys.sorted().flatMap { preference in
      var equals = byPreference[preference] ?? []
      if equals.count > 1 { equals.shuffle(using: &stream) }
      return equals
    }
  }
}

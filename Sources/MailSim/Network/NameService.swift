/// The DNS as mail asks it: which servers take mail for a domain, and in which order.
struct NameService: Sendable {
  /// Where mail for a domain may go, best first.
  struct Route: Sendable {
    var outcome: NameOutcome
    var servers: ShortList<ServerRow>
  }

  private var answers: [Domain: Scenario.NameRecords.Answer] = [:]
  private let literals: [IPAddress: ServerRow]

  init(_ records: Scenario.NameRecords, literals: [IPAddress: ServerRow]) {
    for (domain, answer) in records.answers { answers[domain] = answer }
    self.literals = literals
  }

  /// What the DNS says of a domain's mail exchangers (RFC 5321 §5.1).
  ///
  /// An MX record rules out the domain's own address even if every exchanger is dead.
  func answer(for domain: Domain) -> Answer {
    if let address = domain.literalAddress {
      return literals[address].map { .literal($0) } ?? .none(.noAddress)
    }
    switch resolve(domain) {
    case .mx(let records) where records.isEmpty: return .none(.noAddress)
    case .mx(let records) where records.count == 1: return .only(records[0].server, .found)
    case .mx(let records): return .several(records)
    case .address(let server): return .only(server, .implicit)
    case .nullMX: return .none(.nullMX)
    case .serverFailure: return .none(.serverFailure)
    case .noSuchDomain, .alias, nil: return .none(.noSuchDomain)
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

  /// The servers that take mail for a domain, before anything is chosen among them.
  enum Answer: Sendable {
    case none(NameOutcome)
    /// The host of an address literal, whoever asks.
    case literal(ServerRow)
    case only(ServerRow, NameOutcome)
    case several([(preference: Int, server: ServerRow)])

    /// Where mail may go. Equal preferences come in random order. A server that finds itself in
    /// the list drops itself and all that are no better, or two exchangers would pass a message to
    /// and fro (RFC 5321 §5.1).
    func route(from asker: ServerRow?, choosing stream: inout RandomStream) -> Route {
      switch self {
      case .none(let outcome): Route(outcome: outcome, servers: [])
      case .literal(let server): Route(outcome: .implicit, servers: ShortList(server))
      case .only(let server, let outcome):
        server == asker
          ? Route(outcome: .loopsBack, servers: [])
          : Route(outcome: outcome, servers: ShortList(server))
      case .several(let records): Self.route(records, asker: asker, choosing: &stream)
      }
    }

    private static func route(
      _ records: [(preference: Int, server: ServerRow)], asker: ServerRow?,
      choosing stream: inout RandomStream
    ) -> Route {
      var usable = records
      if let own = records.filter({ $0.server == asker }).map(\.preference).min() {
        usable = records.filter { $0.preference < own }
        if usable.isEmpty { return Route(outcome: .loopsBack, servers: []) }
      }
      return Route(outcome: .found, servers: ShortList(ordered(usable, choosing: &stream)))
    }

    private static func ordered(
      _ records: [(preference: Int, server: ServerRow)], choosing stream: inout RandomStream
    ) -> [ServerRow] {
      var byPreference: [Int: [ServerRow]] = [:]
      for record in records { byPreference[record.preference, default: []].append(record.server) }
      return byPreference.keys.sorted().flatMap { preference in
        var equals = byPreference[preference] ?? []
        if equals.count > 1 { equals.shuffle(using: &stream) }
        return equals
      }
    }
  }
}

/// The name service with the answers of a run, each found in words once.
struct NameCache: Sendable {
  let service: NameService
  private var answers: ContiguousArray<NameService.Answer?> = []

  init(_ service: NameService) {
    self.service = service
  }

  mutating func answer(for id: DomainID, _ domain: @autoclosure () -> Domain) -> NameService.Answer
  {
    if let known = answers.value(at: id.index) { return known }
    let answer = service.answer(for: domain())
    answers.put(answer, at: id.index)
    return answer
  }
}

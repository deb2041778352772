import Testing

@testable import MailSim

/// Which servers take mail for a domain, and in which order (RFC 5321 §5.1, RFC 7505).
@Suite struct NameServiceTests {
  private static let domain = Domain("example.org")!
  private let a = ServerRow(0)
  private let b = ServerRow(1)
  private let c = ServerRow(2)
  private let d = ServerRow(3)

  @Test func theLowestPreferenceComesFirst() {
    #expect(route(.mx([(20, a), (10, b), (30, c)])).servers == [b, a, c])
  }

  @Test func equalPreferencesComeInAnyOrderButTheSameForTheSameSeed() {
    let answer = Scenario.NameRecords.Answer.mx([(10, a), (10, b), (10, c), (20, d)])
    var orders: [[ServerRow]: Int] = [:]
    for seed in 0..<600 {
      let servers = Array(route(answer, seed: UInt64(seed)).servers)
      #expect(servers == Array(route(answer, seed: UInt64(seed)).servers))
      #expect(servers.last == d)
      orders[servers, default: 0] += 1
    }
    // Six orders, each a hundred times give or take four standard errors.
    #expect(orders.count == 6)
    #expect(orders.values.allSatisfy { abs($0 - 100) < 37 })
  }

  @Test func aServerInTheListSendsOnlyToItsBetters() {
    let answer = Scenario.NameRecords.Answer.mx([(10, a), (20, b), (20, c), (30, d)])
    #expect(route(answer, from: c).servers == [a])
    #expect(route(answer, from: d).servers.first == a)
    #expect(route(answer, from: a).outcome == .loopsBack)
    #expect(route(answer, from: a).servers.isEmpty)
  }

  @Test func aDomainWithoutMXIsItsOwnExchanger() {
    let found = route(.address(b))
    #expect(found.outcome == .implicit)
    #expect(found.servers == [b])
    #expect(route(.address(b), from: b).outcome == .loopsBack)
  }

  @Test(
    arguments: [
      (Scenario.NameRecords.Answer.nullMX, NameOutcome.nullMX), (.noSuchDomain, .noSuchDomain),
      (.serverFailure, .serverFailure), (.mx([]), .noAddress),
    ] as [(Scenario.NameRecords.Answer, NameOutcome)])
  func withoutAServerTheAnswerSaysWhy(
    answer: Scenario.NameRecords.Answer, outcome: NameOutcome
  ) {
    #expect(route(answer).outcome == outcome)
    #expect(route(answer).servers.isEmpty)
  }

  @Test func aDomainNobodyHasHeardOfDoesNotExist() {
    var stream = RandomStream(seed: 1)
    let names = NameService(Scenario.NameRecords(), literals: [:])
    let found = names.answer(for: Self.domain).route(from: nil, choosing: &stream)
    #expect(found.outcome == .noSuchDomain)
  }

  @Test func anAliasIsFollowedAndACircleOfThemIsAFailure() {
    let alias = Domain("alias.example")!
    #expect(route(.alias(alias), and: [(alias, .mx([(10, a)]))]).servers == [a])
    #expect(route(.alias(alias), and: [(alias, .alias(Self.domain))]).outcome == .serverFailure)
    #expect(route(.alias(Self.domain)).outcome == .serverFailure)
  }

  @Test func anAddressLiteralNeedsNoDNS() {
    var stream = RandomStream(seed: 1)
    let address = IPAddress("198.51.100.25")!
    let names = NameService(Scenario.NameRecords(), literals: [address: b])
    let known = names.answer(for: Domain("[198.51.100.25]")!)
      .route(from: nil, choosing: &stream)
    #expect(known.servers == [b])
    let unknown = names.answer(for: Domain("[198.51.100.26]")!)
      .route(from: nil, choosing: &stream)
    #expect(unknown.outcome == .noAddress)
  }

  private func route(
    _ answer: Scenario.NameRecords.Answer, from asker: ServerRow? = nil, seed: UInt64 = 1,
    and others: [(Domain, Scenario.NameRecords.Answer)] = []
  ) -> NameService.Route {
    var records = Scenario.NameRecords()
    records.answers = [(Self.domain, answer)] + others.map { (domain: $0.0, answer: $0.1) }
    var stream = RandomStream(seed: seed)
    return NameService(records, literals: [:]).answer(for: Self.domain)
      .route(from: asker, choosing: &stream)
  }
}

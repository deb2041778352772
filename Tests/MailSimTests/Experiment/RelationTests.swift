import Testing

@testable import MailSim

/// What must hold between two runs of worlds nobody has thought of, whatever their numbers are.
///
/// Both runs of a pair draw the same random numbers, so most of these hold message by message and
/// need no allowance for noise.
@Suite struct RelationTests {
  private static let numbers = Array(UInt64(0)..<16)

  @Test(arguments: numbers)
  func scalingTimeChangesNoProbability(number: UInt64) {
    let once = RoamingWorld(number)
    let thrice = RoamingWorld(number, tempo: 3)
    #expect(once.measure().honest.refused == thrice.measure().honest.refused)
    #expect(once.measure().honest.written == thrice.measure().honest.written)
    #expect(once.measure().honest.written > 20)
  }

  @Test(arguments: numbers)
  func aLargerWindowNeverRefusesMore(number: UInt64) {
    var world = RoamingWorld(number)
    var former = Int.max
    for minutes in [1, 6, 16, 40] {
      world.scenario.servers[0].roaming.window = .minutes(Int64(minutes))
      let refused = world.measure().honest.refused
      #expect(refused <= former, "\(minutes) minutes")
      former = refused
    }
  }

  @Test(arguments: numbers)
  func anotherHopNeverRaisesTheEncryptedShare(number: UInt64) {
    var former = Int.max
    for hops in 2...4 {
      let mail = ChainWorld(number, hops: hops).measure().honest
      #expect(mail.delivered == mail.written)
      #expect(mail.deliveredEncrypted <= former, "\(hops) hops")
      former = mail.deliveredEncrypted
    }
  }

  @Test(arguments: 0..<UInt64(60))
  func pgpChangesNoDelivery(number: UInt64) {
    var scenario = GeneratedScenario.make(number)
    var runs: [RunSummary] = []
    for protection in EndToEndProtection.allCases {
      for row in scenario.people.indices { scenario.people[row].endToEnd = protection }
      for row in scenario.steps.indices {
        if case .mail(var mail) = scenario.steps[row].action {
          mail.endToEnd = protection
          scenario.steps[row].action = .mail(mail)
        }
      }
      var summary = Simulation(scenario).measure().summary
      // Only who reads the disk notices.
      summary.readablePlaces = 0
      runs.append(summary)
    }
    #expect(runs.allSatisfy { $0 == runs[0] }, "scenario \(number)")
  }

  @Test(arguments: numbers)
  func anEgressRuleChangesNothingForMailThroughTheServer(number: UInt64) {
    var world = RoamingWorld(number, inside: true)
    let open = world.measure()
    world.scenario.sites[0].egress = [
      Scenario.EgressRule(ports: [25], except: [ServerRow(0)], action: .drop)
    ]
    #expect(world.measure() == open)
    #expect(open.honest.delivered > 0)
  }

  @Test(arguments: numbers)
  func takingTheAttackerAwayLeavesHonestMailAsItWas(number: UInt64) {
    var quiet = RoamingWorld(number)
    quiet.shareAnAddress()
    var loud = quiet
    loud.addRider()
    let measures = loud.measure()
    #expect(measures.honest == quiet.measure().honest)
    #expect(measures.hostile.written > 0)
  }
}

/// Some roamers with habits of all kinds, and a server whose window they send through.
private struct RoamingWorld {
  var scenario: Scenario

  init(_ number: UInt64, tempo: Int64 = 1, inside: Bool = false) {
    var chance = RandomStream(seed: number)
    var world = SmallWorld()
    scenario = world.scenario
    scenario.machines = []
    scenario.people = []
    world.scenario = scenario
    func minutes(_ least: Int, _ most: Int) -> Delay {
      .minutes(Int64(least + chance.below(most - least)) * tempo)
    }
    for row in 0..<(2 + chance.below(4)) {
      let site = inside ? SmallWorld.office : SmallWorld.elsewhere
      world.add(
        "p\(row)", at: site, "\(inside ? "192.0.2" : "198.51.100").\(30 + row)",
        mailbox: "p\(row)@cs.ait.ac.th", home: SmallWorld.csim)
      let laws: [Distribution] = [
        .fixed(minutes(3, 40)), .exponential(mean: minutes(3, 40)),
        .uniform(minutes(1, 10), minutes(11, 40)),
      ]
      var polling = Scenario.Polling(interval: laws[chance.below(laws.count)])
      polling.failing = chance.chance(0.5) ? 0.2 : 0
      world.scenario.people[row].retrieval.habit = .every(polling)
    }
    scenario = world.scenario
    scenario.seed = number
    scenario.duration = .hours(8 * tempo)
    scenario.servers[0].roaming.window = minutes(5, 20)
    if chance.chance(0.5) {
      scenario.servers[0].roaming.expiry = .sweep(period: .minutes(5 * tempo))
    }
    for row in scenario.sites.indices {
      scenario.sites[row].latency = .fixed(.zero)
      scenario.sites[row].uplink.latency = .fixed(.zero)
    }
    scenario.traffic = [
      Scenario.Traffic(
        name: "letters", people: scenario.people.indices.map { PersonID($0) },
        recipients: [Mailbox("x@example.org")!],
        interval: .exponential(mean: .minutes(10 * tempo)))
    ]
  }

  mutating func shareAnAddress() { scenario.sites[1].natAddress = IPAddress("203.0.113.1") }

  mutating func addRider() {
    var machine = Scenario.Machine(
      name: "rider", site: SmallWorld.elsewhere, address: IPAddress("198.51.100.99"))
    machine.isAttacker = true
    scenario.machines.append(machine)
    var rider = Scenario.Person(name: "rider", machine: MachineRow(scenario.machines.count - 1))
    rider.submission.server = SmallWorld.csim
    scenario.people.append(rider)
    scenario.traffic.append(
      Scenario.Traffic(
        name: "spam", people: [PersonID(scenario.people.count - 1)],
        recipients: [Mailbox("x@example.org")!], interval: .exponential(mean: .minutes(7))))
  }

  func measure() -> Measures { Simulation(scenario).measure() }
}

/// Servers in a row, each of which offers TLS on a share of connections.
private struct ChainWorld {
  var scenario: Scenario

  init(_ number: UInt64, hops: Int) {
    var chance = RandomStream(seed: number)
    scenario = Scenario(title: "chain")
    scenario.seed = number
    scenario.duration = .hours(4)
    scenario.sites = [SmallWorld.site("net", "198.51.100.0/24", isOurs: true)]
    let domain = Domain("example.org")!
    for row in 0..<hops {
      var server = Scenario.Server(
        name: "s\(row)", host: Domain("s\(row).example")!, site: SiteID(0),
        addresses: [IPAddress("198.51.100.\(row + 10)")!],
        policy: RelayPreset.csim.policy(
          RelaySettings(
            insideNetworks: scenario.sites[0].networks,
            localDomains: row == hops - 1 ? [domain] : [])))
      server.domains = row == hops - 1 ? [domain] : []
      server.routes = row == hops - 1 ? [] : [(nil, ServerRow(row + 1))]
      server.tls.share = 0.5 + 0.5 * chance.uniform()
      // A connection a message: each draws its own TLS, whatever lies behind.
      server.queue.messagesPerConnection = 1
      scenario.servers.append(server)
    }
    scenario.machines = [Scenario.Machine(name: "desk", site: SiteID(0))]
    var person = Scenario.Person(name: "ann", machine: MachineRow(0))
    person.submission.server = ServerRow(0)
    person.submission.encryption = .serverCertificate
    scenario.people = [person]
    var letters = Scenario.Traffic(
      name: "letters", people: [PersonID(0)], recipients: [Mailbox("x@example.org")!],
      interval: .exponential(mean: .minutes(2)))
    letters.until = .start + .hours(3)
    scenario.traffic = [letters]
  }

  func measure() -> Measures { Simulation(scenario).measure() }
}

import Testing

@testable import MailSim

@Suite struct NetworkTests {
  private static let csim = HostID(0)
  private static let laptop = HostID(2)
  private static let home = SiteID(1)
  private static let hotel = SiteID(2)

  private static func visible(_ network: inout Network) -> IPAddress? {
    network.visibleAddress(of: laptop, to: csim)
  }

  @Test func behindACarriersNATEachConnectionShowsOneOfSeveralAddresses() {
    var scenario = Self.scenario()
    scenario.sites[2].natPool = [IPAddress("203.0.113.2")!, IPAddress("203.0.113.3")!]
    var network = Network(scenario, streams: RandomStreams(seed: 1))
    network.move(Self.laptop, to: Self.hotel, address: nil, at: .start)
    var seen: Set<String> = []
    for _ in 0..<100 { seen.insert(Self.visible(&network)?.description ?? "nothing") }
    #expect(seen == ["203.0.113.1", "203.0.113.2", "203.0.113.3"])
  }

  @Test func aMachineBehindNATShowsTheAddressOfItsSite() {
    var network = Network(Self.scenario(), streams: RandomStreams(seed: 1))
    let own = Self.visible(&network)
    #expect(own == IPAddress("198.51.100.7"))
    network.move(Self.laptop, to: Self.hotel, address: nil, at: .start)
    #expect(network.place(of: Self.laptop).address == IPAddress("10.0.0.1"))
    let shared = Self.visible(&network)
    #expect(shared == IPAddress("203.0.113.1"))
  }

  @Test func aMachineWithoutALeaseIsOffTheNetwork() {
    var scenario = Self.scenario()
    scenario.sites[2].networks = []
    var network = Network(scenario, streams: RandomStreams(seed: 1))
    network.move(Self.laptop, to: Self.hotel, address: nil, at: .start)
    let none = Self.visible(&network)
    #expect(none == nil)
  }

  @Test func aMachineThatLeavesGivesItsLeaseBack() {
    var network = Network(Self.scenario(), streams: RandomStreams(seed: 1))
    network.move(Self.laptop, to: Self.hotel, address: nil, at: .start)
    network.move(Self.laptop, to: Self.home, address: IPAddress("198.51.100.7"), at: .start)
    let guest = HostID(3)
    network.move(guest, to: Self.hotel, address: nil, at: .start)
    #expect(network.place(of: guest).address == IPAddress("10.0.0.1"))
  }

  @Test func aServerWithTwoAddressesUsesTheFamilyOfItsPeer() {
    var scenario = Self.scenario()
    scenario.servers[0].addresses.append(IPAddress("2001:db8:ca::25")!)
    scenario.machines[0].address = IPAddress("2001:db8::7")
    let network = Network(scenario, streams: RandomStreams(seed: 1))
    #expect(network.address(of: Self.csim, facing: Self.laptop) == IPAddress("2001:db8:ca::25"))
    #expect(network.address(of: Self.csim, facing: HostID(1)) == IPAddress("192.0.2.25"))
  }

  @Test func theFilterOfASiteBindsMachinesAndNotItsServer() {
    var scenario = Self.scenario()
    scenario.sites[1].egress = [
      Scenario.EgressRule(ports: [25], except: [ServerRow(1)], action: .reject)
    ]
    let network = Network(scenario, streams: RandomStreams(seed: 1))
    let far = HostID(1)
    #expect(network.egress(from: Self.laptop, to: Self.csim, port: 25) == .blocked(.reject))
    #expect(network.egress(from: Self.laptop, to: Self.csim, port: 587) == .pass)
    #expect(network.egress(from: far, to: Self.csim, port: 25) == .pass)
    // Within the site nothing is filtered, and what comes in is not its affair.
    #expect(network.egress(from: Self.laptop, to: far, port: 25) == .pass)
    #expect(network.egress(from: Self.csim, to: far, port: 25) == .pass)
  }

  // MARK: Travel

  @Test func aTripCrossesBothUplinksAndTheNarrowerLineSetsThePace() {
    var scenario = Self.scenario()
    scenario.sites[0].uplink.bandwidth = 1_000_000
    scenario.sites[1].uplink.bandwidth = 125_000
    var network = Network(scenario, streams: RandomStreams(seed: 1))
    // 3 ms + 7 ms, and 1250 octets at 125,000 a second.
    #expect(
      network.travelTime(from: Self.laptop, to: Self.csim, octets: 1_250) == .milliseconds(20))
  }

  @Test func aLinkOfTheirOwnReplacesTheUplinksInBothDirections() {
    var scenario = Self.scenario()
    var link = Scenario.Link(a: SiteID(0), b: Self.home)
    link.line.latency = .fixed(.milliseconds(1))
    scenario.links = [link]
    var network = Network(scenario, streams: RandomStreams(seed: 1))
    #expect(network.travelTime(from: Self.laptop, to: Self.csim, octets: 9) == .milliseconds(1))
    #expect(network.travelTime(from: Self.csim, to: Self.laptop, octets: 9) == .milliseconds(1))
  }

  @Test func withinASiteOnlyItsOwnLatencyCounts() {
    var network = Network(Self.scenario(), streams: RandomStreams(seed: 1))
    #expect(
      network.travelTime(from: Self.laptop, to: HostID(1), octets: 1_000_000)
        == .microseconds(500))
  }

  @Test func anIdleSiteChangesNoTravelTimeOfTheOthers() {
    var scenario = Self.scenario()
    scenario.sites[0].uplink.latency = .exponential(mean: .milliseconds(10))
    var more = scenario
    more.sites.append(Scenario.Site(name: "idle", networks: []))
    var network = Network(scenario, streams: RandomStreams(seed: 1))
    var larger = Network(more, streams: RandomStreams(seed: 1))
    for _ in 0..<20 {
      #expect(
        network.travelTime(from: Self.csim, to: Self.laptop, octets: 1)
          == larger.travelTime(from: Self.csim, to: Self.laptop, octets: 1))
    }
  }

  /// CSIM, a home with a server and a laptop, and a hotel behind NAT; two machines.
  private static func scenario() -> Scenario {
    var scenario = SmallWorld().scenario
    scenario.sites = [
      ("csim", "192.0.2.0/24"), ("home", "198.51.100.0/24"), ("hotel", "10.0.0.0/24"),
    ]
    .map { Scenario.Site(name: $0.0, networks: [IPNetwork($0.1)!]) }
    scenario.sites[0].uplink.latency = .fixed(.milliseconds(3))
    scenario.sites[1].uplink.latency = .fixed(.milliseconds(7))
    scenario.sites[2].natAddress = IPAddress("203.0.113.1")
    return scenario
  }
}

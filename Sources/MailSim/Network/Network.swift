/// Where every host stands, what address it shows, and how long a segment travels.
struct Network: Sendable {
  /// A host's place at the moment.
  struct Place: Sendable {
    var site: SiteID
    /// nil when the site had no free address to lend: the machine is off the network.
    var address: IPAddress?
    /// Whether the site lent the address and takes it back.
    var isLeased: Bool
  }

  private let sites: [Scenario.Site]
  /// The lines of each site, and those between two sites that have one of their own.
  private let insides: ContiguousArray<Distribution>
  private let uplinks: ContiguousArray<TransmissionLine>
  private let links: ContiguousArray<TransmissionLine>
  private var linkRows = OpenTable<SitePair, UInt32>()
  private let serverCount: Int
  private let serverAddresses: [[IPAddress]]
  private var leases: [Leases?]
  private var places: [Place]
  private var streams: [RandomStream]
  /// Of public addresses, where a site has several.
  private var translations: [RandomStream]

  /// Puts servers and machines into their sites; addresses that are not stated are lent in the
  /// order of the scenario, so an idle party added at the end changes nobody else's.
  init(_ scenario: Scenario, streams: RandomStreams) {
    sites = scenario.sites
    insides = ContiguousArray(scenario.sites.map(\.latency))
    uplinks = ContiguousArray(scenario.sites.map { TransmissionLine($0.uplink) })
    links = ContiguousArray(scenario.links.map { TransmissionLine($0.line) })
    for (row, link) in scenario.links.enumerated() {
      // Of two links between the same sites the first counts.
      let pair = SitePair(link.a, link.b)
      if linkRows[pair] == nil { linkRows.set(UInt32(row), for: pair) }
    }
    serverCount = scenario.servers.count
    serverAddresses = scenario.servers.map(\.addresses)
    self.streams = scenario.sites.map { streams.stream(for: "latency of \($0.name)") }
    translations = scenario.sites.map { streams.stream(for: "NAT of \($0.name)") }
    let stated = Set(
      scenario.servers.flatMap(\.addresses) + scenario.machines.compactMap(\.address))
    leases = scenario.sites.map { Self.leases(of: $0, reserved: stated) }
    places = scenario.servers.map {
      Place(site: $0.site, address: $0.addresses[0], isLeased: false)
    }
    for (row, machine) in scenario.machines.enumerated() {
      let host = HostID(serverCount + row)
      places.append(settle(host, in: machine.site, address: machine.address, at: .start))
    }
  }

  func server(_ host: HostID) -> ServerRow? {
    Int(host.index) < serverCount ? ServerRow(index: host.index) : nil
  }

  func place(of host: HostID) -> Place { places[host] }

  /// Takes a machine to another site, where it gets an address of that place.
  mutating func move(_ host: HostID, to site: SiteID, address: IPAddress?, at now: Instant) {
    let old = places[host]
    if old.isLeased, let address = old.address { leases[old.site]?.giveBack(address, at: now) }
    places[host] = settle(host, in: site, address: address, at: now)
  }

  /// The address a server sees when `client` connects: behind NAT the site's public one.
  /// nil when the client is off the network.
  mutating func visibleAddress(of client: HostID, to server: HostID) -> IPAddress? {
    let place = places[client]
    guard place.address != nil else { return nil }
    if place.site != places[server].site, let shared = sites[place.site].natAddress {
      let pool = sites[place.site].natPool
      guard !pool.isEmpty else { return shared }
      let choice = translations[place.site].below(pool.count + 1)
      return choice == 0 ? shared : pool[choice - 1]
    }
    return address(of: client, facing: server)
  }

  /// The address of `host` that fits the family its peer speaks; a host with one address uses that.
  func address(of host: HostID, facing peer: HostID) -> IPAddress? {
    guard let row = server(host) else { return places[host].address }
    let family = places[peer].address?.isV4
    return serverAddresses[row].first { $0.isV4 == family } ?? serverAddresses[row].first
  }

  /// Whether the filter at the client's site lets a connection out.
  func egress(from client: HostID, to server: HostID, port: UInt16) -> Egress.Outcome {
    let site = places[client].site
    guard site != places[server].site else { return .pass }
    return Egress.judge(sites[site].egress, client: self.server(client), port: port)
  }

  /// After how many stopped connections of one machine its site's filter raises an alarm.
  func egressAlarm(at client: HostID) -> Int? {
    sites[places[client].site].egress.compactMap(\.alarm).min()
  }

  /// How long a segment travels one way: the latencies of its path, drawn anew, and the time the
  /// narrowest line takes for its octets.
  mutating func travelTime(from a: HostID, to b: HostID, octets: UInt32) -> Delay {
    let from = places[a].site
    let to = places[b].site
    if from == to { return insides[Int(from.index)].draw(using: &streams[from]) }
    if let row = linkRows[SitePair(from, to)] {
      let line = links[Int(row)]
      return line.latency.draw(using: &streams[from]) + line.transmission(of: octets)
    }
    let (near, far) = (uplinks[Int(from.index)], uplinks[Int(to.index)])
    let latency = near.latency.draw(using: &streams[from]) + far.latency.draw(using: &streams[to])
    return latency + max(near.transmission(of: octets), far.transmission(of: octets))
  }

  private mutating func settle(
    _ host: HostID, in site: SiteID, address: IPAddress?, at now: Instant
  ) -> Place {
    if let address { return Place(site: site, address: address, isLeased: false) }
    return Place(site: site, address: leases[site]?.lend(at: now), isLeased: true)
  }

  private static func leases(of site: Scenario.Site, reserved: Set<IPAddress>) -> Leases? {
    if let dhcp = site.dhcp {
      return Leases(network: dhcp.network, hold: dhcp.hold, reserved: reserved)
    }
    return site.networks.first.map { Leases(network: $0, reserved: reserved) }
  }
}

/// A line as segments meet it.
private struct TransmissionLine: Sendable, BitwiseCopyable {
  let latency: Distribution
  /// Octets a second; nil: as many as one likes.
  let bandwidth: Double?

  init(_ line: Scenario.TransmissionLine) {
    latency = line.latency
    bandwidth = line.bandwidth
  }

  /// How long a line takes to send so many octets.
  func transmission(of octets: UInt32) -> Delay {
    guard let bandwidth else { return .zero }
    return Delay(nanoseconds: Int64(Double(octets) * 1e9 / bandwidth))
  }
}

/// Two sites, whichever is named first.
private struct SitePair: TableKey {
  let low: SiteID
  let high: SiteID

  init(_ a: SiteID, _ b: SiteID) {
    low = min(a, b)
    high = max(a, b)
  }

  var tableHash: UInt64 { UInt64(low.index) << 32 | UInt64(high.index) }
}

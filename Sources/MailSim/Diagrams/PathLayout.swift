/// Where parties stand in the path picture: servers in columns from left to right, in each
/// column the people who use them above and below.
struct PathLayout {
  /// What stands in a column.
  enum Item: Hashable {
    case host(HostPlacement)
    /// The sign of a link, by its row.
    case link(Int)
  }

  /// Every host drawn, servers first.
  private(set) var hosts: [HostPlacement] = []
  /// From top to bottom.
  private(set) var columns: [[Item]] = []
  /// Pairs that must keep their order: the first stands below the second.
  private(set) var order: [(below: Item, above: Item)] = []
  /// Machines that stand beside their server instead of above or below it.
  private var beside: Set<HostPlacement> = []
  /// Machines above and below, by their link's row.
  private var above: [HostPlacement: Int] = [:]
  private var below: [HostPlacement: Int] = [:]
  private let links: [HopGroup]
  private var mainLine: Set<HostPlacement> = []
  /// The column of each server.
  private var depth: [HostPlacement: Int] = [:]

  init(
    _ links: [HopGroup], _ blocked: [(client: HostPlacement, server: HostPlacement)],
    in trace: Trace
  ) {
    self.links = links
    collectHosts(blocked)
    let servers = hosts.filter { isServer($0, trace) }
    depth = Self.depths(of: servers, links)
    let deepest = depth.values.max() ?? 0
    var byColumn = [[HostPlacement]](repeating: [], count: deepest + 1)
    for server in servers { byColumn[depth[server] ?? 0].append(server) }
    for column in byColumn { place(column.sorted()) }
    findMainLine()
  }

  /// Whether the link runs between rows of one column.
  func isVertical(_ link: HopGroup) -> Bool {
    guard let row = links.firstIndex(of: link) else { return false }
    return above[link.from] == row || below[link.from] == row
  }

  /// The ends in the order in which they must be written: in a column the lower end comes
  /// first, between columns the left one.
  func drawnFrom(_ link: HopGroup) -> (HostPlacement, HostPlacement) {
    guard let row = links.firstIndex(of: link) else { return (link.from, link.to) }
    if above[link.from] == row { return (link.to, link.from) }
    if below[link.from] == row { return (link.from, link.to) }
    // Who only reads stands to the right of the server.
    if link.isAccess, link.comesBack, !link.goesForward { return (link.to, link.from) }
    let isBackward = (depth[link.from] ?? 0) > (depth[link.to] ?? 0)
    return !link.isAccess && isBackward ? (link.to, link.from) : (link.from, link.to)
  }

  func isMainLine(_ link: HopGroup) -> Bool {
    !link.isAccess && mainLine.contains(link.from) && mainLine.contains(link.to)
  }

  func group(of host: HostPlacement) -> String? { mainLine.contains(host) ? "main" : nil }

  // MARK: Columns

  private mutating func collectHosts(_ blocked: [(client: HostPlacement, server: HostPlacement)]) {
    var seen: Set<HostPlacement> = []
    for host in links.flatMap({ [$0.from, $0.to] }) + blocked.flatMap({ [$0.client, $0.server] })
    where seen.insert(host).inserted {
      hosts.append(host)
    }
  }

  private func isServer(_ host: HostPlacement, _ trace: Trace) -> Bool {
    let role = trace.cast.hosts[host.host].role
    return role == .server || role == .gateway
  }

  /// How many hops a server is away from where mail comes in; circles end where they began.
  private static func depths(of servers: [HostPlacement], _ links: [HopGroup]) -> [HostPlacement:
    Int]
  {
    let relays = links.filter { !$0.isAccess }
    let entries = links.filter { $0.isAccess && $0.goesForward }.map(\.to)
    var depth: [HostPlacement: Int] = [:]
    // The first server that mail came in by stands left, and all it leads to right of it; then
    // those that nobody has led to yet.
    for server in entries + servers where depth[server] == nil {
      depth[server] = 0
      var front = [server]
      while let current = front.first {
        front.removeFirst()
        for link in relays where link.touches(current) {
          let other = link.from == current ? link.to : link.from
          guard depth[other] == nil, link.from == current || link.comesBack else { continue }
          depth[other] = (depth[current] ?? 0) + 1
          front.append(other)
        }
      }
    }
    return depth
  }

  /// One machine fits above the topmost server of a column and one below the lowest; the
  /// others stand beside.
  private mutating func place(_ servers: [HostPlacement]) {
    var column: [Item] = []
    for (row, server) in servers.enumerated() {
      let machines = machines(at: server)
      // A column runs through one site only: the boxes around sites would get in its way.
      var free = machines.filter {
        linkRows(from: $0, to: server).count == 1 && isOnly($0, server)
          && $0.site == server.site
      }
      for machine in machines where !free.contains(machine) { beside.insert(machine) }
      let slot = column.count
      column.append(.host(server))
      if row == 0, !free.isEmpty {
        let machine = free.removeFirst()
        let link = linkRows(from: machine, to: server)[0]
        above[machine] = link
        column.insert(contentsOf: [.host(machine), .link(link)], at: slot)
      }
      if row == servers.count - 1, !free.isEmpty {
        let machine = free.removeFirst()
        let link = linkRows(from: machine, to: server)[0]
        below[machine] = link
        column += [.link(link), .host(machine)]
      }
      for machine in free { beside.insert(machine) }
    }
    columns.append(column)
    keepOrder(column)
  }

  /// Neighbours in a column that no link joins are held in order by an invisible one.
  private mutating func keepOrder(_ column: [Item]) {
    for (upper, lower) in zip(column, column.dropFirst()) {
      if case .host = upper, case .host = lower { order.append((below: lower, above: upper)) }
    }
  }

  private func machines(at server: HostPlacement) -> [HostPlacement] {
    var found: [HostPlacement] = []
    for link in links where link.isAccess && link.to == server && !found.contains(link.from) {
      found.append(link.from)
    }
    return found
  }

  private func linkRows(from machine: HostPlacement, to server: HostPlacement) -> [Int] {
    links.indices.filter { links[$0].from == machine && links[$0].to == server }
  }

  private func isOnly(_ machine: HostPlacement, _ server: HostPlacement) -> Bool {
    links.allSatisfy { $0.from != machine || $0.to == server }
  }

  /// The way of the first message: its servers are drawn on one straight line.
  private mutating func findMainLine() {
    guard
      var current = links.first(where: { $0.isAccess && $0.goesForward })?.to
        ?? links.first(where: { !$0.isAccess })?.from
    else { return }
    mainLine = [current]
    while let next = links.filter({
      !$0.isAccess && $0.from == current && !mainLine.contains($0.to)
    }).map(\.to).min() {
      current = next
      mainLine.insert(current)
    }
  }
}

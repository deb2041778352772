/// A host at a place: somebody who travels is drawn wherever they did something.
struct HostPlacement: Hashable, Comparable {
  let host: HostID
  let site: SiteID

  var id: String { "host-\(host.index)-\(site.index)" }

  static func < (a: HostPlacement, b: HostPlacement) -> Bool { (a.host, a.site) < (b.host, b.site) }
}

/// Where every host was at every moment of a run.
struct PlacementHistory {
  private let cast: Cast
  private var moves: [HostID: [(at: Instant, site: SiteID)]] = [:]

  init(_ trace: Trace) {
    cast = trace.cast
    for record in trace.records {
      if case .moved(let host, let site, _) = record.event {
        moves[host, default: []].append((record.at, site))
      }
    }
  }

  func placement(of host: HostID, at instant: Instant) -> HostPlacement {
    let last = moves[host]?.last { $0.at <= instant }
    return HostPlacement(host: host, site: last?.site ?? cast.hosts[host].site)
  }
}

/// Hops over the same way with the same protection, drawn as one arrow.
struct HopGroup: Hashable {
  /// A machine and a server, or two servers in the direction of the mail.
  let from: HostPlacement
  let to: HostPlacement
  let isAccess: Bool
  let protection: Protection
  let reason: ProtectionReason
  /// Protocols in the order of their first use.
  var protocols: [String]
  /// Whether mail went from `from` to `to`, and whether it came back that way.
  var goesForward: Bool
  var comesBack: Bool
  var count: Int
  /// What it stands for.
  var hops: [Hop]
  /// Logins in the clear on the same way; without a message they are all it stands for.
  var logins: [ConnectionID] = []

  func touches(_ placement: HostPlacement) -> Bool { from == placement || to == placement }

  /// Whether an arrow head belongs to this end.
  func reaches(_ placement: HostPlacement) -> Bool { placement == to ? goesForward : comesBack }

  static func merged(_ hops: [Hop], in trace: Trace) -> [HopGroup] {
    let history = PlacementHistory(trace)
    var links: [HopGroup] = []
    for hop in hops {
      let link = HopGroup(hop, in: trace, history)
      let row = links.firstIndex {
        $0.from == link.from && $0.to == link.to && $0.protection == link.protection
          && $0.reason == link.reason
      }
      guard let row else {
        // Two servers that write to each other share one line with two heads.
        if let back = links.firstIndex(where: { $0.isReturn(of: link) }) {
          links[back].comesBack = true
          links[back].count += 1
          links[back].hops += link.hops
        } else {
          links.append(link)
        }
        continue
      }
      for name in link.protocols where !links[row].protocols.contains(name) {
        links[row].protocols.append(name)
      }
      links[row].goesForward = links[row].goesForward || link.goesForward
      links[row].comesBack = links[row].comesBack || link.comesBack
      links[row].count += 1
      links[row].hops += link.hops
    }
    return links
  }

  /// The same with the passwords that went in the clear: beside the messages that went the same
  /// way in the clear, and where there were none an arrow of its own, or a login at a hotel that
  /// finds nothing to read would be missing from the picture.
  static func adding(_ logins: [ClearLogin], to links: [HopGroup], in trace: Trace) -> [HopGroup] {
    let history = PlacementHistory(trace)
    var links = links
    for login in logins {
      let link = HopGroup(login, in: trace, history)
      let row = links.firstIndex {
        $0.from == link.from && $0.to == link.to && $0.protection == link.protection
      }
      guard let row else {
        links.append(link)
        continue
      }
      for name in link.protocols where !links[row].protocols.contains(name) {
        links[row].protocols.append(name)
      }
      if links[row].hops.isEmpty { links[row].count += 1 }
      links[row].logins += link.logins
    }
    return links
  }

  private init(_ login: ClearLogin, in trace: Trace, _ history: PlacementHistory) {
    let connection = trace.connections[login.connection]
    let at = trace.records[Int(login.record.index)].at
    from = history.placement(of: connection.client, at: at)
    to = history.placement(of: connection.server, at: at)
    isAccess = true
    protection = .plaintext
    reason = login.reason
    protocols = [connection.service.protocolName]
    goesForward = true
    comesBack = false
    count = 1
    hops = []
    logins = [login.connection]
  }

  private func isReturn(of other: HopGroup) -> Bool {
    !isAccess && !other.isAccess && from == other.to && to == other.from
      && protection == other.protection && reason == other.reason
  }

  private init(_ hop: Hop, in trace: Trace, _ history: PlacementHistory) {
    let isRetrieval = hop.kind == .retrieval
    from = history.placement(of: isRetrieval ? hop.to : hop.from, at: hop.at)
    to = history.placement(of: isRetrieval ? hop.from : hop.to, at: hop.at)
    isAccess = hop.kind != .relay
    protection = hop.protection
    reason = hop.reason
    protocols = [
      hop.connection.map { trace.connections[$0].service.protocolName } ?? "POP or IMAP"
    ]
    goesForward = !isRetrieval
    comesBack = isRetrieval
    count = 1
    hops = [hop]
  }
}

/// Where trust ends: the line that took the message from outside, and why it is taken for that.
public struct TrustBoundary: Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// The newest line is not of a server one named.
    case unknownServer
    /// The client is none of the servers one named.
    case unknownClient
    /// The client's looked-up name belongs to another domain than the server's.
    case otherDomain
    /// The client has a name by its own word only.
    case unverifiedClient
    /// The line names no client.
    case noClient
    /// The line names the client of another program, which it did not see itself.
    case forwardedClient
    /// The client is believed; the line below was not written by a server one named.
    case unknownAuthor
    /// The line below was not understood.
    case unreadLine
  }

  /// The row of the oldest believed line; nil when none is believed.
  public let row: Int?
  public let reason: Reason
  /// Whether servers were named; otherwise the boundary was found by names and addresses alone.
  public let serversWereNamed: Bool
}

/// Decides which lines were written by servers one believes.
///
/// From the newest line down, a line is believed when the line above it is believed and says
/// that the message came from one of ours. The first line that took the message from outside is
/// the boundary: what stands below came with the message.
struct TrustBoundaryFinder {
  private let mine: MyServers

  init(_ mine: MyServers) {
    self.mine = mine
  }

  /// - Parameter lines: oldest first.
  /// - Returns: the boundary; nil when every line is believed.
  func mark(_ lines: inout [PathLine]) -> TrustBoundary? {
    var above: Int?
    for row in lines.indices.reversed() {
      if let reason = doubt(of: lines[row], below: above.map { lines[$0] }) {
        return TrustBoundary(row: above, reason: reason, serversWereNamed: !mine.isEmpty)
      }
      lines[row].standing = .trusted
      above = row
    }
    return nil
  }

  /// Why a line is not believed; nil if it is.
  private func doubt(of line: PathLine, below above: PathLine?) -> TrustBoundary.Reason? {
    guard let field = line.field else { return .unreadLine }
    guard let above else {
      let isOurs =
        mine.isEmpty || line.kind == .handover && field.by == nil
        || isMine(field)
      return isOurs ? nil : .unknownServer
    }
    if let reason = doubt(ofClientOf: above, whoWrote: field) { return reason }
    guard !mine.isEmpty, let server = field.by else { return nil }
    return isMine(field) || above.kind == .handover && isLocal(server) ? nil : .unknownAuthor
  }

  private func isMine(_ field: ParsedReceived) -> Bool {
    if field.by.map(mine.include) == true { return true }
    return field.isInsideGoogle && mine.contains(name: GoogleNetwork.domain)
  }

  private func isLocal(_ server: ParsedReceived.Server) -> Bool {
    server.name.map(HostNames.isLocal) == true || server.address?.isLoopback == true
  }

  /// Why a believed line's client may be outside the administration; nil if it is inside.
  private func doubt(
    ofClientOf line: PathLine, whoWrote older: ParsedReceived
  ) -> TrustBoundary.Reason? {
    guard let field = line.field else { return .unreadLine }
    if line.kind == .handover { return field.namesForwardedClient ? .forwardedClient : nil }
    // Inside Google's network a line names no client, and comes from another server of Google.
    if field.isInsideGoogle { return older.dialect == .gmail ? nil : .noClient }
    guard let peer = field.from, !peer.isEmpty else { return .noClient }
    if peer.address.map({ $0.isPrivate || $0.isLoopback }) == true { return nil }
    if !mine.isEmpty { return mine.include(peer) ? nil : .unknownClient }
    // A name the server looked up itself counts; a mere EHLO name does not.
    guard let looked = peer.reverseName, !peer.mayBeForged else { return .unverifiedClient }
    return HostNames.areOneOrganisation(looked, field.by?.name) ? nil : .otherDomain
  }
}

extension ReceivedPath {
  /// Why the boundary is where it is, as a sentence.
  public var boundaryReason: String? {
    guard let boundary else { return nil }
    let line = boundary.row.map { lines[$0] } ?? lines.last
    let client = line.flatMap { Self.client(of: $0) } ?? "the client"
    switch boundary.reason {
    case .unknownServer:
      return "the newest line is by \(line?.byName ?? "nobody named"), not named in --my-servers"
    case .unknownClient: return "\(client) is not named in --my-servers"
    case .otherDomain:
      return "\(client) is not of the domain of \(line?.byName ?? "its server")"
    case .unverifiedClient: return "no name of \(client) was verified"
    case .noClient: return "the line does not name its client"
    case .forwardedClient: return "the line repeats \(client), which its program did not see"
    case .unknownAuthor:
      return "the line below is by \(rowBelowBoundary?.byName ?? "nobody named"), "
        + "not named in --my-servers"
    case .unreadLine: return "the line below was not understood"
    }
  }

  /// What to give to `--my-servers`, besides what was given, if the servers that wrote the lines
  /// below the boundary are one's own; empty where nothing would help.
  public var boundaryServers: [String] {
    guard let boundary else { return [] }
    if [.noClient, .forwardedClient, .unreadLine].contains(boundary.reason) { return [] }
    var items: [String] = []
    func add(_ item: String?) {
      if let item, !items.contains(item), items.count < 12 { items.append(item) }
    }
    let start = boundary.row ?? lines.count - 1
    guard start >= 0 else { return [] }
    if !boundary.serversWereNamed || boundary.row == nil {
      for line in lines[start...].reversed() { add(line.field.flatMap { Self.server(of: $0) }) }
    }
    guard boundary.row != nil else { return items }
    // As far down as the same administration goes on writing.
    let home = lines[start].field?.by?.name.flatMap(HostNames.organisation)
    for row in stride(from: start, to: 0, by: -1) {
      guard let older = lines[row - 1].field else { break }
      if row < start, home == nil || older.by?.name.flatMap(HostNames.organisation) != home {
        break
      }
      if lines[row].kind == .hop { add(lines[row].field?.from.flatMap(Self.item)) }
      add(Self.server(of: older))
    }
    return items
  }

  private var rowBelowBoundary: PathLine? {
    guard let row = boundary?.row, row > 0 else { return nil }
    return lines[row - 1]
  }

  private static func client(of line: PathLine) -> String? {
    guard let peer = line.field?.from else { return nil }
    let address = peer.address.map(\.description)
    if let name = peer.reverseName { return name }
    let said = peer.hello.flatMap { $0 == address || $0.isEmpty ? nil : "'\($0)' by its own word" }
    switch (address, said) {
    case (let address?, let said?): return "\(address) (\(said))"
    case (let address?, nil): return address
    case (nil, let said?): return said
    case (nil, nil): return nil
    }
  }

  /// A looked-up name or an address: what a client counts by.
  private static func item(_ peer: ParsedReceived.Peer) -> String? {
    if let address = peer.address, address.isPrivate || address.isLoopback { return nil }
    let name = peer.mayBeForged ? nil : peer.reverseName
    return name ?? peer.address?.description
  }

  private static func server(of field: ParsedReceived) -> String? {
    if field.isInsideGoogle { return GoogleNetwork.domain }
    guard let server = field.by else { return nil }
    if let name = server.name, !HostNames.isLocal(name), AddressText.parse(name.utf8) == nil {
      return HostNames.organisation(of: name) ?? name
    }
    return server.address.flatMap { $0.isLoopback || $0.isPrivate ? nil : $0.description }
  }
}

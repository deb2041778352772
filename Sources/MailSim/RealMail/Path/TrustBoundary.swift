/// Decides which lines were written by servers one believes.
///
/// From the newest line down, a line is believed when the line above it is believed and says
/// that the message came from one of ours. The first line that took the message from outside is
/// the border: what stands below came with the message.
struct TrustBoundary {
  private let mine: MyServers

  init(_ mine: MyServers) {
    self.mine = mine
  }

  /// - Parameter lines: oldest first.
  func mark(_ lines: inout [PathLine]) {
    var above: PathLine?
    for row in lines.indices.reversed() {
      guard isBelieved(lines[row], below: above) else { return }
      lines[row].standing = .trusted
      // Lines that were not understood prove nothing in either direction.
      if lines[row].kind != .unread { above = lines[row] }
    }
  }

  private func isBelieved(_ line: PathLine, below above: PathLine?) -> Bool {
    guard let field = line.field else { return false }
    guard let above else {
      return mine.isEmpty || line.kind == .handover && field.by == nil
        || field.by.map(mine.include) == true
    }
    guard comesFromInside(above, to: field) else { return false }
    guard !mine.isEmpty, let server = field.by else { return true }
    return mine.include(server) || above.kind == .handover && isLocal(server)
  }

  private func isLocal(_ server: ParsedReceived.Server) -> Bool {
    server.name.map(HostNames.isLocal) == true || server.address?.isLoopback == true
  }

  /// Whether a believed line took the message from a machine of the same administration.
  private func comesFromInside(_ line: PathLine, to older: ParsedReceived) -> Bool {
    if line.kind == .handover { return true }
    guard let field = line.field, let peer = field.from else {
      // Inside Google's network the line names no sender at all.
      return line.field?.by?.address?.isPrivate == true || line.field?.dialect == .gmail
    }
    if !mine.isEmpty { return mine.include(peer) || isUncheckedInside(peer) }
    if isUncheckedInside(peer) { return true }
    let server = field.by?.name
    // A name the server looked up itself counts; a mere EHLO name does not.
    guard let looked = peer.reverseName, !peer.mayBeForged else { return false }
    return HostNames.areOneOrganisation(looked, server) && HostNames.organisation(of: looked) != nil
  }

  private func isUncheckedInside(_ peer: ParsedReceived.Peer) -> Bool {
    peer.address.map { $0.isPrivate || $0.isLoopback } == true
  }
}

/// A trace line in its place on the path.
public struct PathLine: Sendable {
  public enum Standing: String, Hashable, Sendable, CaseIterable {
    /// Written inside the trust boundary, by a server one believes.
    case trusted
    /// Below it: whoever submitted the message may have written it.
    case claimed
  }

  /// How the message came to whoever wrote the line.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Over a connection from another machine.
    case hop
    /// From a program on the same machine: nothing crossed a network.
    case handover
    /// Not understood: nothing is known of it but its text.
    case unread
  }

  public let received: ReceivedLine
  public internal(set) var kind: Kind
  public internal(set) var standing = Standing.claimed
  /// nil unless it is a hop.
  public internal(set) var protection: HopProtection?
  /// Seconds since the line before it in time; negative when the clocks disagree, nil when one
  /// of the two has no date.
  public internal(set) var delay: Double?
  public internal(set) var remarks: [PathRemark] = []

  init(_ received: ReceivedLine) {
    self.received = received
    kind = Self.kind(of: received.field)
    protection = kind == .hop ? received.field.map { HopProtection($0) } : nil
  }

  public var field: ParsedReceived? { received.field }

  /// Who handed it over, by the best name there is.
  public var fromName: String? {
    guard let peer = field?.from else { return nil }
    return peer.name
  }

  public var byName: String? { field?.by?.name ?? field?.by?.address.map(\.description) }

  private static func kind(of field: ParsedReceived?) -> Kind {
    guard let field else { return .unread }
    return field.isOnOneHost ? .handover : .hop
  }
}

/// Something about the path that a reader should know, or should not believe.
public struct PathRemark: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case namesDoNotMeet = "names-do-not-meet"
    case timeRunsBackwards = "time-runs-backwards"
    case clockSkew = "clock-skew"
    case wrongWeekday = "wrong-weekday"
    case impossible
    case weakTLS = "weak-tls"
    case loop
    case forged = "may-be-forged"
    case privateAddress = "private-address"
    case forwarded
    case list
    case truncated
  }

  public let kind: Kind
  public let words: String

  init(_ kind: Kind, _ words: String) {
    self.kind = kind
    self.words = words
  }

  /// Whether the lines contradict each other or what can be.
  public var isContradiction: Bool {
    switch kind {
    case .namesDoNotMeet, .timeRunsBackwards, .wrongWeekday, .impossible, .loop, .forged: true
    case .clockSkew, .weakTLS, .privateAddress, .forwarded, .list, .truncated: false
    }
  }
}

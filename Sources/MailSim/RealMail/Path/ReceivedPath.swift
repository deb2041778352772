/// The path of a real message, as its trace lines tell it.
///
/// Nothing is looked up: what is said here stands in the message. Lines inside the boundary are
/// believed; those below it are claims of whoever handed the message in (RFC 5321 §7.2).
public struct ReceivedPath: Sendable {
  public let head: MessageHead
  /// Oldest first: the order in which the message travelled.
  public internal(set) var lines: [PathLine]
  /// Where belief ends; nil when every line is believed.
  public internal(set) var boundary: TrustBoundary?
  /// About the message as a whole.
  public internal(set) var remarks: [PathRemark] = []
  /// SPF, DKIM, DMARC and ARC as servers reported them, newest first.
  public internal(set) var results: [AuthenticationResult] = []

  /// - Parameter mine: the servers to believe; with none named, the topmost consistent run.
  public init(_ head: MessageHead, myServers mine: MyServers = MyServers()) {
    self.init(head, lines: head.received.map { ReceivedLine($0) }, myServers: mine)
  }

  /// - Parameter lines: the trace lines as they stand in the message, newest first.
  init(_ head: MessageHead, lines: [ReceivedLine], myServers mine: MyServers) {
    self.head = head
    self.lines = lines.reversed().map { PathLine($0) }
    boundary = TrustBoundaryFinder(mine).mark(&self.lines)
    results = AuthenticationResult.all(in: head, path: self.lines)
    PlausibilityCheck.look(at: &self)
  }

  /// Connections between machines, oldest first.
  public var hops: [PathLine] { lines.filter { $0.kind == .hop } }

  /// From the first date of the path to the last, in seconds; nil without two dates.
  public var duration: Double? {
    let dates = lines.compactMap { $0.field?.date }
    guard dates.count > 1, let first = dates.first, let last = dates.last else { return nil }
    return last.seconds(since: first)
  }

  public func count(_ protection: Protection) -> Int {
    lines.count { $0.protection?.protection == protection }
  }

  /// Everything said against the lines or about them.
  public var allRemarks: [PathRemark] { remarks + lines.flatMap(\.remarks) }
}

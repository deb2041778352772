/// One SMTP transaction to be made: some recipients of a queue entry, and the servers to try.
struct DeliveryJob: Sendable {
  /// Slot of the queue entry.
  let entry: UInt32
  /// The mail domain, for the TLS rule that holds for it.
  let domain: DomainID
  /// Rows of the recipients in the entry.
  let recipients: ShortList<UInt32>
  /// The candidate being tried.
  var candidate: UInt8 = 0
  /// A handshake with this candidate broke, and the rule lets the mail go in the clear.
  var avoidsTLS = false
  let service: Service
  /// Best first; empty until the name service has answered.
  private(set) var candidates: ShortList<ServerRow>
  /// Somebody made the sender take another host for the domain's; who did stands elsewhere.
  private(set) var isMisled = false
  /// Where it stands in the line of those that wait for a connection.
  var place: UInt32 = 0

  init(
    entry: UInt32, recipients: ShortList<UInt32>, candidates: ShortList<ServerRow> = [],
    service: Service, domain: DomainID
  ) {
    self.entry = entry
    self.recipients = recipients
    self.candidates = candidates
    self.service = service
    self.domain = domain
  }

  /// The servers to try are known.
  mutating func lead(to candidates: ShortList<ServerRow>, isMisled: Bool) {
    self.candidates = candidates
    self.isMisled = isMisled
  }

  var target: ServerRow { candidates[Int(candidate)] }

  /// Moves on to the next candidate; false when there is none within the limits
  /// (a client need not try more than a few: RFC 5321 §5.1).
  mutating func tryNext() -> Bool {
    guard Int(candidate) + 1 < min(candidates.count, Self.mostCandidates) else { return false }
    candidate += 1
    avoidsTLS = false
    return true
  }

  static let mostCandidates = 5
}

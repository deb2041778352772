/// What a server's log says of one message, joined by its queue id.
public struct LogMessage: Sendable {
  /// How it came in.
  public struct Arrival: Hashable, Sendable {
    public var client: String
    public var address: IPAddress?
    public var login: String?
    /// Set when the log has a TLS line for the connection.
    public var tls: ReceivedTLS?
    public var isLocal = false
    public var protection = Protection.unknown
  }

  /// One recipient's delivery, by its last attempt.
  public struct Delivery: Hashable, Sendable {
    public var recipient: String
    /// The next server; nil where nothing was connected to.
    public var relay: String?
    public var address: IPAddress?
    public var status: String
    public var enhanced: String
    /// The other server's words, or why there are none.
    public var answer: String
    public var seconds: Int64
    public var tls: ReceivedTLS?
    /// Whether it left over the network.
    public var isRemote: Bool
    public var protection = Protection.unknown
    public var attempts = 1
    /// What came of the attempts before, the latest ones where there were many.
    public internal(set) var earlier: [Attempt] = []
  }

  /// An attempt that was put off.
  public struct Attempt: Hashable, Sendable {
    public var seconds: Int64
    public var enhanced: String
    public var answer: String
  }

  public let queueID: String
  public internal(set) var messageID: String?
  public internal(set) var sender: String?
  public internal(set) var octets: UInt64?
  public internal(set) var arrival: Arrival?
  public internal(set) var deliveries: [Delivery] = []
  /// Seconds of its first line since 1970, in the log's own time zone.
  public internal(set) var seconds: Int64 = 0
  /// The server that wrote the log.
  public internal(set) var server: String
  public internal(set) var isComplete = false
  /// The queue id of the notice that told the sender, where the log has it.
  public internal(set) var notice: String?
  /// The message a notice is about.
  public internal(set) var about: String?
  /// The connection it came by has not ended and may yet tell whether it was encrypted.
  var awaitsConnection = false
  /// Recipients beyond the limit.
  public internal(set) var droppedDeliveries = 0

  init(queueID: String, server: String) {
    self.queueID = queueID
    self.server = server
  }

  mutating func add(_ delivery: Delivery, limit: Int) {
    guard let row = deliveries.firstIndex(where: { $0.recipient == delivery.recipient }) else {
      if deliveries.count < limit { deliveries.append(delivery) } else { droppedDeliveries += 1 }
      return
    }
    let last = deliveries[row]
    var delivery = delivery
    delivery.attempts = last.attempts + 1
    delivery.earlier =
      last.earlier.suffix(Self.keptAttempts - 1)
      + [Attempt(seconds: last.seconds, enhanced: last.enhanced, answer: last.answer)]
    deliveries[row] = delivery
  }

  private static let keptAttempts = 20

  /// The server gave up on what it could not deliver for too long.
  mutating func expire(at seconds: Int64) {
    for row in deliveries.indices where deliveries[row].status == "deferred" {
      var last = deliveries[row]
      last.status = "expired"
      last.seconds = seconds
      add(last, limit: deliveries.count)
      deliveries[row].attempts -= 1
    }
  }
}

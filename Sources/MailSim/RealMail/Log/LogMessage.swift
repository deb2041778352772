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
    public var protection: Protection
    public var attempts = 1
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
  /// Recipients beyond the limit.
  public internal(set) var droppedDeliveries = 0

  init(queueID: String, server: String) {
    self.queueID = queueID
    self.server = server
  }

  mutating func add(_ delivery: Delivery, limit: Int) {
    if let row = deliveries.firstIndex(where: { $0.recipient == delivery.recipient }) {
      var delivery = delivery
      delivery.attempts = deliveries[row].attempts + 1
      deliveries[row] = delivery
    } else if deliveries.count < limit {
      deliveries.append(delivery)
    } else {
      droppedDeliveries += 1
    }
  }
}

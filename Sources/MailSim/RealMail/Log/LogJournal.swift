/// What a log has said so far: the messages that are open, and the counts.
struct LogJournal {
  var summary = LogSummary()
  /// Messages that are done and wait to be handed over.
  var finished: [LogMessage] = []
  let limits: MailLogReader.Limits
  private var open: [LogKey: LogMessage] = [:]
  /// In the order they were opened, so that the oldest can be let go.
  private var order: [LogKey] = []
  private var firstInOrder = 0

  init(limits: MailLogReader.Limits) {
    self.limits = limits
  }

  /// Changes a message, which begins with this line if nothing was said of it before.
  mutating func update(_ key: LogKey, at seconds: Int64, _ change: (inout LogMessage) -> Void) {
    if open[key] == nil {
      order.append(key)
      var message = LogMessage(queueID: key.id, server: key.server)
      message.seconds = seconds
      open[key] = message
    }
    change(&open[key]!)
    letOldestGo()
  }

  /// Changes a message of which something was said.
  mutating func updateIfOpen(_ key: LogKey, _ change: (inout LogMessage) -> Void) {
    guard open[key] != nil else { return }
    change(&open[key]!)
  }

  /// A new arrival under an id that was used before ends the message that had it.
  mutating func arrive(_ key: LogKey, at seconds: Int64, _ arrival: LogMessage.Arrival) {
    if let old = open[key], old.arrival != nil, !old.deliveries.isEmpty { close(key) }
    update(key, at: seconds) { $0.arrival = arrival }
  }

  mutating func deliver(_ key: LogKey, at seconds: Int64, _ delivery: LogMessage.Delivery) {
    if delivery.status == "deferred" { summary.deferred(delivery) }
    let limit = limits.recipients
    update(key, at: seconds) { $0.add(delivery, limit: limit) }
  }

  /// The server is done with it. If its connection is still open, what that has to say is awaited.
  mutating func complete(_ key: LogKey) {
    guard open[key] != nil else { return }
    open[key]!.isComplete = true
    if !open[key]!.awaitsConnection { close(key) }
  }

  /// The connection the message came by has ended; nil where that tells nothing of TLS.
  mutating func settle(_ key: LogKey, _ protection: Protection?) {
    guard open[key] != nil else { return }
    open[key]!.awaitsConnection = false
    if let protection { open[key]!.arrival?.protection = protection }
    if open[key]!.isComplete { close(key) }
  }

  /// It was refused at last and never was a message of this server.
  mutating func forget(_ key: LogKey) {
    open[key] = nil
  }

  mutating func finish() {
    for key in order[firstInOrder...] { close(key) }
    order = []
    firstInOrder = 0
  }

  private mutating func close(_ key: LogKey) {
    guard let message = open.removeValue(forKey: key) else { return }
    summary.add(message)
    finished.append(message)
  }

  private mutating func letOldestGo() {
    while open.count > limits.openMessages, firstInOrder < order.count {
      close(order[firstInOrder])
      firstInOrder += 1
    }
    // Keys of messages long gone are dropped from time to time.
    if order.count > 2 * limits.openMessages + 1024 {
      order = order[firstInOrder...].filter { open[$0] != nil }
      firstInOrder = 0
    }
  }
}

extension Redactor {
  /// A message of a log with every name, address and login replaced, the same way everywhere.
  ///
  /// Queue ids and times stay: they find the lines again for whoever has the log.
  public mutating func redacted(_ message: LogMessage) -> LogMessage {
    var copy = message
    copy.messageID = nil
    copy.server = host(message.server)
    copy.sender = message.sender.map { $0.isEmpty ? $0 : alias(ofWord: $0) }
    if var arrival = message.arrival {
      if arrival.client != "unknown" { arrival.client = host(arrival.client) }
      arrival.address = arrival.address.map { alias(of: $0) }
      arrival.login = arrival.login.map { $0.contains("@") ? alias(ofWord: $0) : user($0) }
      copy.arrival = arrival
    }
    for row in copy.deliveries.indices { redact(&copy.deliveries[row]) }
    return copy
  }

  private mutating func redact(_ delivery: inout LogMessage.Delivery) {
    delivery.recipient = alias(ofWord: delivery.recipient)
    delivery.relay = delivery.relay.map { host($0) }
    delivery.address = delivery.address.map { alias(of: $0) }
    delivery.answer = redacted(delivery.answer, secrets: [])
    for row in delivery.earlier.indices {
      delivery.earlier[row].answer = redacted(delivery.earlier[row].answer, secrets: [])
    }
  }

  /// The tables of a log with the names in them replaced.
  public mutating func redactedText(of summary: LogSummary) -> String {
    var redactor = self
    defer { self = redactor }
    return summary.text(
      naming: { $0.contains(".") ? redactor.host($0) : $0 },
      wording: { redactor.redacted($0, secrets: []) })
  }
}

/// A `Received:` field by the grammar of RFC 5321 §4.4, with the `tls` clause of RFC 8314 §4.3.
struct ReceivedField {
  /// The field's lines, to be folded between them.
  let field: [String]

  /// nil for a copy that came over no connection: its server wrote the message.
  init?(_ id: CopyID, in trace: Trace, at accepted: Instant) {
    let copy = trace.copies[id]
    guard let connectionID = copy.connection else { return nil }
    let connection = trace.connections[connectionID]
    var lines = [
      "Received: from \(Self.client(connection, in: trace))",
      "by \(trace.domainName(of: copy.host)) with \(copy.keyword.rawValue)"
        + " id \(Self.identifier(id))",
    ]
    // A list of recipients would tell each of the others (RFC 5321 §7.6).
    if copy.recipients.count == 1 { lines.append("for \(trace.path(copy.recipients[0]))") }
    if let tls = copy.tls { lines.append("tls \(Self.suite(of: tls))") }
    lines[lines.count - 1] += ";"
    lines.append(trace.timeFormatter.headerDate(accepted))
    field = lines
  }

  /// What the client called itself, and the address the server saw, with its name if it has one.
  private static func client(_ connection: Trace.Connection, in trace: Trace) -> String {
    let literal = connection.clientAddress.literal
    let host = trace.cast.hosts[connection.client]
    let name = host.domain.map { $0.text + " " } ?? ""
    let hello = connection.helloName.isEmpty ? literal : connection.helloName
    return "\(PlainText.line(hello)) (\(name)\(literal))"
  }

  /// Copies are numbered in the order they came to be; a queue ID says so in a fixed width.
  private static func identifier(_ copy: CopyID) -> String {
    let number = String(copy.index + 1)
    return "C" + String(repeating: "0", count: max(0, 6 - number.count)) + number
  }

  /// The suite by its registered name, as the clause asks.
  private static func suite(of version: TLSVersion) -> String {
    switch version {
    case .tls12: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
    case .tls13: "TLS_AES_256_GCM_SHA384"
    }
  }
}

/// The body of a message, with the header fields that say how to read it (RFC 2045).
struct MessageContent {
  var fields: [String]
  var body: [String]

  init(_ id: MessageID, in index: TraceIndex) {
    let trace = index.trace
    let message = trace.messages[id]
    switch (message.kind, message.endToEnd) {
    case (.bounce, _), (.delayWarning, _):
      self = .notice(id, index.told[id] ?? [], in: trace)
    case (.original, .openPGP): self = .openPGP(id, in: trace)
    case (.original, .sMIME): self = .sMIME(id, in: trace)
    case (.original, .none): self = .plain(id, in: trace)
    }
  }

  private init(fields: [String], body: [String]) {
    self.fields = fields
    self.body = body
  }

  private static func plain(_ id: MessageID, in trace: Trace) -> MessageContent {
    MessageContent(
      fields: ["Content-Type: text/plain; charset=utf-8"],
      body: [
        "(The text of \(trace.name(id)): its author's program sent",
        "\(trace.messages[id].octets) octets. Every server on the way could read them.)",
      ])
  }

  /// The two parts of PGP/MIME (RFC 3156 §4).
  private static func openPGP(_ id: MessageID, in trace: Trace) -> MessageContent {
    let boundary = boundary(id, in: trace)
    return MessageContent(
      fields: [
        "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";",
        "\tboundary=\"\(boundary)\"",
      ],
      body: [
        "--\(boundary)", "Content-Type: application/pgp-encrypted", "", "Version: 1", "",
        "--\(boundary)", "Content-Type: application/octet-stream; name=\"encrypted.asc\"", "",
        "-----BEGIN PGP MESSAGE-----", "",
      ] + sealed(id, in: trace) + ["-----END PGP MESSAGE-----", "", "--\(boundary)--"])
  }

  /// One part that holds everything (RFC 8551 §3.3).
  private static func sMIME(_ id: MessageID, in trace: Trace) -> MessageContent {
    MessageContent(
      fields: [
        "Content-Type: application/pkcs7-mime; smime-type=authEnveloped-data;",
        "\tname=\"smime.p7m\"", "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment; filename=\"smime.p7m\"",
      ],
      body: sealed(id, in: trace))
  }

  /// Four lines that stand for the ciphertext: made from the message's number, without meaning.
  private static func sealed(_ id: MessageID, in trace: Trace) -> [String] {
    (0..<4).map { line in
      let words = (0..<6).map { StableHash.of("\(trace.messageID(of: id)) \(line) \($0)") }
      let bytes = words.flatMap { word in
        (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
      }
      return Base64.text(bytes)
    }
  }

  // MARK: Notices

  /// A report in three parts (RFC 6522 §3): words, the delivery status, the original's header.
  private static func notice(
    _ id: MessageID, _ failures: [ReportedFailure], in trace: Trace
  ) -> MessageContent {
    let boundary = boundary(id, in: trace)
    let host = trace.origin(of: id)
    let reporting = ["Reporting-MTA: dns; \(host)"] + failures.flatMap { $0.fields(in: trace) }
    return MessageContent(
      fields: [
        "Content-Type: multipart/report; report-type=delivery-status;",
        "\tboundary=\"\(boundary)\"",
      ],
      body: ["--\(boundary)", "Content-Type: text/plain; charset=utf-8", ""]
        + words(host, failures, in: trace)
        + ["", "--\(boundary)", "Content-Type: message/delivery-status", ""] + reporting
        + ["", "--\(boundary)", "Content-Type: text/rfc822-headers", ""]
        + trace.originalHeader(of: id) + ["", "--\(boundary)--"])
  }

  private static func words(
    _ host: String, _ failures: [ReportedFailure], in trace: Trace
  ) -> [String] {
    ["This is the mail server \(host)."]
      + failures.flatMap { failure in
        [
          "",
          failure.isFinal
            ? "Your message to \(trace.address(failure.recipient)) could not be delivered:"
            : "Your message to \(trace.address(failure.recipient)) is late and will be tried again.",
        ] + (failure.reason.map { ["\($0.sentence)."] } ?? [])
      }
  }

  private static func boundary(_ id: MessageID, in trace: Trace) -> String {
    "part-\(StableHash.fingerprint(of: trace.messageID(of: id)))"
  }
}

/// What a notice tells of one recipient.
struct ReportedFailure {
  var recipient: MailboxID
  /// nil in a warning.
  var reason: DeliveryFailure?
  var isFinal: Bool

  /// The fields of one recipient (RFC 3464 §2.3).
  func fields(in trace: Trace) -> [String] {
    var fields = [
      "", "Final-Recipient: rfc822; \(trace.address(recipient))",
      "Action: \(isFinal ? "failed" : "delayed")",
      "Status: \(reason?.status.description ?? "4.4.7")",
    ]
    if case .reply(let reply) = reason { fields.append("Diagnostic-Code: smtp; \(reply)") }
    return fields
  }
}

extension Trace {
  fileprivate func originalHeader(of notice: MessageID) -> [String] {
    let original: MessageID
    switch messages[notice].kind {
    case .bounce(let of), .delayWarning(let of): original = of
    case .original: return []
    }
    let row = messages[original]
    return [
      row.from.map { "From: \(address($0))" },
      "To: \(row.recipients.map(address).joined(separator: ", "))",
      "Subject: \(HeaderText.encoded(row.subject))",
      "Message-ID: \(messageID(of: original))",
    ].compactMap(\.self)
  }
}

/// A message as it lay in a mailbox: trace fields, header fields and a body (RFC 5322).
///
/// What a run keeps is shown exactly (hops, addresses, times, protection); the words of the body
/// are not kept, so a sentence stands for them.
public struct ArrivedMessage: Sendable {
  private let index: TraceIndex
  public let message: MessageID
  /// The copy in the mailbox.
  public let copy: CopyID
  public let recipient: MailboxID
  public let arrived: Instant

  /// Every message that was put into a mailbox, in the order of arrival.
  public static func all(in trace: Trace) -> [ArrivedMessage] {
    let index = TraceIndex(trace)
    return trace.records.compactMap { record in
      guard case .delivered(let copy, let recipient) = record.event else { return nil }
      return ArrivedMessage(
        index: index, message: trace.copies[copy].message, copy: copy, recipient: recipient,
        arrived: record.at)
    }
  }

  var trace: Trace { index.trace }

  /// The whole message, lines ended by a newline.
  public var text: String {
    (traceFields + header + [""] + body).joined(separator: "\n") + "\n"
  }

  private var traceFields: [String] {
    ["Return-Path: \(trace.path(row.reversePath))"]
      + receivedCopies.flatMap { line in
        line.field.enumerated().map { $0.offset == 0 ? $0.element : "\t\($0.element)" }
      }
  }

  private var row: Trace.Message { trace.messages[message] }

  /// From the copy in the mailbox back to the first; a copy the server wrote itself was not received.
  private var receivedCopies: [ReceivedField] {
    var lines: [ReceivedField] = []
    var next: CopyID? = copy
    while let id = next {
      if let line = ReceivedField(id, in: trace, at: index.accepted[id] ?? arrived) {
        lines.append(line)
      }
      next = trace.copies[id].parent
    }
    return lines
  }

  // MARK: Header

  private var header: [String] {
    [
      "From: \(from)",
      "To: \(row.recipients.map(trace.address).joined(separator: ", "))",
      "Subject: \(HeaderText.encoded(row.subject))",
      "Date: \(trace.timeFormatter.headerDate(index.composed[message] ?? arrived))",
      "Message-ID: \(trace.messageID(of: message))",
    ] + row.notices(in: trace) + ["MIME-Version: 1.0"] + content.fields
  }

  private var body: [String] { content.body }

  private var content: MessageContent { MessageContent(message, in: index) }

  private var from: String {
    if let author = row.author, let address = row.from {
      return "\(HeaderText.phrase(trace.cast.people[author].title)) <\(trace.address(address))>"
    }
    let address = row.from.map(trace.address) ?? "MAILER-DAEMON@\(trace.origin(of: message))"
    return row.kind == .original ? address : "Mail Delivery System <\(address)>"
  }

}

extension Trace.Message {
  /// Fields only a notice has: it was made by a program (RFC 3834 §5) and answers a message.
  fileprivate func notices(in trace: Trace) -> [String] {
    switch kind {
    case .original: []
    case .bounce(let original), .delayWarning(let original):
      ["Auto-Submitted: auto-replied", "References: \(trace.messageID(of: original))"]
    }
  }
}

extension Trace {
  /// The domain a message began in: its author's, or that of the server that wrote it.
  func origin(of message: MessageID) -> String {
    if let author = messages[message].author {
      return cast.people[author].mailbox.map { cast.mailboxes[$0].domain.text }
        ?? domainName(of: cast.people[author].machine)
    }
    let first = copies.first { $0.message == message && $0.parent == nil }
    return first.map { domainName(of: $0.host) } ?? "localhost"
  }

  /// A host without a name in the DNS gets one that nobody can have (RFC 6761 §6.4).
  func domainName(of host: HostID) -> String {
    if let domain = cast.hosts[host].domain { return domain.text }
    let label = cast.hosts[host].name.lowercased().split {
      !$0.isASCII || !($0.isLetter || $0.isNumber)
    }
    return (label.isEmpty ? "host" : label.joined(separator: "-")) + ".invalid"
  }

  /// The same for every print of a run: made of the scenario's fingerprint and the message's number.
  func messageID(of message: MessageID) -> String {
    let run = header.fingerprint.isEmpty ? "run" : header.fingerprint
    return "<\(run).\(message.index + 1)@\(origin(of: message))>"
  }
}

/// Notices: one is owed to every sender there is to tell, and none is ever sent about a notice
/// (RFC 5321 §4.5.5, §6.1).
enum NoticeAudit {
  static func violations(in trace: Trace) -> [Violation] {
    var violations: [Violation] = []
    var bounces = 0
    var answerable = 0
    for (row, record) in trace.records.enumerated() {
      let words: [String]
      switch record.event {
      case .composed(let message):
        if case .bounce = trace.messages[message].kind { bounces += 1 }
        words = rulesBroken(by: message, in: trace)
      case .accepted(let copy):
        let message = trace.messages[trace.copies[copy].message]
        if message.reversePath != nil { answerable += trace.copies[copy].recipients.count }
        words = []
      case .bounced(let copy, _, _, let notice):
        words = rulesBroken(byBounceOf: trace.copies[copy].message, notice, in: trace)
      default: continue
      }
      violations += words.map { Violation(record: RecordID(row), words: $0) }
    }
    // A forwarding address stands for others, each of which may fail.
    let forwards = trace.records.count { if case .forwarded = $0.event { true } else { false } }
    if bounces > answerable + forwards {
      violations.append(
        Violation(
          record: nil,
          words: "there are \(bounces) notices, but only \(answerable) deliveries to complain of"))
    }
    return violations
  }

  private static func rulesBroken(by notice: MessageID, in trace: Trace) -> [String] {
    let row = trace.messages[notice]
    let original: MessageID
    switch row.kind {
    case .original: return []
    case .bounce(let of), .delayWarning(let of): original = of
    }
    var words: [String] = []
    if row.reversePath != nil { words.append("a notice has a reverse-path of its own") }
    guard let sender = trace.messages[original].reversePath else {
      return words + ["a notice answers a message with the null reverse-path"]
    }
    if row.recipients != [sender] { words.append("a notice does not go to the reverse-path") }
    if trace.messages[original].kind != .original { words.append("a notice answers a notice") }
    return words
  }

  private static func rulesBroken(
    byBounceOf message: MessageID, _ notice: MessageID?, in trace: Trace
  ) -> [String] {
    guard let notice else {
      let mayBeTold =
        trace.messages[message].reversePath != nil && trace.messages[message].kind == .original
      return mayBeTold ? ["a message is given up and its sender is not told"] : []
    }
    switch trace.messages[notice].kind {
    case .bounce(message): return []
    default: return ["the notice of a failure is about another message"]
    }
  }
}

/// The whole report as one JSON document. `schemaVersion` changes when a member does.
enum JSONReport {
  static let schemaVersion = 1

  /// A document for one run or invalid file, a list of them for several.
  static func text(of reports: [RunReport], invalid: [ScenarioErrors]) -> String {
    let documents = reports.map(document) + invalid.map(document)
    return (documents.count == 1 ? documents[0] : JSON.array(documents)).pretty()
  }

  /// A file that was not played, and why.
  private static func document(of invalid: ScenarioErrors) -> JSON {
    [
      "schemaVersion": .number(schemaVersion),
      "file": .text(invalid.errors.first?.position.file),
      "holds": .bool(false),
      "errors": .array(
        invalid.errors.map { error in
          [
            "code": .string(error.code), "line": .number(error.position.line),
            "column": .number(error.position.column), "message": .string(error.sentence),
          ]
        }), "consequences": .number(invalid.consequences),
    ]
  }

  private static func document(of report: RunReport) -> JSON {
    let trace = report.trace
    let paths = MessagePaths(trace)
    let fates = Dictionary(grouping: trace.fates, by: \.message)
    return [
      "schemaVersion": .number(schemaVersion),
      "header": TraceCodec.json(trace.header),
      "summary": RunSummary(trace).json,
      "messages": .array(
        trace.messages.indices.map { row in
          message(MessageID(row), paths, fates[MessageID(row)] ?? [], in: trace)
        }),
      "decisions": .array(trace.decisions.map { decision($0, in: trace) }),
      "events": .array(
        EventList(trace).lines(report.options.filter).map { event($0, in: trace) }),
      "expectations": .array(report.checks.map { expectation($0, in: trace) }),
      "holds": .bool(report.expectationsHold),
      "lesson": lesson(report),
    ]
  }

  private static func time(_ instant: Instant, in trace: Trace) -> JSON {
    .string(trace.timeFormatter.time(instant))
  }

  // MARK: Messages

  private static func message(
    _ id: MessageID, _ paths: MessagePaths, _ fates: [Fate], in trace: Trace
  ) -> JSON {
    let row = trace.messages[id]
    return [
      "number": .number(id.index + 1), "kind": .string(row.kind.word),
      "about": row.kind.original.map { .number($0.index + 1) } ?? .null,
      "author": .text(row.author.map(trace.name)),
      "reversePath": .text(row.reversePath.map(trace.address)),
      "from": .text(row.from.map(trace.address)), "subject": .string(row.subject),
      "octets": .number(row.octets), "endToEnd": .string(row.endToEnd.rawValue),
      "recipients": .array(
        fates.map { recipient($0, paths.path(of: id, for: $0.recipient), in: trace) }),
    ]
  }

  private static func recipient(_ fate: Fate, _ path: MessagePath, in trace: Trace) -> JSON {
    [
      "address": .string(trace.address(fate.recipient)), "outcome": .string(fate.outcome.word),
      "at": fate.at.map { time($0, in: trace) } ?? .null,
      "words": .string(PathText.outcome(fate, in: trace)),
      "hops": .array(path.hops.map { hop($0, in: trace) }),
      "rests": .array(path.rests.map { rest($0, in: trace) }),
    ]
  }

  private static func hop(_ hop: Hop, in trace: Trace) -> JSON {
    [
      "kind": .string(hop.kind.word), "at": time(hop.at, in: trace),
      "from": .string(hop.connection.map(trace.clientName) ?? trace.name(hop.from)),
      "to": .string(hop.reader.map(trace.name) ?? trace.name(hop.to)),
      "protection": .string(hop.protection.rawValue), "reason": .string(hop.reason.rawValue),
    ]
  }

  private static func rest(_ rest: Rest, in trace: Trace) -> JSON {
    [
      "host": .string(trace.name(rest.host)),
      "storage": .string(rest.storage == .spool ? "spool" : "mailbox"),
      "protection": .string(rest.protection.rawValue), "since": time(rest.since, in: trace),
      "until": rest.until.map { time($0, in: trace) } ?? .null,
    ]
  }

  // MARK: Decisions, events, expectations

  private static func decision(_ decision: Decision, in trace: Trace) -> JSON {
    let rule = trace.cast.rules[decision.rule]
    return [
      "at": time(decision.at, in: trace), "nanoseconds": .number(decision.at.nanoseconds),
      "server": .string(trace.name(decision.server)),
      "client": .string(trace.connections[decision.connection].clientAddress.description),
      "reversePath": .text(decision.reversePath.map(trace.address)),
      "recipient": .text(decision.recipient.map(trace.address)),
      "verdict": .string(decision.verdict.rawValue), "reply": .string(decision.reply.codes),
      "reason": .string(decision.reason.rawValue), "rule": .string(rule.name),
      "position": .text(rule.position),
    ]
  }

  private static func event(_ line: EventLine, in trace: Trace) -> JSON {
    [
      "at": time(line.at, in: trace), "nanoseconds": .number(line.at.nanoseconds),
      "kind": .string(line.kind.rawValue),
      "from": .string(line.from), "to": .string(line.to), "over": .string(line.over),
      "protection": .text(line.protection?.rawValue), "outcome": .string(line.outcome),
      "words": .string(line.sentence),
      "messages": .array(line.messages.map { .number($0.index + 1) }),
      "record": .number(line.record.index),
    ]
  }

  private static func expectation(_ check: CheckedExpectation, in trace: Trace) -> JSON {
    [
      "holds": check.isReached ? .bool(check.holds) : .null, "subject": .string(check.subject),
      "file": .string(check.position.file), "line": .number(check.position.line),
      "column": .number(check.position.column), "key": .string(check.key),
      "expected": .string(check.expected), "found": .string(check.found),
      "reason": .text(check.reason?.rawValue), "decidedBy": .text(check.decidedBy),
      "notes": .array(check.notes.map(JSON.string)), "replay": .text(check.rerun),
    ]
  }

  private static func lesson(_ report: RunReport) -> JSON {
    [
      "term": .string(report.lesson.term), "goal": .string(report.lesson.goal),
      "question": .string(report.lesson.question),
      "answer": report.options.showsAnswer ? .string(report.lesson.answer) : .null,
      "source": .string(report.lesson.source),
    ]
  }
}

extension Trace.Message.Kind {
  var word: String {
    switch self {
    case .original: "original"
    case .bounce: "bounce"
    case .delayWarning: "delay-warning"
    }
  }

  var original: MessageID? {
    switch self {
    case .original: nil
    case .bounce(let of), .delayWarning(let of): of
    }
  }
}

extension Hop.Kind {
  var word: String {
    switch self {
    case .submission: "submission"
    case .relay: "relay"
    case .retrieval: "retrieval"
    }
  }
}

extension Fate.Outcome {
  var word: String {
    switch self {
    case .delivered: "delivered"
    case .bounced: "bounced"
    case .refused: "refused"
    case .forwarded: "forwarded"
    case .queued: "queued"
    }
  }
}

/// A run as one page that can be stepped through, forward and back: self-contained, offline, without
/// anything from a scenario, message or log that could become markup or program.
///
/// The page's program decides nothing: what each record changes, the words of each event, what a
/// question's answer is, all is written here.
public struct RunPage {
  /// A page holds no more records than this, from the beginning: with more it would be too large to
  /// mail, and slow to open.
  public static let mostRecords = 4_000

  private let report: RunReport
  private let trace: Trace
  private let index: TraceIndex
  private let lines: [EventLine]
  private let figure: RunFigure
  private let playback: Playback
  private let picture: String?
  /// The records shown, and how many were chosen to be.
  private let records: [Int]
  private let chosen: Int

  /// - Parameter report: its filter says which events the page holds, with all that was said on their
  ///   connections.
  public init(_ report: RunReport) {
    self.report = report
    trace = report.trace
    index = TraceIndex(trace)
    let lines = EventNarrator.lines(of: index).filter(report.options.filter.shows)
    let all = Self.records(of: lines, report.options.filter, in: index)
    chosen = all.count
    records = Array(all.prefix(Self.mostRecords))
    let last = records.last ?? -1
    self.lines = lines.filter { Int($0.record.index) <= last }
    figure = RunFigure(trace, records: records)
    playback = Playback(figure, records: records)
    picture = Self.picture(of: figure, playback.room)
  }

  /// All records, or those that a filter's events are about.
  private static func records(
    of lines: [EventLine], _ filter: EventFilter, in index: TraceIndex
  ) -> [Int] {
    let trace = index.trace
    guard filter != EventFilter() else { return Array(trace.records.indices) }
    let told = Set(lines.map { Int($0.record.index) })
    let connections = Set(told.compactMap { trace.records[$0].event.connection })
    return trace.records.indices.filter { row in
      if told.contains(row) { return true }
      let event = trace.records[row].event
      if let connection = event.connection { return connections.contains(connection) }
      return event.copy.map { trace.copies[$0].message == filter.message } ?? false
    }
  }

  /// The whole page; the same run gives the same octets.
  public var html: String {
    PageText.run(
      title: trace.header.title, picture: picture, data: json.line, events: eventList)
  }

  /// nil where there is nothing to draw, more than anybody could read, or what Graphviz cannot lay out.
  private static func picture(of figure: RunFigure, _ room: RunFigure.Room) -> String? {
    guard !figure.parties.isEmpty, figure.parties.count <= RunFigure.mostParties else { return nil }
    let graph = figure.graph(room)
    guard let svg = try? Graphviz.render(graph, as: .svg) else { return nil }
    return SVGPolish.inPage.polished(String(decoding: svg, as: UTF8.self), of: graph)
  }

  /// For readers whose browser runs no program: the events, or of many the sums alone.
  private var eventList: String {
    lines.count > 400 ? RunSummary(trace).text() : TextReport.text(of: report)
  }

  // MARK: Data

  private var json: JSON {
    var strings = StringTable()
    let events = self.events(&strings)
    let changes = self.changes(&strings)
    let dialogues = self.dialogues(&strings)
    return [
      "version": .number(1), "isWatched": .bool(report.options.isWatched),
      "title": .string(trace.header.title),
      "file": .string(trace.header.file),
      "made": .string(
        "MailSim \(trace.header.version), scenario \(trace.header.fingerprint.prefix(8)),"
          + " seed \(trace.header.seed)"),
      "records": .number(records.count), "of": .number(chosen),
      "last": .number(records.last ?? -1), "lesson": lesson,
      "steps": .array(trace.cast.steps.map { [.string($0.title), .number($0.line)] }),
      "messages": .array(messages), "hasFigure": .bool(picture != nil),
      "lines": .array(figure.lines.indices.map { .string(figure.title($0)) }),
      "parties": .array(figure.partyTitles.map(JSON.string)),
      "parts": .array(playback.parts.map(part)), "changes": changes, "events": events,
      "dialogues": dialogues, "rules": rules, "pages": explanations, "strings": strings.json,
    ]
  }

  private var lesson: JSON {
    [
      "term": .string(report.lesson.term), "goal": .string(report.lesson.goal),
      "question": .string(report.lesson.question),
      "answer": .string(report.lesson.answer), "source": .string(report.lesson.source),
    ]
  }

  private var messages: [JSON] {
    trace.messages.indices.map { row in
      let message = trace.messages[row]
      let about = message.subject.isEmpty ? "" : " \u{201c}\(message.subject)\u{201d}"
      return .string(trace.name(MessageID(row)) + about)
    }
  }

  private func part(_ part: Playback.Part) -> JSON {
    switch part {
    case .look(let row): ["look", .number(row)]
    case .protection(let row): ["protection", .number(row)]
    case .verdict(let row): ["verdict", .number(row)]
    case .disk(let row): ["disk", .number(row)]
    case .row(let subject):
      [
        "row", .string(playback.rows[subject]?.group ?? ""),
        .string(playback.rows[subject]?.name ?? ""),
      ]
    }
  }

  /// For each record that changes something: its number, then part, before, after, and so on.
  private func changes(_ strings: inout StringTable) -> JSON {
    var rows: [[JSON]] = []
    var last = -1
    for change in playback.changes {
      if change.record != last { rows.append([.number(change.record)]) }
      last = change.record
      rows[rows.count - 1] += [
        .number(change.part), .number(strings.row(change.before)),
        .number(strings.row(change.after)),
      ]
    }
    return .array(rows.map { .array($0) })
  }

  // MARK: Events

  /// A row for each event; words by their number in the table of strings, nothing as -1.
  private func events(_ strings: inout StringTable) -> JSON {
    var rowOfRecord: [Int: Int] = [:]
    for (row, line) in lines.enumerated() { rowOfRecord[Int(line.record.index)] = row }
    var quiz = Quiz(trace)
    var before: Instant?
    var rows: [JSON] = []
    for line in lines {
      // Nothing at the first event, -1 at the same moment.
      let gap = before.map { line.at == $0 ? nil : TimeFormatter.span(line.at - $0) } ?? ""
      before = line.at
      let words = [
        trace.timeFormatter.time(line.at), gap, line.kind.rawValue, line.from, line.to, line.over,
        line.protection?.word, line.verdict?.rawValue, line.outcome, line.sentence,
      ]
      let focus = self.focus(of: line)
      let connection = trace.records[line.record].event.connection ?? connection(of: line)
      let numbers: [Int?] = [
        line.step.map { Int($0.index) }, focus.line, focus.party,
        connection.map { Int($0.index) }, cause(of: line, rowOfRecord),
      ]
      rows.append(
        .array(
          [.number(line.record.index)] + words.map { .number(strings.row($0)) }
            + numbers.map { .number($0 ?? -1) }
            + [
              .array(line.messages.map { .number($0.index) }), why(line),
              quiz.question(about: line, facts: playback.known[Int(line.record.index)] ?? []),
            ]))
    }
    return .array(rows)
  }

  private func connection(of line: EventLine) -> ConnectionID? {
    switch trace.records[line.record].event {
    case .accepted(let copy): trace.copies[copy].connection
    case .relayed(_, _, let next): trace.copies[next].connection
    case .refusedToAuthor: index.connection(behind: trace.records[line.record].cause)
    default: nil
    }
  }

  /// Where in the figure an event happens.
  private func focus(of line: EventLine) -> (line: Int?, party: Int?) {
    let record = trace.records[line.record]
    if let connection = record.event.connection ?? connection(of: line) ?? watched(record.event) {
      let row = figure.lineOfConnection[connection]
      if row >= 0 { return (row, nil) }
    }
    if case .fetched(let copy, let reader, nil) = record.event {
      let machine = trace.cast.people[reader].machine
      return (figure.line(from: machine, to: trace.copies[copy].host, at: record.at), nil)
    }
    if let host = host(of: record.event) { return (nil, figure.party(host, at: record.at)) }
    if case .attack(let attack, _) = record.event { return (nil, figure.watcher(attack)) }
    return (nil, nil)
  }

  /// The connection that an attack's step is about.
  private func watched(_ event: TraceEvent) -> ConnectionID? {
    guard case .attack(_, let moment) = event else { return nil }
    return switch moment {
    case .contentSeen(_, let id), .passwordSeen(_, let id), .altered(let id), .refused(let id, _),
      .taken(let id, _):
      id
    default: nil
    }
  }

  /// The host where it happens, of what happens on no connection.
  private func host(of event: TraceEvent) -> HostID? {
    switch event {
    case .composed(let message), .refusedToAuthor(let message, _, _): figure.writer(of: message)
    case .moved(let host, _, _), .outage(let host, _), .looked(let host, _, _): host
    case .attack(_, .copyRead(let copy, _)): trace.copies[copy].host
    case .attack(_, .noticed(let host)), .attack(_, .misled(let host, _)): host
    case .attack(let attack, _): trace.cast.attacks[attack].machine
    default: event.copy.map { trace.copies[$0].host }
    }
  }

  /// The nearest event that led to this one.
  private func cause(of line: EventLine, _ rows: [Int: Int]) -> Int? {
    var next = trace.records[line.record].cause
    while let record = next {
      if let row = rows[Int(record.index)] { return row }
      next = trace.records[record].cause.flatMap { $0 < record ? $0 : nil }
    }
    return nil
  }

  // MARK: Why

  private func why(_ line: EventLine) -> JSON {
    let record = Int(line.record.index)
    switch trace.records[record].event {
    case .decided(let id, let verdict, let reason, let rule, _, let reply):
      return [
        "verdict": .string(verdict.rawValue), "reply": .string("\(reply)"),
        "code": .string(reason.rawValue), "because": .string(reason.because),
        "server": .number(trace.connections[id].server.index),
        "rule": reason == .limit ? .null : .number(rule.index),
        "facts": .array(
          (playback.known[record] ?? []).map { [.string($0.name), .string($0.value)] }),
      ]
    case .protection(_, _, let reason):
      return ["code": .string(reason.rawValue), "because": .string(reason.sentence)]
    default: return .null
    }
  }

  /// The rules of each server, by its number, in the order of its policy.
  private var rules: JSON {
    let servers = Set(trace.decisions.map(\.server)).sorted()
    return .object(
      servers.map { server in
        let rows = trace.cast.rules.indices.filter { trace.cast.rules[$0].server == server }
        return JSON.Member(
          "\(server.index)",
          .array(
            rows.map { row in
              let rule = trace.cast.rules[row]
              return [
                .number(row), .string(rule.name), .string(rule.meaning), .text(rule.position),
              ]
            }))
      })
  }

  /// The pages of `mailsim explain` on every code that comes up.
  private var explanations: JSON {
    var codes: [String] = []
    for line in lines {
      let code: String? =
        switch trace.records[line.record].event {
        case .decided(_, _, let reason, _, _, _): reason.rawValue
        case .protection(_, _, let reason): reason.rawValue
        default: nil
        }
      if let code, !codes.contains(code) { codes.append(code) }
    }
    return .object(
      codes.compactMap { code in
        Explanation.named(code).map { page in
          JSON.Member(
            code,
            [
              ["What it means", .string(page.summary)], ["When", .string(page.when)],
              ["What shows", .string(page.sign)], ["What to do", .string(page.remedy)],
              ["Source", .string(page.source)],
            ])
        }
      })
  }

  // MARK: Dialogues

  /// Of each connection its name, then record, words and whether it is bad, and so on.
  private func dialogues(_ strings: inout StringTable) -> JSON {
    var records = [[RecordID]](repeating: [], count: trace.connections.count)
    for row in self.records {
      if let id = trace.records[row].event.connection { records[id].append(RecordID(row)) }
    }
    var dialogues: [JSON] = []
    for (row, connection) in trace.connections.enumerated() {
      let id = ConnectionID(row)
      guard !records[id].isEmpty else {
        dialogues.append([])
        continue
      }
      var speaker = DialogueSpeaker(index, id)
      var said: [JSON] = []
      for record in records[id] {
        for line in speaker.lines(for: trace.records[record]) {
          said += [
            .number(record.index), .number(strings.row(line.text)),
            .number(line.role == .bad ? 1 : 0),
          ]
        }
      }
      dialogues.append([
        .string(
          "\(trace.clientName(id)) to \(trace.name(connection.server)),"
            + " \(connection.service.protocolName) \(connection.service.port)"), .array(said),
      ])
    }
    return .array(dialogues)
  }
}

/// Texts that come again and again, by number; -1 is none.
private struct StringTable {
  private var rows: [String: Int] = [:]
  private var texts: [String] = []

  mutating func row(_ text: String?) -> Int {
    guard let text else { return -1 }
    if let row = rows[text] { return row }
    rows[text] = texts.count
    texts.append(text)
    return texts.count - 1
  }

  var json: JSON { .array(texts.map(JSON.string)) }
}

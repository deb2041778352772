/// What each record changes on a page, with what was there before: going back costs what going
/// forward costs, and the page's program decides nothing.
struct Playback {
  /// Something on the page that changes by itself.
  enum Part: Hashable {
    /// How a line of the figure looks, and what its two blanks say.
    case look(Int), protection(Int), verdict(Int)
    /// What a party's blank says.
    case disk(Int)
    /// A row of the table of what holds now.
    case row(TraceState.Part)
  }

  /// A value is words with a tone before them: `ok|takes 250 2.1.5`.
  struct Change: Hashable {
    var record: Int
    var part: Int
    var before: String?
    var after: String?
  }

  /// A row of the table of what holds: where it stands, and what it is called.
  struct Row: Hashable {
    var group: String
    var name: String
  }

  let trace: Trace
  let figure: RunFigure
  private(set) var parts: [Part] = []
  private(set) var changes: [Change] = []
  private(set) var rows: [TraceState.Part: Row] = [:]
  /// What was known of the client when a server decided, by record.
  private(set) var known: [Int: [(name: String, value: String)]] = [:]
  private var rowOfPart: [Part: Int] = [:]
  private var values: [String?] = []
  private var state = TraceState()
  private var held: [Int: [MessageID: Int]] = [:]
  /// Connections whose next reply a decision has explained.
  private var explained: Set<ConnectionID> = []
  private var logins: [ConnectionID: AccountID?] = [:]
  private var reversePaths: [ConnectionID: MailboxID?] = [:]

  init(_ figure: RunFigure, records: [Int]) {
    self.figure = figure
    trace = figure.trace
    for row in records { play(row) }
  }

  /// Room for the longest words of each blank.
  var room: RunFigure.Room {
    var room = RunFigure.Room(
      lines: Array(repeating: (0, 0), count: figure.lines.count),
      disks: Array(repeating: 0, count: figure.parties.count))
    for change in changes {
      let words = change.after.map { $0.drop { $0 != "|" }.count - 1 } ?? 0
      switch parts[change.part] {
      case .protection(let row): room.lines[row].protection = max(room.lines[row].protection, words)
      case .verdict(let row): room.lines[row].verdict = max(room.lines[row].verdict, words)
      case .disk(let row): room.disks[row] = max(room.disks[row], words)
      case .look, .row: continue
      }
    }
    return room
  }

  // MARK: Playing

  private mutating func play(_ row: Int) {
    let record = trace.records[row]
    if case .decided(let id, _, _, _, let recipient, _) = record.event {
      known[row] = facts(id, recipient, at: record.at)
    }
    for part in state.apply(record, in: trace) {
      set(.row(part), value(of: part), at: row)
      if case .session(let id) = part { show(id, at: row) }
      if case .rest(let place) = part { show(place, at: row, record.at) }
    }
    note(record, at: row)
  }

  private mutating func set(_ part: Part, _ value: String?, at record: Int) {
    let index: Int
    if let known = rowOfPart[part] {
      index = known
    } else {
      guard value != nil else { return }
      index = parts.count
      rowOfPart[part] = index
      parts.append(part)
      values.append(nil)
      if case .row(let subject) = part { rows[subject] = row(of: subject) }
    }
    guard values[index] != value else { return }
    if let last = changes.last, last.record == record, last.part == index {
      changes[changes.count - 1].after = value
    } else {
      changes.append(Change(record: record, part: index, before: values[index], after: value))
    }
    values[index] = value
  }

  // MARK: The figure

  private mutating func show(_ id: ConnectionID, at record: Int) {
    guard let session = state.sessions[id], let line = line(of: id) else { return }
    let protection = session.protection
    switch session.phase {
    case .opening:
      set(.look(line), "opening", at: record)
      set(.protection(line), "|connecting", at: record)
      set(.verdict(line), nil, at: record)
    case .open:
      set(.look(line), protection?.rawValue ?? "open", at: record)
      let reason = session.reason?.phrase ?? "connected"
      set(.protection(line), "\(tone(protection))|\(reason)", at: record)
    case .failed(let failure):
      set(.look(line), "failed", at: record)
      set(.protection(line), "bad|\(failure.isBlocked ? "blocked" : "not connected")", at: record)
    case .closed:
      set(.look(line), "\(protection?.rawValue ?? "open") past", at: record)
    }
  }

  private mutating func show(_ place: TraceState.Place, at record: Int, _ instant: Instant) {
    let copy = trace.copies[place.copy]
    guard let party = figure.party(copy.host, at: instant) else { return }
    let change = state.rests[place] == nil ? -1 : 1
    let count = held[party, default: [:]][copy.message, default: 0] + change
    held[party, default: [:]][copy.message] = count > 0 ? count : nil
    let messages = held[party, default: [:]].keys.sorted()
    let readable = messages.count { trace.messages[$0].endToEnd.atRest != .encrypted }
    let words: String? =
      switch messages.count {
      case 0: nil
      case 1...3:
        "message \(messages.map { "\($0.index + 1)" }.joined(separator: ", "))"
          + (readable == 0
            ? ": sealed" : readable == messages.count ? ": readable" : ": part readable")
      default: "\(messages.count) messages, \(readable) readable"
      }
    set(.disk(party), words.map { "\(readable == 0 ? "ok" : "bad")|\($0)" }, at: record)
  }

  /// What is said on a line, in a few words.
  private mutating func note(_ record: Trace.Record, at row: Int) {
    switch record.event {
    case .smtpCommand(let id, .mail(let from, _)): reversePaths[id] = from
    case .smtpReply(let id, let reply, _):
      // What a decision has said, its reply says again.
      guard explained.remove(id) == nil, reply.isFailure else { return }
      say(.bad, "answers \(reply.codes)", on: id, at: row)
    case .decided(let id, let verdict, _, _, _, let reply):
      explained.insert(id)
      say(verdict == .accept ? .ok : .bad, "\(verdict.verb): \(reply.codes)", on: id, at: row)
    case .loginSucceeded(let id, let account):
      logins[id] = account
      say(.none, "\(trace.name(account)) logs in", on: id, at: row)
    case .loginFailed(let id, _): say(.bad, "login fails", on: id, at: row)
    case .accepted(let copy):
      guard let id = trace.copies[copy].connection else { return }
      say(.ok, "\(trace.name(trace.copies[copy].message)) taken", on: id, at: row)
    case .fetched(let copy, let reader, let id):
      let words = "\(trace.name(trace.copies[copy].message)) read"
      if let id { return say(.none, words, on: id, at: row) }
      let machine = trace.cast.people[reader].machine
      guard let line = figure.line(from: machine, to: trace.copies[copy].host, at: record.at)
      else { return }
      set(.look(line), "unknown", at: row)
      set(.protection(line), "bad|not known", at: row)
      set(.verdict(line), "|\(words)", at: row)
    case .outage(let host, let begins):
      guard let party = figure.party(host, at: record.at) else { return }
      set(.disk(party), begins ? "bad|out of order" : nil, at: row)
    case .attack(let attack, let moment): note(attack, moment, at: row)
    default: return
    }
  }

  private mutating func note(_ attack: AttackID, _ moment: AttackMoment, at row: Int) {
    let title = trace.cast.attacks[attack].title
    switch moment {
    case .contentSeen(_, let id): say(.bad, "read by \(title)", on: id, at: row)
    case .passwordSeen(_, let id): say(.bad, "password seen by \(title)", on: id, at: row)
    case .altered(let id): say(.bad, "changed by \(title)", on: id, at: row)
    default: return
    }
  }

  private enum Tone: String { case ok = "ok", bad = "bad", none = "" }

  private mutating func say(_ tone: Tone, _ words: String, on id: ConnectionID, at record: Int) {
    guard let line = line(of: id) else { return }
    set(.verdict(line), "\(tone.rawValue)|\(words)", at: record)
  }

  private func line(of id: ConnectionID) -> Int? {
    let line = figure.lineOfConnection[id]
    return line < 0 ? nil : line
  }

  private func tone(_ protection: Protection?) -> String {
    switch protection {
    case .encrypted: "ok"
    case .plaintext, .unknown: "bad"
    case nil: ""
    }
  }

  // MARK: What holds

  private func row(of part: TraceState.Part) -> Row {
    switch part {
    case .session(let id):
      let connection = trace.connections[id]
      return Row(
        group: "Open connections",
        name: "\(trace.clientName(id)) to \(trace.name(connection.server)),"
          + " \(connection.service.protocolName)")
    case .rest(let place):
      let copy = trace.copies[place.copy]
      let storage =
        switch place.storage {
        case .spool: "spool"
        case .mailbox(let mailbox): "mailbox of \(trace.address(mailbox))"
        }
      return Row(
        group: "On disk", name: "\(trace.name(copy.host)), \(storage): \(trace.name(copy.message))")
    case .waiting(let pending):
      let copy = trace.copies[pending.copy]
      return Row(
        group: "Waiting to be sent again",
        name: "\(trace.name(copy.host)): \(trace.name(copy.message)) to "
          + trace.address(pending.recipient))
    case .window(let roamer):
      return Row(
        group: "Mail last read from", name: "\(roamer.address), at \(trace.name(roamer.server))")
    case .fate(let pair):
      return Row(
        group: "Recipients",
        name: "\(trace.name(pair.message)) to \(trace.address(pair.recipient))")
    case .host(let host): return Row(group: "Machines", name: trace.name(host))
    }
  }

  /// nil where there is nothing to say any more.
  private func value(of part: TraceState.Part) -> String? {
    let times = trace.timeFormatter
    switch part {
    case .session(let id):
      guard let session = state.sessions[id] else { return nil }
      switch session.phase {
      case .opening: return "|being opened"
      case .open: return session.protection.map { "\(tone($0))|\($0.word)" } ?? "|open"
      case .failed, .closed: return nil
      }
    case .rest(let place):
      guard let since = state.rests[place] else { return nil }
      let isSealed =
        trace.messages[trace.copies[place.copy].message].endToEnd.atRest == .encrypted
      return (isSealed ? "ok|sealed" : "bad|readable") + " since \(times.time(since))"
    case .waiting(let pending):
      return state.waiting[pending].map {
        "bad|until \(times.time($0.until)), since \($0.failure.sentence)"
      }
    case .window(let roamer): return state.windows[roamer].map { "|\(times.time($0))" }
    case .fate(let pair):
      switch state.fates[pair] {
      case .delivered: return "ok|delivered"
      case .bounced: return "bad|bounced"
      case .refused: return "bad|refused"
      case .forwarded: return "|forwarded"
      case .queued: return "|on the way"
      case nil: return nil
      }
    case .host(let host):
      if state.outOfOrder.contains(host) { return "bad|out of order" }
      return state.sites[host].map { "|at \(trace.name($0))" } ?? "|answers again"
    }
  }

  // MARK: What a server knows

  /// Facts as they are, without a judgement.
  private func facts(
    _ id: ConnectionID, _ recipient: MailboxID?, at instant: Instant
  ) -> [(name: String, value: String)] {
    let connection = trace.connections[id]
    var facts = [
      (name: "Client", value: "\(trace.clientName(id)), \(connection.clientAddress)"),
      (name: "Calls itself", value: connection.helloName),
    ]
    if let path = reversePaths[id] { facts.append(("MAIL FROM", trace.path(path))) }
    if let recipient { facts.append(("RCPT TO", trace.path(recipient))) }
    let account = logins[id].map { trace.name($0) }
    facts.append(("Login on this connection", account ?? "none"))
    let roamer = TraceState.Roamer(
      server: connection.server, address: connection.clientAddress)
    let read = state.windows[roamer].map {
      "\(trace.timeFormatter.time($0)), \(TimeFormatter.span(instant - $0)) before"
    }
    facts.append(("Mail last read from this address", read ?? "never"))
    return facts
  }
}

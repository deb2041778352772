/// Records and their events. An event's name and members are written and read side by side here.
extension TraceCodec {
  static func json(_ record: Trace.Record) -> JSON {
    let (name, members) = members(of: record.event)
    return .object(
      [
        JSON.Member("at", .number(record.at.nanoseconds)),
        JSON.Member("cause", .id(record.cause)), JSON.Member("event", .string(name)),
      ] + members.map { JSON.Member($0.0, $0.1) })
  }

  static func record(_ fields: TraceFields) throws(FieldError) -> Trace.Record {
    Trace.Record(
      at: try fields.instant("at"),
      cause: try fields.optionalID("cause", below: fields.bounds.records),
      event: try event(fields))
  }

  typealias Members = KeyValuePairs<String, JSON>

  // MARK: Writing

  private static func members(of event: TraceEvent) -> (String, Members) {
    switch event {
    case .opening(let id): ("opening", ["connection": .id(id)])
    case .openFailed(let id, let why):
      ("open-failed", ["connection": .id(id), "why": .string(CaseName.name(why))])
    case .opened(let id): ("opened", ["connection": .id(id)])
    case .smtpCommand(let id, let command):
      ("smtp-command", ["connection": .id(id), "command": json(command)])
    case .smtpReply(let id, let reply, let offering):
      (
        "smtp-reply",
        [
          "connection": .id(id), "reply": json(reply),
          "offering": offering.map { .array($0.keywords.map(JSON.string)) } ?? .null,
        ]
      )
    case .accessCommand(let id, let command):
      ("access-command", ["connection": .id(id), "command": json(command)])
    case .accessReply(let id, let reply):
      ("access-reply", ["connection": .id(id), "reply": json(reply)])
    case .tlsEstablished(let id, let version, let certificate):
      (
        "tls-established",
        [
          "connection": .id(id), "tls": .string(version.name),
          "certificate": .string(CaseName.name(certificate)),
        ]
      )
    case .tlsFailed(let id): ("tls-failed", ["connection": .id(id)])
    case .protection(let id, let protection, let reason):
      (
        "protection",
        [
          "connection": .id(id), "protection": .string(protection.rawValue),
          "reason": .string(reason.rawValue),
        ]
      )
    case .closed(let id, let end):
      ("closed", ["connection": .id(id), "end": .string(CaseName.name(end))])
    case .decided(let id, let verdict, let reason, let rule, let recipient, let reply):
      (
        "decided",
        [
          "connection": .id(id), "verdict": .string(verdict.rawValue),
          "reason": .string(reason.rawValue), "rule": .id(rule), "recipient": .id(recipient),
          "reply": json(reply),
        ]
      )
    case .loginSucceeded(let id, let account):
      ("login-succeeded", ["connection": .id(id), "account": .id(account)])
    case .loginFailed(let id, let account):
      ("login-failed", ["connection": .id(id), "account": .id(account)])
    case .windowOpened(let server, let address, let id):
      (
        "window-opened",
        [
          "host": .id(server), "address": .string(address.description), "connection": .id(id),
        ]
      )
    default: messageMembers(of: event)
    }
  }

  private static func messageMembers(of event: TraceEvent) -> (String, Members) {
    switch event {
    case .composed(let id): return ("composed", ["message": .id(id)])
    case .refusedToAuthor(let id, let recipient, let reply):
      return (
        "refused-to-author",
        ["message": .id(id), "recipient": .id(recipient), "reply": reply.map(json) ?? .null]
      )
    case .accepted(let id): return ("accepted", ["copy": .id(id)])
    case .stored(let id, let storage):
      return ("stored", ["copy": .id(id), "mailbox": json(storage)])
    case .removed(let id, let storage):
      return ("removed", ["copy": .id(id), "mailbox": json(storage)])
    case .deferred(let id, let recipient, let failure, let until):
      return (
        "deferred",
        [
          "copy": .id(id), "recipient": .id(recipient), "problem": json(failure),
          "until": .number(until.nanoseconds),
        ]
      )
    case .relayed(let id, let recipient, let next):
      return ("relayed", ["copy": .id(id), "recipient": .id(recipient), "to": .id(next)])
    case .delivered(let id, let recipient):
      return ("delivered", ["copy": .id(id), "recipient": .id(recipient)])
    case .forwarded(let id, let recipient, let new):
      return ("forwarded", ["copy": .id(id), "recipient": .id(recipient), "to": .id(new)])
    case .bounced(let id, let recipient, let failure, let notice):
      return (
        "bounced",
        [
          "copy": .id(id), "recipient": .id(recipient), "problem": json(failure),
          "notice": .id(notice),
        ]
      )
    case .delayWarned(let id, let recipient, let notice):
      return (
        "delay-warned", ["copy": .id(id), "recipient": .id(recipient), "notice": .id(notice)]
      )
    case .fetched(let id, let reader, let connection):
      return ("fetched", ["copy": .id(id), "person": .id(reader), "connection": .id(connection)])
    case .looked(let host, let domain, let outcome):
      return (
        "looked",
        ["host": .id(host), "domain": .id(domain), "outcome": .string(CaseName.name(outcome))]
      )
    case .moved(let host, let site, let address):
      return (
        "moved",
        ["host": .id(host), "site": .id(site), "address": .string(address.description)]
      )
    case .outage(let host, let begins):
      return ("outage", ["host": .id(host), "begins": .bool(begins)])
    case .attack(let id, let moment): return ("attack", members(of: moment, in: id))
    default: preconditionFailure("an event of a connection has its members above")
    }
  }

  // MARK: Reading

  private static func event(_ fields: TraceFields) throws(FieldError) -> TraceEvent {
    let bounds = fields.bounds
    let name = try fields.text("event")
    func connection() throws(FieldError) -> ConnectionID {
      try fields.id("connection", below: bounds.connections)
    }
    switch name {
    case "opening": return .opening(try connection())
    case "open-failed": return .openFailed(try connection(), try fields.choice("why"))
    case "opened": return .opened(try connection())
    case "smtp-command":
      return .smtpCommand(try connection(), try smtpCommand(try fields.object("command")))
    case "smtp-reply":
      return .smtpReply(
        try connection(), try reply(try fields.object("reply")),
        offering: fields.isNull("offering") ? nil : try extensions(fields, "offering"))
    case "access-command":
      return .accessCommand(try connection(), try accessCommand(try fields.object("command")))
    case "access-reply":
      return .accessReply(try connection(), try accessReply(try fields.object("reply")))
    case "tls-established":
      return .tlsEstablished(
        try connection(), try tls(fields, "tls"), try fields.choice("certificate"))
    case "tls-failed": return .tlsFailed(try connection())
    case "protection":
      return .protection(try connection(), try fields.raw("protection"), try fields.raw("reason"))
    case "closed": return .closed(try connection(), try fields.choice("end"))
    case "decided":
      return .decided(
        try connection(), try fields.raw("verdict"), try fields.raw("reason"),
        try fields.id("rule", below: bounds.rules),
        recipient: try fields.optionalID("recipient", below: bounds.mailboxes),
        try reply(try fields.object("reply")))
    case "login-succeeded":
      return .loginSucceeded(try connection(), AccountID(index: try fields.number("account")))
    case "login-failed":
      return .loginFailed(
        try connection(),
        fields.isNull("account") ? nil : AccountID(index: try fields.number("account")))
    case "window-opened":
      return .windowOpened(
        at: try fields.id("host", below: bounds.hosts), for: try fields.parsed("address"),
        try connection())
    default: return try messageEvent(name, fields)
    }
  }

  private static func messageEvent(
    _ name: String, _ fields: TraceFields
  ) throws(FieldError) -> TraceEvent {
    let bounds = fields.bounds
    func copy() throws(FieldError) -> CopyID { try fields.id("copy", below: bounds.copies) }
    func host() throws(FieldError) -> HostID { try fields.id("host", below: bounds.hosts) }
    func recipient() throws(FieldError) -> MailboxID {
      try fields.id("recipient", below: bounds.mailboxes)
    }
    switch name {
    case "composed": return .composed(try fields.id("message", below: bounds.messages))
    case "refused-to-author":
      return .refusedToAuthor(
        try fields.id("message", below: bounds.messages), recipient: try recipient(),
        fields.isNull("reply") ? nil : try reply(try fields.object("reply")))
    case "accepted": return .accepted(try copy())
    case "stored": return .stored(try copy(), try storage(fields))
    case "removed": return .removed(try copy(), try storage(fields))
    case "deferred":
      return .deferred(
        try copy(), recipient: try recipient(), try failure(try fields.object("problem")),
        until: try fields.instant("until"))
    case "relayed":
      return .relayed(
        try copy(), recipient: try recipient(), to: try fields.id("to", below: bounds.copies))
    case "delivered": return .delivered(try copy(), recipient: try recipient())
    case "forwarded":
      return .forwarded(
        try copy(), recipient: try recipient(), to: try fields.id("to", below: bounds.mailboxes))
    case "bounced":
      return .bounced(
        try copy(), recipient: try recipient(), try failure(try fields.object("problem")),
        notice: try fields.optionalID("notice", below: bounds.messages))
    case "delay-warned":
      return .delayWarned(
        try copy(), recipient: try recipient(),
        notice: try fields.id("notice", below: bounds.messages))
    case "fetched":
      return .fetched(
        try copy(), by: try fields.id("person", below: bounds.people),
        try fields.optionalID("connection", below: bounds.connections))
    case "looked":
      return .looked(
        try host(), try fields.id("domain", below: bounds.domains), try fields.choice("outcome"))
    case "moved":
      return .moved(
        try host(), to: try fields.id("site", below: bounds.sites), try fields.parsed("address"))
    case "outage": return .outage(try host(), begins: try fields.flag("begins"))
    case "attack":
      return .attack(try fields.id("attack", below: bounds.attacks), try moment(fields))
    default: throw FieldError("no event is called '\(name)'")
    }
  }
}

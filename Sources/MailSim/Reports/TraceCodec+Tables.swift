/// The tables of a trace: header, cast, connections, messages, copies.
extension TraceCodec {
  static func json(_ header: Trace.Header) -> JSON {
    [
      "version": .string(header.version), "title": .string(header.title),
      "file": .string(header.file), "fingerprint": .string(header.fingerprint),
      "seed": .number(header.seed), "startSeconds": .number(header.startSeconds),
    ]
  }

  static func header(_ fields: TraceFields) throws(FieldError) -> Trace.Header {
    let start: Int64 = try fields.number("startSeconds")
    // From 1970 to the end of the year 9999: what a date of four digits can say.
    guard (0..<253_402_300_800).contains(start) else {
      throw FieldError("'startSeconds' must be a moment between the years 1970 and 9999")
    }
    return Trace.Header(
      version: try fields.text("version"), title: try fields.text("title"),
      file: try fields.text("file"), fingerprint: try fields.text("fingerprint"),
      seed: try fields.number("seed"), startSeconds: start)
  }

  // MARK: Connections, messages, copies

  static func json(_ row: Trace.Connection) -> JSON {
    let connection: JSON = [
      "client": .id(row.client), "server": .id(row.server),
      "clientAddress": .string(row.clientAddress.description),
      "serverAddress": .string(row.serverAddress.description),
      "service": .string(CaseName.name(row.service)), "person": .id(row.person),
      "step": .id(row.step), "helloName": .string(row.helloName),
    ]
    return connection.adding("attack", row.attack.map(JSON.id))
  }

  static func connection(_ fields: TraceFields) throws(FieldError) -> Trace.Connection {
    Trace.Connection(
      client: try fields.id("client", below: fields.bounds.hosts),
      server: try fields.id("server", below: fields.bounds.hosts),
      clientAddress: try fields.parsed("clientAddress"),
      serverAddress: try fields.parsed("serverAddress"), service: try fields.choice("service"),
      person: try fields.optionalID("person", below: fields.bounds.people),
      step: try fields.optionalID("step", below: fields.bounds.steps),
      helloName: try fields.text("helloName"),
      attack: try fields.optionalID("attack", below: fields.bounds.attacks))
  }

  static func json(_ row: Trace.Message) -> JSON {
    let message: JSON = [
      "kind": .string(row.kind.word), "of": .id(row.kind.original), "author": .id(row.author),
      "reversePath": .id(row.reversePath), "from": .id(row.from),
      "recipients": .list(row.recipients), "subject": .string(row.subject),
      "octets": .number(row.octets), "endToEnd": .string(row.endToEnd.rawValue),
      "step": .id(row.step),
    ]
    return message.adding("attack", row.attack.map(JSON.id))
  }

  static func message(_ fields: TraceFields) throws(FieldError) -> Trace.Message {
    let mailboxes = fields.bounds.mailboxes
    return Trace.Message(
      kind: try kind(fields), author: try fields.optionalID("author", below: fields.bounds.people),
      reversePath: try fields.optionalID("reversePath", below: mailboxes),
      from: try fields.optionalID("from", below: mailboxes),
      recipients: try fields.ids("recipients", below: mailboxes),
      subject: try fields.text("subject"), octets: try fields.number("octets"),
      endToEnd: try fields.raw("endToEnd"),
      step: try fields.optionalID("step", below: fields.bounds.steps),
      attack: try fields.optionalID("attack", below: fields.bounds.attacks))
  }

  /// A notice speaks of a message that was there before it.
  private static func kind(_ fields: TraceFields) throws(FieldError) -> Trace.Message.Kind {
    let word = try fields.text("kind")
    switch word {
    case "original": return .original
    case "bounce": return .bounce(of: try fields.id("of", below: fields.bounds.messages))
    case "delay-warning":
      return .delayWarning(of: try fields.id("of", below: fields.bounds.messages))
    default: throw FieldError("'kind': '\(word)' is none of original, bounce, delay-warning")
    }
  }

  static func json(_ row: Trace.Copy) -> JSON {
    [
      "message": .id(row.message), "host": .id(row.host), "parent": .id(row.parent),
      "connection": .id(row.connection), "keyword": .string(row.keyword.rawValue),
      "tls": .text(row.tls?.name), "recipients": .list(row.recipients),
    ]
  }

  static func copy(_ fields: TraceFields) throws(FieldError) -> Trace.Copy {
    Trace.Copy(
      message: try fields.id("message", below: fields.bounds.messages),
      host: try fields.id("host", below: fields.bounds.hosts),
      parent: try fields.optionalID("parent", below: fields.bounds.copies),
      connection: try fields.optionalID("connection", below: fields.bounds.connections),
      keyword: try fields.raw("keyword"), tls: fields.isNull("tls") ? nil : try tls(fields, "tls"),
      recipients: try fields.ids("recipients", below: fields.bounds.mailboxes))
  }

  static func tls(_ fields: TraceFields, _ key: String) throws(FieldError) -> TLSVersion {
    let name = try fields.text(key)
    guard let version = TLSVersion.allCases.first(where: { $0.name == name }) else {
      throw FieldError(
        "'\(key)': '\(name)' is none of "
          + TLSVersion.allCases.map(\.name).joined(separator: ", "))
    }
    return version
  }
}

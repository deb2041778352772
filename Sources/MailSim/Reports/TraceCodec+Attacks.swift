/// Attackers and their steps. They stand in a trace only where there are any.
extension TraceCodec {
  static func json(_ attack: Cast.Attack) -> JSON {
    [
      "name": .string(attack.name), "title": .string(attack.title),
      "kind": .string(attack.kind.rawValue), "machine": .id(attack.machine),
      "holdings": .array(
        attack.holdings.map { holding in
          [
            "grant": .string(holding.grant.rawValue), "sites": .list(holding.sites),
            "host": .id(holding.host),
          ]
        }),
    ]
  }

  static func attack(_ fields: TraceFields) throws(FieldError) -> Cast.Attack {
    Cast.Attack(
      name: try fields.text("name"), title: try fields.text("title"),
      kind: try fields.raw("kind"),
      machine: try fields.optionalID("machine", below: fields.bounds.hosts),
      holdings: try fields.objects("holdings", nil, holding))
  }

  private static func holding(_ fields: TraceFields) throws(FieldError) -> Cast.Attack.Holding {
    Cast.Attack.Holding(
      grant: try fields.raw("grant"), sites: try fields.ids("sites", below: fields.bounds.sites),
      host: try fields.optionalID("host", below: fields.bounds.hosts))
  }

  // MARK: Moments

  static func members(of moment: AttackMoment, in id: AttackID) -> Members {
    switch moment {
    case .began: ["attack": .id(id), "moment": "began"]
    case .lacks(let grant):
      ["attack": .id(id), "moment": "lacks", "grant": .string(grant.rawValue)]
    case .tried(let number): ["attack": .id(id), "moment": "tried", "number": .number(number)]
    case .refused(let connection, let reply):
      [
        "attack": .id(id), "moment": "refused", "connection": .id(connection), "reply": json(reply),
      ]
    case .taken(let connection, let recipient):
      [
        "attack": .id(id), "moment": "taken", "connection": .id(connection),
        "recipient": .id(recipient),
      ]
    case .altered(let connection):
      ["attack": .id(id), "moment": "altered", "connection": .id(connection)]
    case .contentSeen(let message, let connection):
      [
        "attack": .id(id), "moment": "content-seen", "message": .id(message),
        "connection": .id(connection),
      ]
    case .copyRead(let copy, let content):
      ["attack": .id(id), "moment": "copy-read", "copy": .id(copy), "content": .bool(content)]
    case .passwordSeen(let account, let connection):
      [
        "attack": .id(id), "moment": "password-seen", "account": .id(account),
        "connection": .id(connection),
      ]
    case .misled(let host, let domain):
      ["attack": .id(id), "moment": "misled", "host": .id(host), "domain": .id(domain)]
    case .noticed(let host): ["attack": .id(id), "moment": "noticed", "host": .id(host)]
    case .succeeded: ["attack": .id(id), "moment": "succeeded"]
    case .ended: ["attack": .id(id), "moment": "ended"]
    }
  }

  static func moment(_ fields: TraceFields) throws(FieldError) -> AttackMoment {
    let bounds = fields.bounds
    func connection() throws(FieldError) -> ConnectionID {
      try fields.id("connection", below: bounds.connections)
    }
    func host() throws(FieldError) -> HostID { try fields.id("host", below: bounds.hosts) }
    let name = try fields.text("moment")
    switch name {
    case "began": return .began
    case "lacks": return .lacks(try fields.raw("grant"))
    case "tried": return .tried(try fields.number("number"))
    case "refused": return .refused(try connection(), try reply(try fields.object("reply")))
    case "taken":
      return .taken(
        try connection(), recipient: try fields.id("recipient", below: bounds.mailboxes))
    case "altered": return .altered(try connection())
    case "content-seen":
      return .contentSeen(try fields.id("message", below: bounds.messages), try connection())
    case "copy-read":
      return .copyRead(
        try fields.id("copy", below: bounds.copies), content: try fields.flag("content"))
    case "password-seen":
      return .passwordSeen(AccountID(index: try fields.number("account")), try connection())
    case "misled":
      return .misled(try host(), try fields.id("domain", below: bounds.domains))
    case "noticed": return .noticed(try host())
    case "succeeded": return .succeeded
    case "ended": return .ended
    default: throw FieldError("no moment of an attack is called '\(name)'")
    }
  }
}

/// The cast of a trace: who and what takes part.
extension TraceCodec {
  static func json(_ cast: Cast) -> JSON {
    let parties: JSON = [
      "sites": .array(cast.sites.map(json)), "hosts": .array(cast.hosts.map(json)),
      "people": .array(cast.people.map(json)), "links": .array(cast.links.map(json)),
      "mailboxes": .array(cast.mailboxes.map(json)),
      "domains": .array(cast.domains.map { .string($0.text) }),
      "rules": .array(cast.rules.map(json)), "steps": .array(cast.steps.map(json)),
    ]
    return parties.adding(
      "attacks", cast.attacks.isEmpty ? nil : .array(cast.attacks.map(json)))
  }

  static func cast(_ fields: TraceFields) throws(FieldError) -> Cast {
    var cast = Cast()
    cast.mailboxes = try fields.values("mailboxes", mailbox)
    cast.domains = try fields.values("domains", domain)
    cast.sites = try fields.objects("sites", nil, site)
    cast.hosts = try fields.objects("hosts", Bounds(cast), host)
    let bounds = Bounds(cast)
    cast.people = try fields.objects("people", bounds, person)
    cast.links = try fields.objects("links", bounds, link)
    cast.rules = try fields.objects("rules", bounds, rule)
    cast.steps = try fields.objects("steps", bounds, step)
    if !fields.isNull("attacks") { cast.attacks = try fields.objects("attacks", bounds, attack) }
    return cast
  }

  /// As text where reading the text gives the same mailbox; else in its parts.
  private static func json(_ mailbox: Mailbox) -> JSON {
    if Mailbox(mailbox.description) == mailbox { return .string(mailbox.description) }
    return [
      "localPart": .string(mailbox.localPart), "domain": .string(mailbox.domain.text),
      "wasQuoted": .bool(mailbox.wasQuoted),
    ]
  }

  private static func mailbox(_ value: JSON) throws(FieldError) -> Mailbox {
    if case .string(let text) = value {
      guard let mailbox = Mailbox(text) else { throw FieldError("'\(text)' is no mailbox") }
      return mailbox
    }
    let fields = TraceFields(value, bounds: Bounds())
    return Mailbox(
      localPart: try fields.text("localPart"), domain: try fields.parsed("domain"),
      wasQuoted: try fields.flag("wasQuoted"))
  }

  private static func domain(_ value: JSON) throws(FieldError) -> Domain {
    guard case .string(let text) = value, let domain = Domain(text) else {
      throw FieldError("'domains' must hold domains")
    }
    return domain
  }

  private static func json(_ site: Cast.Site) -> JSON {
    [
      "name": .string(site.name), "title": .string(site.title), "isOurs": .bool(site.isOurs),
      "networks": .array(site.networks.map(JSON.string)),
      "publicAddress": .text(site.publicAddress?.description),
      "egress": .array(site.egress.map(JSON.string)),
    ]
  }

  private static func site(_ fields: TraceFields) throws(FieldError) -> Cast.Site {
    Cast.Site(
      name: try fields.text("name"), title: try fields.text("title"),
      isOurs: try fields.flag("isOurs"), networks: try fields.texts("networks"),
      publicAddress: fields.isNull("publicAddress") ? nil : try fields.parsed("publicAddress"),
      egress: try fields.texts("egress"))
  }

  private static func json(_ host: Cast.Host) -> JSON {
    [
      "name": .string(host.name), "title": .string(host.title), "remark": .string(host.remark),
      "role": .string(host.role.rawValue), "site": .id(host.site),
      "address": .text(host.address?.description), "domain": .text(host.domain?.text),
    ]
  }

  private static func host(_ fields: TraceFields) throws(FieldError) -> Cast.Host {
    let role = try fields.text("role")
    guard let known = Cast.Host.Role(rawValue: role) else {
      throw FieldError("'role': '\(role)' is none of machine, server, gateway, attacker")
    }
    return Cast.Host(
      name: try fields.text("name"), title: try fields.text("title"),
      remark: try fields.text("remark"), role: known,
      site: try fields.id("site", below: fields.bounds.sites),
      address: fields.isNull("address") ? nil : try fields.parsed("address"),
      domain: fields.isNull("domain") ? nil : try fields.parsed("domain"))
  }

  private static func json(_ person: Cast.Person) -> JSON {
    [
      "name": .string(person.name), "title": .string(person.title), "machine": .id(person.machine),
      "mailbox": .id(person.mailbox), "home": .id(person.home),
    ]
  }

  private static func person(_ fields: TraceFields) throws(FieldError) -> Cast.Person {
    Cast.Person(
      name: try fields.text("name"), title: try fields.text("title"),
      machine: try fields.id("machine", below: fields.bounds.hosts),
      mailbox: try fields.optionalID("mailbox", below: fields.bounds.mailboxes),
      home: try fields.optionalID("home", below: fields.bounds.hosts))
  }

  private static func json(_ link: Cast.Link) -> JSON {
    ["a": .id(link.a), "b": .id(link.b), "remark": .string(link.remark)]
  }

  private static func link(_ fields: TraceFields) throws(FieldError) -> Cast.Link {
    Cast.Link(
      a: try fields.id("a", below: fields.bounds.sites),
      b: try fields.id("b", below: fields.bounds.sites), remark: try fields.text("remark"))
  }

  private static func json(_ rule: Cast.Rule) -> JSON {
    [
      "name": .string(rule.name), "server": .id(rule.server), "position": .text(rule.position),
      "meaning": .string(rule.meaning),
    ]
  }

  private static func rule(_ fields: TraceFields) throws(FieldError) -> Cast.Rule {
    Cast.Rule(
      name: try fields.text("name"), server: try fields.id("server", below: fields.bounds.hosts),
      position: fields.isNull("position") ? nil : try fields.text("position"),
      meaning: try fields.text("meaning"))
  }

  private static func json(_ step: Cast.Step) -> JSON {
    ["title": .string(step.title), "line": .number(step.line)]
  }

  private static func step(_ fields: TraceFields) throws(FieldError) -> Cast.Step {
    Cast.Step(title: try fields.text("title"), line: try fields.number("line"))
  }
}

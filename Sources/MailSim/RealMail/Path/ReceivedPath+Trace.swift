extension ReceivedPath {
  /// The path as a trace, for the reports and pictures that runs have.
  ///
  /// Servers that wrote trusted lines are ours; the others are gateways. Where two neighbouring
  /// lines do not meet, an unknown connection stands between them. How the recipient reads the
  /// mail is not known either.
  public func trace(file: String = "") -> Trace {
    PathTraceBuilder(self, file: file).build()
  }
}

private struct PathTraceBuilder {
  private let path: ReceivedPath
  private var travel: TravelTrace
  private let recipient: MailboxID
  private let message: MessageID
  private var copy: CopyID?
  private var place: HostID?

  init(_ path: ReceivedPath, file: String) {
    self.path = path
    let start = path.lines.lazy.compactMap { $0.field?.date?.seconds }.first ?? 0
    let subject = path.head.first("subject")?.decodedText ?? ""
    travel = TravelTrace(
      title: subject.isEmpty ? "A message without a subject" : subject, file: file,
      fingerprint: StableHash.fingerprint(of: path.lines.map(\.received.text).joined()),
      startSeconds: start)
    let recipient = travel.mailbox(path.recipientAddress ?? "")
    var author: MailboxID?
    if let address = path.authorAddress { author = travel.mailbox(address) }
    var reversePath: MailboxID?
    if let address = path.reversePath { reversePath = travel.mailbox(address) }
    self.recipient = recipient
    message = travel.message(
      Trace.Message(
        author: nil, reversePath: reversePath, from: author,
        recipients: [recipient], subject: subject, octets: UInt32(clamping: path.head.octets),
        endToEnd: path.head.contentProtection.endToEnd))
  }

  func build() -> Trace {
    var builder = self
    builder.travel.note(.composed(message), at: 0)
    for line in path.lines { builder.follow(line) }
    builder.arrive()
    return builder.travel.trace
  }

  private mutating func follow(_ line: PathLine) {
    guard let field = line.field else { return }
    let at = travel.secondsSinceStart(field.date)
    switch line.kind {
    case .unread: return
    case .handover:
      guard copy == nil, let server = server(of: line) else { return }
      copy = travel.begin(message, at: server, recipients: [recipient], at)
      place = server
    case .hop:
      guard let server = server(of: line) else { return }
      bridgeGap(before: line, at: at)
      let client = place ?? firstMachine(line)
      guard client != server else { return }
      go(from: client, to: server, line, at: at)
    }
  }

  private mutating func go(from client: HostID, to server: HostID, _ line: PathLine, at: Double?) {
    guard let field = line.field, let protection = line.protection else { return }
    let isSubmission = copy == nil && field.with?.saysAuthenticated == true
    let step = TravelTrace.Step(
      client: client, server: server, clientAddress: field.from?.address,
      helloName: field.from?.hello ?? "", protection: protection.protection,
      keyword: field.with?.keyword, tls: TLSVersion(reported: protection.tls?.version), at: at,
      service: isSubmission ? .submission : .smtp)
    let next = travel.hop(message, from: copy, step, recipients: [recipient])
    if let copy { travel.leaveSpool(copy) }
    copy = next
    place = server
  }

  /// Between two lines that do not meet, the message went a way nobody wrote down.
  private mutating func bridgeGap(before line: PathLine, at: Double?) {
    guard let from = place, line.remarks.contains(where: { $0.kind == .namesDoNotMeet }),
      let name = line.fromName
    else { return }
    let to = travel.host(
      name, role: .gateway, site: site(name, line), address: line.field?.from?.address,
      remark: "wrote no line")
    guard to != from else { return }
    let next = travel.hop(
      message, from: copy,
      TravelTrace.Step(client: from, server: to, helloName: "", protection: .unknown, at: at),
      recipients: [recipient])
    if let copy { travel.leaveSpool(copy) }
    copy = next
    place = to
  }

  private mutating func firstMachine(_ line: PathLine) -> HostID {
    let name = line.fromName ?? "first machine"
    let site = travel.site(HostNames.organisation(of: name) ?? "author's network")
    let host = travel.host(
      "\(name) ", role: .machine, site: site, address: line.field?.from?.address, remark: "author")
    _ = travel.person(
      path.authorAddress ?? "the author", machine: host, mailbox: nil, home: nil)
    return host
  }

  private mutating func server(of line: PathLine) -> HostID? {
    guard let name = line.byName else { return nil }
    if place != nil, HostNames.isLocal(name) { return place }
    return travel.host(
      name, role: line.standing == .trusted ? .server : .gateway, site: site(name, line),
      address: line.field?.by?.address,
      remark: line.standing == .trusted ? "its line is believed" : "by its own claim")
  }

  private mutating func site(_ name: String, _ line: PathLine) -> SiteID {
    let isGoogle = line.field?.isInsideGoogle == true
    let organisation = isGoogle ? GoogleNetwork.domain : HostNames.organisation(of: name)
    return travel.site(organisation ?? name, isOurs: line.standing == .trusted)
  }

  private mutating func arrive() {
    guard let copy, let place else { return }
    travel.deliver(copy, to: recipient)
    travel.leaveSpool(copy)
    let site = travel.site("recipient's network")
    let machine = travel.host(
      "recipient's machine", role: .machine, site: site, address: nil, remark: "reads the mail")
    let reader = travel.person(
      path.recipientAddress ?? "the recipient", machine: machine, mailbox: recipient, home: place)
    travel.note(.fetched(copy, by: reader, nil), at: nil)
  }
}

extension ReceivedPath {
  /// The recipient by the newest line that names one, or by what the store noted.
  public var recipientAddress: String? {
    let named = lines.reversed().lazy.compactMap { $0.field?.recipients }.first { $0.count == 1 }
    if let named { return named[0] }
    for name in ["delivered-to", "x-original-to", "envelope-to", "to"] {
      if let address = head.first(name).flatMap({ Self.address(in: $0.decodedText) }) {
        return address
      }
    }
    return nil
  }

  /// The address in the From field.
  public var authorAddress: String? {
    head.first("from").flatMap { Self.address(in: $0.decodedText) }
  }

  /// What the last server noted of the envelope.
  var reversePath: String? {
    guard let text = head.first("return-path")?.text, !text.hasPrefix("<>") else { return nil }
    return Self.address(in: text)
  }

  /// The first address in a field's text: in angle brackets, or the first word with an `@`.
  static func address(in text: String) -> String? {
    if let open = text.lastIndex(of: "<"), let close = text[open...].firstIndex(of: ">") {
      let inner = text[text.index(after: open)..<close]
      if inner.contains("@") { return String(inner) }
    }
    let word = text.split { $0 == " " || $0 == "," || $0 == ";" }.first { $0.contains("@") }
    return word.map(String.init)
  }
}

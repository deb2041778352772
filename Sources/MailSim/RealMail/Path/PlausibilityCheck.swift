/// Looks for what cannot be, what contradicts itself, and what a reader should know.
enum PlausibilityCheck {
  /// Clocks of servers differ by this much without anybody noticing.
  private static let usualSkew = 300.0
  /// 2017-01-01: no draft of TLS 1.3 was in use before.
  private static let beforeTLS13: Int64 = 1_483_228_800

  static func look(at path: inout ReceivedPath) {
    for row in path.lines.indices { look(at: &path.lines[row]) }
    compareNeighbours(in: &path.lines)
    lookForLoops(in: &path.lines)
    path.remarks = aboutTheMessage(path)
  }

  // MARK: One line

  private static func look(at line: inout PathLine) {
    guard let field = line.field else { return }
    if let date = field.date, date.weekdayIsWrong {
      line.remarks.append(
        PathRemark(.wrongWeekday, "the day of the week does not belong to the date"))
    }
    if let with = field.with, !with.isKnown {
      line.remarks.append(PathRemark(.impossible, "'\(with.text)' is no protocol that is known"))
    }
    if let tls = field.tls { look(at: tls, date: field.date, &line) }
    if field.from?.mayBeForged == true {
      line.remarks.append(
        PathRemark(.forged, "the client's name and its address do not vouch for each other"))
    }
    if line.kind == .hop, let address = field.from?.address, address.isPrivate {
      line.remarks.append(
        PathRemark(.privateAddress, "\(address) has a meaning inside one network only"))
    }
  }

  private static func look(at tls: ReceivedTLS, date: MailDate?, _ line: inout PathLine) {
    if tls.contradictsItself {
      line.remarks.append(
        PathRemark(.impossible, "\(tls.version ?? "TLS") has no cipher \(tls.cipher ?? "")"))
    }
    if let date, tls.version == "TLSv1.3", date.seconds < beforeTLS13 {
      line.remarks.append(PathRemark(.impossible, "TLS 1.3 did not exist on that day"))
    }
    if tls.isNullCipher, line.field?.with?.saysEncrypted == true {
      line.remarks.append(
        PathRemark(.impossible, "the keyword says encrypted, the cipher encrypts nothing"))
    }
    if let weakness = tls.weakness { line.remarks.append(PathRemark(.weakTLS, weakness)) }
  }

  // MARK: Neighbours

  private static func compareNeighbours(in lines: inout [PathLine]) {
    var older: ParsedReceived?
    var latest: MailDate?
    for row in lines.indices {
      guard let field = lines[row].field else { continue }
      if let date = field.date {
        if let latest { lines[row].delay = date.seconds(since: latest) }
        latest = date
      }
      if let delay = lines[row].delay, delay < 0 { noteBackwards(delay, &lines[row]) }
      if let older, lines[row].kind == .hop, !meets(field, older) {
        let peer = field.from?.name ?? ""
        let server = older.by?.name ?? ""
        lines[row].remarks.append(
          PathRemark(
            .namesDoNotMeet,
            "it came from \(peer), but the line before it was written by \(server)"))
      }
      if field.by != nil { older = field }
    }
  }

  private static func noteBackwards(_ delay: Double, _ line: inout PathLine) {
    let seconds = Int(-delay)
    line.remarks.append(
      -delay > usualSkew
        ? PathRemark(
          .timeRunsBackwards, "it is dated \(seconds) s before the line it follows")
        : PathRemark(.clockSkew, "clocks differ: dated \(seconds) s before the line it follows"))
  }

  /// Whether the client of a line can be the server that wrote the line before it.
  private static func meets(_ field: ParsedReceived, _ older: ParsedReceived) -> Bool {
    guard let peer = field.from, let server = older.by, let name = server.name else { return true }
    let names = [peer.hello, peer.reverseName].compactMap { $0 }
    if names.isEmpty { return true }
    if HostNames.isLocal(name) || server.address?.isPrivate == true { return true }
    if let address = server.address, address == peer.address { return true }
    if peer.address?.isPrivate == true || peer.address?.isLoopback == true { return true }
    // Many servers write a short name of their own, which nobody can hold against them.
    guard HostNames.organisation(of: name) != nil else { return true }
    return names.contains {
      HostNames.areOneHost($0, name) || HostNames.areOneOrganisation($0, name)
        || HostNames.organisation(of: $0) == nil
    }
  }

  // MARK: Loops

  /// A server that takes the message again for the same recipient after another had it.
  private static func lookForLoops(in lines: inout [PathLine]) {
    struct Visit: Hashable {
      var server: String
      var recipient: String
    }
    var last: [Visit: Int] = [:]
    for row in lines.indices where lines[row].kind == .hop {
      guard let field = lines[row].field, let server = field.by?.name?.lowercased(),
        let recipient = field.recipients.first?.lowercased(), field.recipients.count == 1
      else { continue }
      let visit = Visit(server: server, recipient: recipient)
      if let before = last[visit], hadAnother(lines[before..<row], than: server) {
        lines[row].remarks.append(
          PathRemark(.loop, "\(server) took it for \(recipient) before: it went in a circle"))
      }
      last[visit] = row
    }
  }

  private static func hadAnother(_ lines: ArraySlice<PathLine>, than server: String) -> Bool {
    lines.contains { $0.kind == .hop && $0.field?.by?.name?.lowercased() != server }
  }

  // MARK: The message

  private static func aboutTheMessage(_ path: ReceivedPath) -> [PathRemark] {
    var remarks: [PathRemark] = []
    let head = path.head
    if head.uncountedReceived > 0 {
      remarks.append(
        PathRemark(
          .truncated,
          "\(head.uncountedReceived) more Received lines were counted and not read: no honest "
            + "path is so long"))
    }
    if let list = head.first("list-id") ?? head.first("mailing-list") ?? head.first("x-beenthere") {
      remarks.append(PathRemark(.list, "it came by a mailing list: \(list.decodedText)"))
    }
    if let forwarder = ["x-forwarded-to", "x-forwarded-for", "resent-from"].lazy
      .compactMap({ head.first($0) }).first
    {
      remarks.append(PathRemark(.forwarded, "\(forwarder.name): \(forwarder.decodedText)"))
    }
    remarks += changesOfRecipient(path)
    if let first = path.lines.first?.field?.date,
      let written = head.first("date").flatMap({ MailDateParser.parse($0.bytes[...])?.date }),
      written.seconds(since: first) > usualSkew
    {
      remarks.append(
        PathRemark(
          .timeRunsBackwards,
          "the author's date is \(Int(written.seconds(since: first))) s after the first line"))
    }
    return remarks
  }

  /// Where one server took it for somebody, and a later one for somebody else.
  private static func changesOfRecipient(_ path: ReceivedPath) -> [PathRemark] {
    var remarks: [PathRemark] = []
    var current: String?
    for line in path.lines {
      guard let field = line.field, field.recipients.count == 1 else { continue }
      let recipient = field.recipients[0]
      if let current, current.lowercased() != recipient.lowercased(), remarks.count < 20 {
        remarks.append(PathRemark(.forwarded, "sent to \(current), then to \(recipient)"))
      }
      current = recipient
    }
    return remarks
  }
}

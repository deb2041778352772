extension ReceivedPath {
  /// The path as a scenario file: what would happen if one of the servers were set up otherwise?
  ///
  /// Each server takes TLS as its line says; addresses are those of documentation, since a
  /// scenario needs one for every site and a trace line does not tell them all.
  ///
  /// - Returns: nil when no line names its server.
  public func scenario() -> String? {
    var stops: [(name: String, protection: Protection)] = []
    for line in lines where line.kind != .unread {
      guard let name = line.byName.flatMap(Domain.init)?.text, !name.hasPrefix("["),
        !HostNames.isLocal(name), !stops.contains(where: { $0.name == name })
      else { continue }
      stops.append((name, line.protection?.protection ?? .unknown))
    }
    guard !stops.isEmpty, stops.count <= 60 else { return nil }
    return ScenarioWriter(self, stops).text
  }
}

private struct ScenarioWriter {
  let path: ReceivedPath
  let stops: [(name: String, protection: Protection)]
  let author: Mailbox
  let recipient: Mailbox

  init(_ path: ReceivedPath, _ stops: [(name: String, protection: Protection)]) {
    self.path = path
    self.stops = stops
    author =
      Self.simple(path.authorAddress)
      ?? Mailbox(localPart: "author", domain: Domain("author.example")!)
    let found =
      Self.simple(path.recipientAddress)
      ?? Mailbox(localPart: "recipient", domain: Domain("recipient.example")!)
    // Two servers cannot both hold one domain, so a letter to a colleague gets one of its own.
    recipient =
      stops.count > 1 && found.domain == author.domain
      ? Mailbox(localPart: found.localPart, domain: Domain("recipient.example")!) : found
  }

  /// Addresses that can stand in a scenario without quotes.
  private static func simple(_ text: String?) -> Mailbox? {
    guard let mailbox = text.flatMap({ Mailbox($0) }), !mailbox.wasQuoted,
      mailbox.domain.literalAddress == nil, !mailbox.hasRoutingTricks,
      mailbox.description.utf8.allSatisfy({
        ASCII.isLetter($0) || ASCII.isDigit($0) || "@.-_+".utf8.contains($0)
      })
    else { return nil }
    return mailbox
  }

  var text: String {
    """
    mailsim: 1
    title: The path of a real message
    question: What would change if one of these servers required TLS, or did not know it?

    sites:
    \(stops.indices.map(site).joined())
    servers:
    \(stops.indices.map(server).joined())
    people:
      author:
        site: site-1
        mailbox: \(author)
        home: server-1
        encrypts: server-certificate
      recipient:
        site: site-\(stops.count)
        mailbox: \(recipient)
        home: server-\(stops.count)
        read: unknown

    events:
      - at: 1m
        mail: {from: author, to: \(recipient)}
        expect: {hops: [\(expected)], delivered: yes}

    """
  }

  /// How the recipient reads is not known.
  private var expected: String {
    (stops.map(\.protection.rawValue) + ["unknown"]).joined(separator: ", ")
  }

  private func site(_ row: Int) -> String {
    let ours = row == 0 ? ", ours: yes" : ""
    return
      "  site-\(row + 1): {title: \(JSONText.quoted(stops[row].name))\(ours), networks: \(network(row))}\n"
  }

  /// 64 networks of 16 addresses in the three ranges for documentation (RFC 5737), less a few.
  private func network(_ row: Int) -> String {
    let base = ["192.0.2", "198.51.100", "203.0.113"][row / 16 % 3]
    // Beyond those, the range for benchmarks (RFC 2544).
    return row < 48 ? "\(base).\(row % 16 * 16)/28" : "198.18.\(row).0/24"
  }

  private func server(_ row: Int) -> String {
    let isLast = row == stops.count - 1
    var text = "  server-\(row + 1):\n    title: \(JSONText.quoted(stops[row].name))\n"
    text += "    host: \(stops[row].name)\n    site: site-\(row + 1)\n"
    var domains: [String] = []
    if row == 0, author.domain != recipient.domain || isLast { domains.append(author.domain.text) }
    if isLast, !domains.contains(recipient.domain.text) { domains.append(recipient.domain.text) }
    if !domains.isEmpty { text += "    domains: [\(domains.joined(separator: ", "))]\n" }
    if !isLast {
      if row > 0 { text += "    relay-domains: \(recipient.domain)\n" }
      text += "    routes: {\(recipient.domain): server-\(row + 2)}\n"
    }
    switch stops[row].protection {
    case .encrypted: break
    case .plaintext: text += "    tls: no\n"
    case .unknown: text += "    tls: unknown\n"
    }
    return text
  }
}

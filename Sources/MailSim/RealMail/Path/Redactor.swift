/// Replaces addresses, host names and IP numbers by others, the same ones each time.
///
/// One redactor for several messages gives one person the same alias in all of them. Domains keep
/// their structure, so that what belonged together still does; private and loopback addresses
/// keep their kind. Queue ids, dates and the names of software stay.
public struct Redactor: Sendable {
  private var domains: [String: String] = [:]
  private var hosts: [String: String] = [:]
  private var users: [String: String] = [:]
  private var addresses: [IPAddress: IPAddress] = [:]

  public init() {}

  /// The path with everything in it replaced that could tell who and where.
  public mutating func redacted(
    _ head: MessageHead, myServers mine: MyServers = MyServers()
  ) -> ReceivedPath {
    // What is believed, and whose way of writing it is, was judged on the real names.
    let original = ReceivedPath(head, myServers: mine)
    var copy = head
    copy.envelopeLine = nil
    var lines: [ReceivedLine] = []
    copy.fields = head.fields.map { field in
      let real = field.isReceived ? ReceivedLine(field) : nil
      let field = redacted(field, knowing: real?.field)
      if let real {
        lines.append(ReceivedLine(field, dialect: real.field?.dialect))
      }
      return field
    }
    var path = ReceivedPath(copy, lines: lines, myServers: mine)
    for row in path.lines.indices {
      path.lines[row].standing = original.lines[row].standing
      path.lines[row].kind = original.lines[row].kind
      path.lines[row].protection = original.lines[row].protection.map {
        let shown = path.lines[row].protection
        return HopProtection($0.protection, $0.reason, clause: shown?.clause ?? "", tls: shown?.tls)
      }
    }
    path.boundary = original.boundary
    for row in path.results.indices where row < original.results.count {
      path.results[row].standing = original.results[row].standing
    }
    return path
  }

  // MARK: Fields

  private mutating func redacted(
    _ field: HeaderField, knowing facts: ParsedReceived?
  ) -> HeaderField {
    let text: String
    switch field.name {
    case "subject": text = "(redacted)"
    case "content-type", "mime-version", "date", "precedence", "auto-submitted", "resent-date":
      return field
    case "dkim-signature", "domainkey-signature", "x-google-dkim-signature", "arc-seal",
      "arc-message-signature":
      text = "(redacted)"
    case "from", "sender", "to", "resent-from", "resent-to", "resent-sender", "list-id",
      "list-post":
      text = addressesOnly(of: field.decodedText)
    default: text = redacted(field.text, secrets: Self.secrets(in: facts))
    }
    return HeaderField(
      name: field.name, bytes: Array(text.utf8), line: field.line,
      isTruncated: field.isTruncated, lostItsFolding: field.lostItsFolding)
  }

  /// Names of people are dropped; nothing tells a name from other words.
  private mutating func addressesOnly(of text: String) -> String {
    let parts = text.split { " ,;<>\"()".contains($0) }.filter {
      $0.contains("@") || $0.contains(".")
    }
    let shown = parts.filter { $0.contains("@") || AddressText.isHostName($0.utf8) }
    return shown.map { "<\(alias(ofWord: String($0)))>" }.joined(separator: ", ")
  }

  /// Words that are no addresses and still tell: logins, machine names without a dot.
  private static func secrets(in facts: ParsedReceived?) -> Set<String> {
    guard let facts else { return [] }
    let words = [
      facts.authentication?.user, facts.from?.user, facts.from?.hello, facts.from?.reverseName,
      facts.by?.name,
    ]
    let told = words.compactMap { $0 } + facts.recipients + [facts.envelopeFrom].compactMap { $0 }
    return Set(
      told.filter { !$0.isEmpty && !HostNames.isLocal($0) && $0.lowercased() != "unknown" })
  }

  mutating func redacted(_ text: String, secrets: Set<String>) -> String {
    var result = ""
    var word = ""
    for character in text {
      if " \t;,()<>[]\"=".contains(character) {
        // `header.from=` is the name of a property, not of a host.
        result += character == "=" ? word : replaced(word, secrets)
        result.append(character)
        word = ""
      } else {
        word.append(character)
      }
    }
    return result + replaced(word, secrets)
  }

  private mutating func replaced(_ word: String, _ secrets: Set<String>) -> String {
    guard !word.isEmpty else { return word }
    if secrets.contains(word), !word.contains("@"), !Self.isHost(word),
      AddressText.parse(word.utf8) == nil
    {
      return user(word)
    }
    return alias(ofWord: word)
  }

  // MARK: Aliases

  mutating func alias(ofWord word: String) -> String {
    if let found = AddressText.parse(word.utf8) {
      let prefix = word.lowercased().hasPrefix("ipv6:") ? "IPv6:" : ""
      return prefix + alias(of: found.address).description + (found.port.map { ":\($0)" } ?? "")
    }
    if let at = word.lastIndex(of: "@") {
      let local = String(word[..<at])
      let domain = String(word[word.index(after: at)...])
      return "\(user(local))@\(Self.isHost(domain) ? host(domain) : self.domain(domain))"
    }
    // `host:port`, `name:` and the like keep what stands behind the colon.
    if let colon = word.firstIndex(of: ":"), Self.isHost(String(word[..<colon])) {
      return host(String(word[..<colon])) + word[colon...]
    }
    return Self.isHost(word) ? host(word) : word
  }

  /// At least one dot, and a last label of letters, as no version and no queue id has.
  private static func isHost(_ word: String) -> Bool {
    let name = word.hasSuffix(".") ? word.dropLast() : word[...]
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, AddressText.isHostName(name.utf8), let last = labels.last,
      name.lowercased() != "localhost.localdomain"
    else { return false }
    return last.utf8.count >= 2
      && (last.allSatisfy(\.isLetter) || last.lowercased().hasPrefix("xn--"))
      && labels.allSatisfy { !$0.isEmpty }
  }

  mutating func host(_ name: String) -> String {
    let lower = (name.hasSuffix(".") ? String(name.dropLast()) : name).lowercased()
    if let known = hosts[lower] { return known }
    let organisation = HostNames.organisation(of: lower) ?? lower
    let alias =
      lower == organisation
      ? domain(organisation) : "host\(hosts.count + 1).\(domain(organisation))"
    hosts[lower] = alias
    return alias
  }

  mutating func domain(_ name: String) -> String {
    let lower = name.lowercased()
    if let known = domains[lower] { return known }
    let alias = "domain\(domains.count + 1).example"
    domains[lower] = alias
    return alias
  }

  mutating func user(_ name: String) -> String {
    let lower = name.lowercased()
    if let known = users[lower] { return known }
    let alias = "user\(users.count + 1)"
    users[lower] = alias
    return alias
  }

  mutating func alias(of address: IPAddress) -> IPAddress {
    if address.isLoopback || address.bits == 0 { return address }
    if let known = addresses[address] { return known }
    let number = UInt32(addresses.count + 1)
    let alias: IPAddress
    if address.isV4 {
      // 198.18.0.0/15 belongs to nobody (RFC 2544); it has room for a whole archive.
      alias = IPAddress(v4: (address.isPrivate ? 0x0a00_0000 : 0xc612_0000) + number % 0x2_0000)
    } else {
      let base: UInt128 = address.isPrivate ? 0xfd00 << 112 : 0x2001_0db8 << 96
      alias = IPAddress(bits: base + UInt128(number))
    }
    addresses[address] = alias
    return alias
  }
}

/// A comment that describes the client: names, addresses, how they were checked.
///
/// `(mail.example [192.0.2.1])`, `([192.0.2.1]:25 helo=mail)`, `(HELO mail.example)`,
/// `(alice@192.0.2.1)`, `(account alice HELO [192.0.2.1])`, `(unknown [192.0.2.1])`.
struct PeerComment {
  /// The word in front of the name the client gave itself.
  enum HelloWord { case equals, helo, ehlo }

  var hello: String?
  var helloWord: HelloWord?
  /// The address stood in brackets.
  var hasLiteral = false
  var name: String?
  var address: IPAddress?
  var port: UInt16?
  var ident: String?
  var account: String?
  var mechanism: String?
  var hasNoReverseName = false
  var mayBeForged = false
  /// The message came through a socket of the machine itself.
  var isLocal = false

  /// nil when something else is said than who the client was.
  init?(_ text: TokenizedText) {
    var tokens = text.tokens[...]
    guard !tokens.isEmpty else { return nil }
    while let token = tokens.popFirst() {
      guard take(token, of: text, rest: &tokens) else { return nil }
    }
  }

  private mutating func take(
    _ token: ReceivedToken, of text: TokenizedText, rest: inout ArraySlice<ReceivedToken>
  ) -> Bool {
    switch token.kind {
    case .word: takeWord(token, of: text, rest: &rest)
    case .literal: takeLiteral(text.content(token))
    case .comment:
      {
        mayBeForged = mayBeForged || text.content(token).containsSpelling("forged")
        return true
      }()
    case .quoted, .angle, .semicolon: false
    }
  }

  private mutating func takeLiteral(_ content: ArraySlice<UInt8>) -> Bool {
    if let found = AddressText.parse(content) {
      address = found.address
      hasLiteral = true
      if let port = found.port { self.port = port }
      return true
    }
    if content.spells("local") || content.spells("unix socket") || content.beginsSpelling("unix") {
      isLocal = true
      return true
    }
    if name == nil, AddressText.isHostName(content) {
      name = ReadableText.of(content)
      return true
    }
    return content.isEmpty
  }

  private mutating func takeWord(
    _ token: ReceivedToken, of text: TokenizedText, rest: inout ArraySlice<ReceivedToken>
  ) -> Bool {
    let word = text.content(token)
    if word.spells("helo") || word.spells("ehlo") || word.spells("lhlo") {
      helloWord = word.spells("helo") ? .helo : .ehlo
      hello = rest.popFirst().map { $0.kind == .literal ? text.source([$0]) : text.text($0) } ?? ""
      return true
    }
    if word.beginsSpelling("helo=") {
      helloWord = .equals
      let glued = rest.first.flatMap { $0.isGlued && word.count == 5 ? $0 : nil }
      if glued != nil { rest = rest.dropFirst() }
      hello = glued.map { text.source([$0]) } ?? ReadableText.of(word.dropFirst(5))
      return true
    }
    if word.spells("account") {
      account = rest.popFirst().map(text.text)
      return account != nil
    }
    if word.spells("with"), ident != nil {
      mechanism = rest.popFirst().map(text.text)
      return true
    }
    return takeRemark(word) || takeSetting(word) || takeAddress(word, isGlued: token.isGlued)
      || takeName(word)
  }

  /// Words about how name and address were checked.
  private mutating func takeRemark(_ word: ArraySlice<UInt8>) -> Bool {
    if word.spells("unknown") || word.spells("softdnserr") || word.spells("failed") {
      hasNoReverseName = true
      return true
    }
    if word.spells("forged") {
      mayBeForged = true
      return true
    }
    return word.spells("verified") || word.spells("unverified") || word.spells("rdns")
      || word.spells("really") || word.spells("not") || word.spells("may") || word.spells("be")
      || word.spells("no") || word.spells("reverse") || word.spells("dns")
      || word.spells("misconfigured") || word.spells("sender")
  }

  private mutating func takeSetting(_ word: ArraySlice<UInt8>) -> Bool {
    if word.beginsSpelling("port=") {
      port = UInt16(String(decoding: word.dropFirst(5), as: UTF8.self))
      return true
    }
    if word.beginsSpelling("ident=") {
      ident = ReadableText.of(word.dropFirst(6))
      return true
    }
    return false
  }

  private mutating func takeAddress(_ word: ArraySlice<UInt8>, isGlued: Bool) -> Bool {
    if let found = AddressText.parse(word) {
      address = found.address
      if let port = found.port { self.port = port }
      return true
    }
    if isGlued, word.first == ASCII.colon {
      port = UInt16(String(decoding: word.dropFirst(), as: UTF8.self))
      return port != nil
    }
    guard let at = word.lastIndex(of: ASCII.at) else { return false }
    ident = ReadableText.of(word[..<at])
    let host = word[(at + 1)...]
    if let found = AddressText.parse(host) {
      address = found.address
    } else if !host.isEmpty, AddressText.isHostName(host) {
      name = AddressText.hostName(host)
    } else {
      // `alice@[192.0.2.1]`: the address follows in brackets.
      return host.isEmpty
    }
    return true
  }

  private mutating func takeName(_ word: ArraySlice<UInt8>) -> Bool {
    guard name == nil, AddressText.isHostName(word) else { return false }
    name = AddressText.hostName(word)
    return true
  }
}

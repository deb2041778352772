/// Takes a trace line apart: a general grammar of clauses first, then what is known of the
/// software that wrote it.
///
/// The grammar is RFC 5321 §4.4 read generously: clauses in any order, comments anywhere, a
/// date with or without its semicolon. Words that no clause has a use for are kept as
/// leftovers; a line in which neither a sender nor a receiver is found is not understood.
struct ReceivedParser {
  private let text: TokenizedText
  private var field = ParsedReceived()
  private var clauses: [Clause] = []
  /// The two names a `from` clause may hold, until it is known which was looked up.
  private var peerNames: (head: String?, inComment: String?) = (nil, nil)

  struct Clause {
    enum Name {
      /// What stands in front of the first clause.
      case opening
      /// What stands behind a semicolon or the date.
      case tail
      case from, by, via, with, id, recipient, tls, envelopeFrom, convert
    }

    var name: Name
    var tokens: ArraySlice<ReceivedToken>
  }

  /// - Parameter bytes: the field's body, unfolded.
  static func parse(_ bytes: ArraySlice<UInt8>) -> ParsedReceived? {
    var parser = ReceivedParser(text: TokenizedText(bytes))
    return parser.parse()
  }

  private init(text: TokenizedText) {
    self.text = text
  }

  private mutating func parse() -> ParsedReceived? {
    let found = ReceivedDate.find(in: text)
    field.date = found?.date
    clauses = Self.clauses(of: text, date: found?.range)
    for clause in clauses { read(clause) }
    guard field.from != nil || field.by != nil || field.isLocalHandover else { return nil }
    field.dialect = ReceivedDialect.of(field)
    field.settleNames(head: peerNames.head, inComment: peerNames.inComment)
    return field
  }

  // MARK: Clauses

  static func clauses(of text: TokenizedText, date: Range<Int>?) -> [Clause] {
    var clauses: [Clause] = []
    var name = Clause.Name.opening
    var start = text.tokens.startIndex

    func close(at end: Int) {
      if start < end || name != .opening && name != .tail {
        clauses.append(Clause(name: name, tokens: text.tokens[start..<end]))
      }
    }

    for (index, token) in text.tokens.enumerated() {
      if token.kind == .semicolon || date?.contains(token.range.lowerBound) == true {
        close(at: index)
        (name, start) = (.tail, index + 1)
      } else if let next = clauseName(token, at: index, in: text) {
        close(at: index)
        (name, start) = (next, index + 1)
      }
    }
    close(at: text.tokens.endIndex)
    return clauses
  }

  private static func clauseName(
    _ token: ReceivedToken, at index: Int, in text: TokenizedText
  ) -> Clause.Name? {
    guard token.kind == .word else { return nil }
    let word = text.content(token)
    switch word.count {
    case 2: return word.spells("by") ? .by : word.spells("id") ? .id : nil
    case 3:
      if word.spells("via") { return .via }
      if word.spells("for") { return .recipient }
      return word.spells("tls") && index + 1 < text.tokens.count
        && ReceivedTLS.looksLikeCipher(text.text(text.tokens[index + 1])[...]) ? .tls : nil
    case 4: return word.spells("from") ? .from : word.spells("with") ? .with : nil
    case 7: return word.spells("convert") ? .convert : nil
    case 13: return word.spells("envelope-from") ? .envelopeFrom : nil
    default: return nil
    }
  }

  private mutating func read(_ clause: Clause) {
    switch clause.name {
    case .opening: ReceivedOpening.read(clause.tokens, of: text, into: &field)
    case .from: readFrom(clause.tokens)
    case .by: readBy(clause.tokens)
    case .with: readWith(clause.tokens)
    case .via: readVia(clause.tokens)
    case .id: readID(clause.tokens)
    case .recipient: readRecipients(clause.tokens)
    case .tls: readTLS(clause.tokens)
    case .envelopeFrom: readEnvelopeFrom(clause.tokens)
    case .convert: readRest(clause.tokens.dropFirst())
    case .tail: readRest(clause.tokens)
    }
  }

  private mutating func readFrom(_ tokens: ArraySlice<ReceivedToken>) {
    guard field.from == nil else {
      // XMail and a few others write the reverse-path after the recipient.
      readEnvelopeFrom(tokens)
      return
    }
    var reader = PeerClauseReader(text: text, field: field)
    reader.read(tokens)
    field = reader.field
    peerNames = (reader.headName, reader.commentName)
  }

  private mutating func readBy(_ tokens: ArraySlice<ReceivedToken>) {
    var rest = tokens
    if let first = rest.first, text.isWord(first, "uid"), field.by != nil {
      field.isLocalHandover = true
      readRest(rest.dropFirst(2))
      return
    }
    guard field.by == nil else {
      addLeftover(tokens)
      return
    }
    var server = ParsedReceived.Server()
    if let first = rest.first, text.isWord(first, "host"), rest.count > 1 {
      rest = rest.dropFirst()
    }
    if let head = rest.first, head.kind != .comment {
      rest = rest.dropFirst()
      let content = text.content(head)
      if let found = AddressText.parse(content) { server.address = found.address }
      server.name = head.kind == .literal ? text.source([head]) : AddressText.hostName(content)
    }
    field.by = server
    readServerDetails(rest)
  }

  private mutating func readServerDetails(_ tokens: ArraySlice<ReceivedToken>) {
    var rest = tokens
    while let token = rest.popFirst() {
      switch token.kind {
      case .comment: readComment(token, mayNameSoftware: true, mayAddressServer: true)
      case .literal:
        guard let found = AddressText.parse(text.content(token)) else { fallthrough }
        field.by?.address = found.address
      case .word where token.isGlued && text.content(token).first == ASCII.colon: continue
      case .word where text.isWord(token, "pod-id"): rest = rest.dropFirst()
      case .angle where field.id == nil: field.id = text.text(token)
      case .word where text.isWord(token, "over"):
        // `over TLS secured channel` (Microsoft SMTPSVC).
        let words = [token] + rest.prefix { $0.kind == .word }
        rest = rest.dropFirst(words.count - 1)
        readSessionWords(words)
      default: addLeftover([token])
      }
    }
  }

  /// Words outside comments that may speak of TLS.
  private mutating func readSessionWords(_ tokens: [ReceivedToken]) {
    let words = text.source(tokens)
    guard let tls = ReceivedTLS(TokenizedText(Array(words.utf8)[...])) else {
      addLeftover(tokens)
      return
    }
    if field.tls == nil { field.tls = tls }
  }

  private mutating func readWith(_ tokens: ArraySlice<ReceivedToken>) {
    guard field.with == nil else {
      // `with ESMTP with STARTTLS (version=…)` (Mimecast).
      if let first = tokens.first, text.isWord(first, "starttls") {
        readRest(tokens.dropFirst())
        if field.tls == nil { field.tls = ReceivedTLS(clause: "with STARTTLS") }
      } else {
        readRest(tokens)
      }
      return
    }
    var words: [ReceivedToken] = []
    for token in tokens {
      if token.kind == .comment {
        readComment(token, mayNameSoftware: true, mayAddressServer: false)
      } else {
        words.append(token)
      }
    }
    if words.count == 3, text.isWord(words[1], "mgrt") {
      field.id = text.text(words[2])
      words.removeLast(2)
    }
    readProtocol(words)
  }

  private mutating func readProtocol(_ tokens: [ReceivedToken]) {
    let words = tokens.map { $0.kind == .literal ? text.source([$0]) : text.text($0) }
    guard let known = ReceivedProtocol.of(words) else { return }
    if !known.isKnown, let first = words.first, let single = ReceivedProtocol.of([first]),
      single.isKnown
    {
      field.with = single
      addLeftover(tokens.dropFirst())
      return
    }
    field.with = known
    if known.channel == .local { field.isLocalHandover = true }
    if !known.isKnown { addLeftover(tokens) }
  }

  private mutating func readVia(_ tokens: ArraySlice<ReceivedToken>) {
    let words = tokens.filter { $0.kind != .comment }
    for token in tokens where token.kind == .comment {
      readComment(token, mayNameSoftware: true, mayAddressServer: false)
    }
    guard !words.isEmpty else { return }
    let value = words.map(text.text).joined(separator: " ")
    field.via = value
    if field.tls == nil, let first = words.first,
      text.isWord(first, "ssl") || text.isWord(first, "tls")
    {
      field.tls = ReceivedTLS(clause: "via \(value)")
    }
    if field.with == nil, let known = ReceivedProtocol.of([value]), known.isKnown {
      field.with = known
    }
    if words.count > 4 { addLeftover(words.dropFirst(4)) }
  }

  private mutating func readID(_ tokens: ArraySlice<ReceivedToken>) {
    guard let first = tokens.first, first.kind != .comment, field.id == nil else {
      readRest(tokens)
      return
    }
    // Some ids have brackets in them: a glued token still belongs to the id.
    let glued = tokens.dropFirst().prefix { $0.isGlued && $0.kind != .comment }
    field.id = glued.isEmpty ? text.text(first) : text.source([first] + glued)
    readRest(tokens.dropFirst(1 + glued.count))
  }

  private mutating func readRecipients(_ tokens: ArraySlice<ReceivedToken>) {
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .angle:
        let address = text.text(token).filter { $0 != "<" && $0 != ">" }
        field.recipients.append(address)
      case .word, .quoted:
        if token.isGlued, let last = field.recipients.popLast() {
          field.recipients.append(last + text.text(token))
        } else if index == 0 || text.content(token).contains(ASCII.at) {
          field.recipients.append(text.text(token))
        } else if text.content(token).first != ASCII.comma {
          addLeftover([token])
        }
      case .comment: readComment(token, mayNameSoftware: false, mayAddressServer: false)
      default: addLeftover([token])
      }
    }
  }

  private mutating func readTLS(_ tokens: ArraySlice<ReceivedToken>) {
    guard let first = tokens.first else { return }
    let cipher = text.text(first)
    if field.tls == nil { field.tls = ReceivedTLS(clause: "tls \(cipher)") }
    field.tls?.cipher = cipher
    // The version stands in a comment before it (Exim) or nowhere (RFC 8314 §4.3).
    if let clause = field.tls?.clause, !clause.contains(cipher) {
      field.tls?.clause = "\(clause) tls \(cipher)"
    }
    readRest(tokens.dropFirst())
  }

  private mutating func readEnvelopeFrom(_ tokens: ArraySlice<ReceivedToken>) {
    guard let first = tokens.first, first.kind == .angle || text.content(first).contains(ASCII.at)
    else {
      addLeftover(tokens)
      return
    }
    field.envelopeFrom = text.text(first)
    readRest(tokens.dropFirst())
  }

  /// Comments are read wherever they stand; words without a clause are left over.
  private mutating func readRest(_ tokens: ArraySlice<ReceivedToken>) {
    for token in tokens {
      if token.kind == .comment {
        readComment(token, mayNameSoftware: field.by?.software == nil, mayAddressServer: false)
      } else {
        addLeftover([token])
      }
    }
  }

  // MARK: Comments

  private mutating func readComment(
    _ token: ReceivedToken, mayNameSoftware: Bool, mayAddressServer: Bool
  ) {
    let inner = TokenizedText(text.content(token))
    if CommentReader.read(inner, into: &field) { return }
    if mayAddressServer, let peer = PeerComment(inner), let address = peer.address {
      field.by?.address = address
      return
    }
    let words = ReadableText.of(inner.bytes.trimmed)
    if mayNameSoftware, field.by?.software == nil, !words.isEmpty {
      field.by?.software = words
    } else if !words.isEmpty {
      field.remarks.append(words)
    }
  }

  private mutating func addLeftover(_ tokens: some BidirectionalCollection<ReceivedToken>) {
    field.addLeftover(text.source(tokens))
  }
}

extension ParsedReceived {
  /// A line of nonsense must not become thousands of leftovers.
  mutating func addLeftover(_ words: String) {
    if !words.isEmpty, leftovers.count < 20 { leftovers.append(String(words.prefix(200))) }
  }
}

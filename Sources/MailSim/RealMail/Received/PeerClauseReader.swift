/// Reads the `from` clause: who the client was, by its own word and by what the server saw.
struct PeerClauseReader {
  let text: TokenizedText
  var field: ParsedReceived
  private var peer = ParsedReceived.Peer()
  /// The name in front of the parentheses: HELO to some servers, the looked-up name to others.
  private var head: ReceivedToken?
  /// A name in parentheses: looked up to some servers, HELO to a few others.
  private(set) var commentName: String?
  private var helloWord: PeerComment.HelloWord?
  private var hasLiteral = false
  private var literalFollowsComment = false

  init(text: TokenizedText, field: ParsedReceived) {
    self.text = text
    self.field = field
  }

  mutating func read(_ tokens: ArraySlice<ReceivedToken>) {
    var rest = tokens
    if isPickupService(rest) {
      field.isLocalHandover = true
      peer.user = text.source(rest.prefix(3))
      rest = rest.dropFirst(3)
    } else if let first = rest.first, first.kind != .comment {
      head = first
      rest = rest.dropFirst()
    }
    // Comments about the client may set its user, so it must exist before they are read.
    field.from = peer
    while let token = rest.popFirst() { take(token, rest: &rest) }
    peer.user = peer.user ?? field.from?.user
    assignNames()
    field.from = peer
  }

  private func isPickupService(_ tokens: ArraySlice<ReceivedToken>) -> Bool {
    tokens.count >= 3 && text.isWord(tokens[tokens.startIndex], "mail")
      && text.isWord(tokens[tokens.startIndex + 1], "pickup")
  }

  private mutating func take(_ token: ReceivedToken, rest: inout ArraySlice<ReceivedToken>) {
    switch token.kind {
    case .comment: takeComment(token)
    case .literal:
      guard let found = AddressText.parse(text.content(token)) else {
        field.addLeftover(text.source([token]))
        return
      }
      literalFollowsComment = commentName != nil
      hasLiteral = true
      peer.address = found.address
      peer.port = found.port ?? peer.port
    default: takeWord(token, rest: &rest)
    }
  }

  private mutating func takeWord(_ token: ReceivedToken, rest: inout ArraySlice<ReceivedToken>) {
    let word = text.content(token)
    if token.isGlued, word.first == ASCII.colon, let port = UInt16(text.text(token).dropFirst()) {
      peer.port = port
    } else if word.spells("named"), let name = rest.popFirst() {
      peer.hasNoReverseName = text.isWord(name, "unknown")
      if !peer.hasNoReverseName, commentName == nil { commentName = text.text(name) }
    } else if word.spells("claiming") {
      // `claiming to be "mail.example"`
      rest = rest.drop { text.isWord($0, "to") || text.isWord($0, "be") }
      peer.hello = rest.popFirst().map(text.text)
    } else if word.spells("as"), let next = rest.first, text.isWord(next, "user") {
      field.authentication = ParsedReceived.Authentication(
        user: rest.dropFirst().first.map(text.text), clause: text.source([token] + rest.prefix(2)))
      rest = rest.dropFirst(2)
    } else if !(word.spells("verified") || word.spells("unverified")) {
      field.addLeftover(text.source([token]))
    }
  }

  private mutating func takeComment(_ token: ReceivedToken) {
    let inner = TokenizedText(text.content(token))
    if CommentReader.read(inner, into: &field) { return }
    guard let comment = PeerComment(inner) else {
      let words = ReadableText.of(inner.bytes.trimmed)
      if !words.isEmpty { field.remarks.append(words) }
      return
    }
    if comment.isLocal { field.isLocalHandover = true }
    peer.hello = peer.hello ?? comment.hello
    peer.address = comment.address ?? peer.address
    peer.port = comment.port ?? peer.port
    peer.user = comment.ident ?? peer.user
    peer.mayBeForged = peer.mayBeForged || comment.mayBeForged
    peer.hasNoReverseName = peer.hasNoReverseName || comment.hasNoReverseName
    helloWord = helloWord ?? comment.helloWord
    hasLiteral = hasLiteral || comment.hasLiteral
    if commentName == nil { commentName = comment.name }
    if let account = comment.account {
      field.authentication = ParsedReceived.Authentication(
        user: account, clause: ReadableText.of(inner.bytes))
    } else if let mechanism = comment.mechanism {
      field.authentication = ParsedReceived.Authentication(
        user: comment.ident, mechanism: mechanism, clause: ReadableText.of(inner.bytes))
    }
  }

  /// The name in front of the parentheses; nil where an address or `unknown` stands there.
  var headName: String? {
    guard let head, head.kind != .literal else { return nil }
    let content = text.content(head)
    guard AddressText.parse(content) == nil, !content.spells("unknown") else { return nil }
    return AddressText.hostName(content)
  }

  private mutating func assignNames() {
    peer.form = form
    guard let head else {
      // `from ([192.0.2.1] helo=mail.example)`, `from (mail.example [192.0.2.1])`
      peer.hello = peer.hello ?? commentName
      return
    }
    let content = text.content(head)
    let word = head.kind == .literal ? text.source([head]) : AddressText.hostName(content)
    if let found = AddressText.parse(content) {
      if peer.address == nil {
        (peer.address, peer.port) = (found.address, found.port ?? peer.port)
      } else if peer.hello == nil {
        peer.hello = word
      }
    } else if content.spells("unknown"), peer.form != .helloThenLookup {
      peer.hasNoReverseName = true
      peer.hello = peer.hello ?? commentName
    } else if literalFollowsComment {
      peer.hello = peer.hello ?? commentName ?? word
    } else {
      peer.hello = peer.hello ?? word
    }
  }

  private var form: PeerForm {
    switch helloWord {
    case .equals: return .heloEquals
    case .helo: return .heloWord
    case .ehlo: return .ehloWord
    case nil: break
    }
    guard head != nil else { return .other }
    if peer.address != nil, !literalFollowsComment,
      commentName != nil || peer.hasNoReverseName && hasLiteral
    {
      return .helloThenLookup
    }
    if peer.address != nil {
      return literalFollowsComment ? .other : hasLiteral ? .nameThenLiteral : .nameThenAddress
    }
    if headName == nil { return .addressAlone }
    return commentName == nil ? .nameAlone : .twoNames
  }
}

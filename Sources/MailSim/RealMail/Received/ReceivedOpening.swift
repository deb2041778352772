/// Trace lines that do not begin with a clause: programs on one machine that hand a message on.
enum ReceivedOpening {
  static func read(
    _ tokens: ArraySlice<ReceivedToken>, of text: TokenizedText, into field: inout ParsedReceived
  ) {
    for token in tokens {
      guard token.kind == .comment else { continue }
      readComment(text.content(token), into: &field)
    }
    let words = tokens.filter { $0.kind != .comment }
    guard let first = words.first else { return }
    // `indimail-mta queue 63631 by host …`: the name of a program, then its queue.
    if words.count == 3, text.isWord(words[words.startIndex + 1], "queue") {
      field.isLocalHandover = true
      field.id = text.text(words[words.startIndex + 2])
      field.remarks.append(text.source(words))
      if text.content(first).containsSpelling("mail") { field.dialect = .qmail }
      return
    }
    field.addLeftover(text.source(words))
  }

  /// `(qmail 123 invoked by uid 89)`, `(Haraka outbound)`, `(from root@localhost)`,
  /// `(nullmailer pid 7 invoked by uid 1000)`, `(from host [192.0.2.1])`.
  private static func readComment(_ bytes: ArraySlice<UInt8>, into field: inout ParsedReceived) {
    let inner = TokenizedText(bytes)
    guard let first = inner.tokens.first else { return }
    let words = ReadableText.of(bytes.trimmed)
    if inner.isWord(first, "from") {
      readSubmitter(inner.tokens.dropFirst(), of: inner, into: &field)
      return
    }
    field.remarks.append(words)
    let isHandover =
      bytes.containsSpelling("invoked") || inner.isWord(first, "qmail")
      || inner.isWord(first, "haraka") || inner.isWord(first, "nullmailer")
      || inner.isWord(first, "majordomo")
    guard isHandover else { return }
    field.isLocalHandover = true
    field.dialect = inner.isWord(first, "haraka") ? .haraka : .qmail
  }

  private static func readSubmitter(
    _ tokens: ArraySlice<ReceivedToken>, of inner: TokenizedText, into field: inout ParsedReceived
  ) {
    guard let first = tokens.first else { return }
    var peer = ParsedReceived.Peer()
    let who = inner.content(first)
    if let at = who.lastIndex(of: ASCII.at) {
      peer.user = ReadableText.of(who[..<at])
      field.isLocalHandover = true
    } else {
      peer.hello = AddressText.hostName(who)
    }
    if let literal = tokens.first(where: { $0.kind == .literal }),
      let found = AddressText.parse(inner.content(literal))
    {
      (peer.address, peer.port) = (found.address, found.port)
    }
    field.from = peer
  }
}

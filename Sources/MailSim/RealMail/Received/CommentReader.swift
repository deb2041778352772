/// Reads the comments that mean the same wherever they stand: TLS, logins, envelope senders.
enum CommentReader {
  /// - Returns: whether the comment was one of them.
  static func read(_ inner: TokenizedText, into field: inout ParsedReceived) -> Bool {
    guard let first = inner.tokens.first, first.kind == .word else {
      return readTLS(inner, into: &field)
    }
    let isLogin = readLogin(inner, into: &field)
    if readTLS(inner, isLogin: isLogin, into: &field) || isLogin { return true }
    let word = inner.content(first)
    if word.spells("envelope-from") || word.spells("envelope-sender") {
      field.envelopeFrom = inner.tokens.dropFirst().first.map(inner.text) ?? ""
      return true
    }
    if word.spells("client") || word.spells("no") && inner.bytes.containsSpelling("certificate") {
      return readCertificate(inner, into: &field)
    }
    if word.spells("ident:"), inner.tokens.count > 1 {
      field.from?.user = inner.text(inner.tokens[1])
      return true
    }
    if word.spells("uid") || word.spells("userid") {
      field.isLocalHandover = true
      return true
    }
    if word.spells("proxying") || word.spells("orcpt") || word.spells("original")
      || word.spells("single-drop") || word.spells("multi-drop") || word.spells("deliver")
    {
      field.remarks.append(ReadableText.of(inner.bytes))
      return true
    }
    if word.spells("postfix,") || word.spells("postfix"),
      inner.bytes.containsSpelling("from userid")
    {
      field.by?.software = "Postfix"
      field.isLocalHandover = true
      return true
    }
    return false
  }

  /// A client may call itself `tls`, and so may whoever logs in: where a name may stand, the
  /// mere word says nothing.
  private static func readTLS(
    _ inner: TokenizedText, isLogin: Bool = false, into field: inout ParsedReceived
  ) -> Bool {
    guard let tls = ReceivedTLS(inner), !beginsWithHello(inner) else { return false }
    let mayHoldAName =
      isLogin
      || inner.tokens.contains { token in
        token.kind == .literal || namingWords.contains(inner.text(token).lowercased())
      }
    if mayHoldAName, tls.version == nil || tls.cipher == nil { return false }
    if field.tls == nil { field.tls = tls }
    return true
  }

  /// All that follows is the client's own word.
  private static func beginsWithHello(_ inner: TokenizedText) -> Bool {
    guard let first = inner.tokens.first, first.kind == .word else { return false }
    let word = inner.content(first)
    return word.spells("helo") || word.spells("ehlo") || word.spells("lhlo")
      || word.beginsSpelling("helo=")
  }

  private static let namingWords: Set<String> = [
    "helo", "ehlo", "lhlo", "account", "ident:", "user", "userid", "from", "for", "by",
  ]

  /// Postfix speaks of client certificates only in a TLS session.
  private static func readCertificate(
    _ inner: TokenizedText, into field: inout ParsedReceived
  ) -> Bool {
    let words = ReadableText.of(inner.bytes)
    guard inner.bytes.containsSpelling("certificate") || inner.bytes.containsSpelling("cn \"")
    else { return false }
    if field.tls == nil { field.tls = ReceivedTLS(clause: words) }
    field.remarks.append(words)
    return true
  }

  /// `Authenticated sender: alice`, `authenticated bits=0`, `AUTH: LOGIN alice`,
  /// `authenticated as alice`, `SquirrelMail authenticated user alice`.
  private static func readLogin(_ inner: TokenizedText, into field: inout ParsedReceived) -> Bool {
    let words = inner.tokens.filter { $0.kind != .comment }.map(inner.text)
    let lower = words.prefix(6).map { $0.lowercased() }
    var login = ParsedReceived.Authentication(clause: ReadableText.of(inner.bytes))
    if lower.first == "auth:", words.count > 1 {
      login.mechanism = words.count > 2 ? words[1] : nil
      login.user = words.count > 2 ? words[2] : words[1]
    } else if let place = lower.firstIndex(of: "authenticated"), place <= 1, lower.first != "not" {
      let rest = Array(zip(lower, words).dropFirst(place + 1))
      let isNamed = rest.first.map { ["sender:", "user:", "user", "as", "sender"].contains($0.0) }
      if isNamed == true { login.user = rest.count > 1 ? rest[1].1 : nil }
      login.mechanism = rest.first { $0.0.hasPrefix("mech=") }.map { String($0.1.dropFirst(5)) }
    } else if let user = words.first(where: { $0.lowercased().hasPrefix("smtp.auth=") }) {
      login.user = String(user.dropFirst(10))
    } else {
      return false
    }
    field.authentication = login
    return true
  }
}

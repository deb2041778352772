extension DeliveryFailure {
  /// What a log's words for a delivery that failed or waits come to.
  ///
  /// - Parameters:
  ///   - answer: the words: another server's reply, or what the server itself says.
  ///   - enhanced: the status it logged with them; may be empty.
  init(reported answer: String, enhanced: String) {
    if let reply = Self.reply(in: answer, enhanced: EnhancedStatus(enhanced)) {
      self = .reply(reply)
      return
    }
    let words = answer.lowercased()
    self =
      Self.phrases.first { words.contains($0.phrase) }?.problem
      ?? Self.byStatus(EnhancedStatus(enhanced))
  }

  private static let phrases: [(phrase: String, problem: DeliveryFailure)] = [
    ("host not found", .name(.noSuchDomain)), ("unrouteable address", .name(.noSuchDomain)),
    ("no mx", .name(.noAddress)), ("does not accept mail (nullmx)", .name(.nullMX)),
    ("host or domain name not found", .name(.serverFailure)),
    ("loops back to myself", .name(.loopsBack)), ("too many hops", .loop),
    ("connection refused", .connection(.noListener)),
    ("timed out", .connection(.serverDown)), ("timeout", .connection(.serverDown)),
    ("no route to host", .connection(.serverDown)),
    ("network is unreachable", .connection(.serverDown)),
    ("lost connection", .connectionLost), ("was not offered", .security(.tlsNotOffered)),
    ("a tls session is required", .security(.tlsNotOffered)),
    ("certificate not trusted", .security(.certificateNotTrusted)),
    ("not verified", .security(.certificateNotTrusted)),
    ("certificate verification failed", .security(.certificateNotTrusted)),
    ("cannot start tls", .security(.handshakeFailed)),
    ("handshake", .security(.handshakeFailed)),
    ("unknown user", .mailboxUnknown), ("user unknown", .mailboxUnknown),
    ("quota", .mailboxFull), ("mailbox full", .mailboxFull),
    ("retry timeout exceeded", .expired),
  ]

  /// `host mx.example[192.0.2.1] said: 550 5.1.1 <a@b>: User unknown (in reply to RCPT TO)`,
  /// `SMTP error from remote mail server after RCPT TO:<a@b>: 550 5.1.1 User unknown`.
  private static func reply(in answer: String, enhanced: EnhancedStatus?) -> Reply? {
    let words = answer.split { $0 == " " || $0 == "-" }
    for (row, word) in words.enumerated() {
      guard word.utf8.count == 3, let code = UInt16(word), (400...599).contains(code) else {
        continue
      }
      let next = row + 1 < words.count ? EnhancedStatus(String(words[row + 1])) : nil
      let status = next ?? enhanced
      return Reply(code, status, wording(code, status, answer.lowercased()))
    }
    return nil
  }

  private static func wording(
    _ code: UInt16, _ status: EnhancedStatus?, _ words: String
  ) -> Reply.Wording {
    if words.contains("relay") { return .relayAccessDenied }
    if words.contains("greylist") || words.contains("graylist") { return .greylisted }
    if words.contains("blocked using") || words.contains("blacklist")
      || words.contains("blocklist")
    {
      return .blockListed
    }
    switch (status?.subject, status?.detail) {
    case (1, 1): return .userUnknown
    case (2, 2): return .mailboxFull
    case (2, 1): return .mailboxDisabled
    case (3, 4): return .messageTooBig
    default: break
    }
    if words.contains("user unknown") || words.contains("no such user") { return .userUnknown }
    return code == 421 ? .shuttingDown : .asTheRuleSays
  }

  /// Where the words are unknown: what the status says, and no more.
  private static func byStatus(_ status: EnhancedStatus?) -> DeliveryFailure {
    guard let status else { return .connectionLost }
    return .reply(Reply(status.kind == 5 ? 550 : 450, status, .asTheRuleSays))
  }
}

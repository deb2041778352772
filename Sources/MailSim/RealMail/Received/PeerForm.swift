/// How a `from` clause puts the client's names and its address.
///
/// `H` is what the client called itself in EHLO, `N` what its address resolved to, `A` the
/// address. Which of the names was looked up depends on the form and on who writes it.
enum PeerForm: Hashable, Sendable {
  /// `H (N [A])`: the grammar of RFC 5321 §4.4, as Postfix, Sendmail, Gmail and others write it.
  case helloThenLookup
  /// `X ([A])` or `X [A]`: a lookup to Exim, EHLO to everybody else.
  case nameThenLiteral
  /// `X (A)`, without brackets: EHLO to Exchange, a lookup to qmail.
  case nameThenAddress
  /// `N ([A] helo=H)` or `[A] (helo=H)`.
  case heloEquals
  /// `N (HELO H) (A)`.
  case heloWord
  /// `X (EHLO H) (A)`, `X (LHLO H) (A)`.
  case ehloWord
  /// `X (Y)`, without an address.
  case twoNames
  /// `X`, a name alone.
  case nameAlone
  /// `[A]`, an address alone.
  case addressAlone
  case other
}

extension ParsedReceived {
  /// Keeps as looked up the one name of which this software, in this form of line, says that;
  /// every other name may be a stranger's own word.
  mutating func settleNames(head: String?, inComment: String?) {
    guard var peer = from else { return }
    peer.reverseName = peer.hasNoReverseName ? nil : lookedUp(peer, head, inComment)
    from = peer
  }

  private func lookedUp(_ peer: Peer, _ head: String?, _ inComment: String?) -> String? {
    switch peer.form {
    // Before version 2, Haraka wrote the two names the other way round.
    case .helloThenLookup: by?.software?.hasPrefix("Haraka/1") == true ? nil : inComment
    case .nameThenLiteral, .heloEquals: dialect == .exim ? head : nil
    case .nameThenAddress: dialect == .qmail ? head : nil
    case .heloWord: dialect == .qmail || dialect == .ironPort ? head : nil
    case .twoNames: dialect == .sendmail ? inComment : nil
    case .ehloWord, .nameAlone, .addressAlone, .other: nil
    }
  }
}

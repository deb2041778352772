extension RestrictionPolicy.Destinations {
  /// The mailbox a server makes of what stands between the brackets of MAIL or RCPT.
  ///
  /// A source route is dropped, and an address without a domain is completed: `site!user` and
  /// `user%site` turn round where that is switched on, anything else gets `origin`
  /// (trivial-rewrite(8)).
  /// - Returns: nil for what a server answers with 501.
  public func read(_ path: String) -> Mailbox? {
    if let whole = AddressSyntax.path(path[...]) { return whole.mailbox }
    return completed(withoutSourceRoute(path[...]))
  }

  private func withoutSourceRoute(_ path: Substring) -> Substring {
    guard path.hasPrefix("@"), let colon = path.firstIndex(of: ":") else { return path }
    return path[path.index(after: colon)...]
  }

  private func completed(_ text: Substring) -> Mailbox? {
    guard !text.isEmpty, let origin else { return nil }
    if !text.hasPrefix("\"") {
      if undoesBangPath, let bang = text.firstIndex(of: "!") {
        return Self.joined(text[text.index(after: bang)...], text[..<bang])
      }
      if undoesPercentHack, let percent = text.lastIndex(of: "%") {
        return Self.joined(text[..<percent], text[text.index(after: percent)...])
      }
    }
    return Self.joined(text, origin.text[...])
  }

  private static func joined(_ local: Substring, _ domain: Substring) -> Mailbox? {
    guard local.hasPrefix("\"") || !local.contains("@") else { return nil }
    return AddressSyntax.path("\(local)@\(domain)")?.mailbox
  }
}

/// The grammar of envelope addresses (RFC 5321 §4.1.2), lenient where every server is.
public enum AddressSyntax {
  /// A path taken apart: the source route is kept only to be shown; a server
  /// ignores it and goes to the mailbox (RFC 5321 §3.6.1, appendix F.2).
  public struct Path: Hashable, Sendable {
    public let sourceRoute: [Domain]
    public let mailbox: Mailbox
  }

  /// Reads what stands between `<` and `>`: an optional source route and a mailbox.
  ///
  /// Several `@` in an unquoted local part are let through, as Postfix does; the
  /// last one separates the domain, and `hasRoutingTricks` reports the rest.
  public static func path(_ text: Substring) -> Path? {
    var rest = text
    var route: [Domain] = []
    if rest.hasPrefix("@") {
      guard let colon = rest.firstIndex(of: ":") else { return nil }
      for hop in rest[..<colon].split(separator: ",", omittingEmptySubsequences: false) {
        guard hop.hasPrefix("@"), let domain = Domain(hop.dropFirst()) else { return nil }
        route.append(domain)
      }
      rest = rest[rest.index(after: colon)...]
    }
    guard let mailbox = mailbox(rest) else { return nil }
    return Path(sourceRoute: route, mailbox: mailbox)
  }

  private static func mailbox(_ text: Substring) -> Mailbox? {
    if text.hasPrefix("\"") {
      guard let (localPart, rest) = quotedString(text), rest.hasPrefix("@"),
        let domain = Domain(rest.dropFirst())
      else { return nil }
      return Mailbox(localPart: localPart, domain: domain, wasQuoted: true)
    }
    guard let at = text.lastIndex(of: "@"), at != text.startIndex,
      let domain = Domain(text[text.index(after: at)...])
    else { return nil }
    let localPart = text[..<at]
    guard localPart.utf8.allSatisfy({ isDotAtomByte($0) || $0 == UInt8(ascii: "@") }) else {
      return nil
    }
    return Mailbox(localPart: String(localPart), domain: domain)
  }

  private static func quotedString(_ text: Substring) -> (String, Substring)? {
    var content = ""
    var rest = text.dropFirst()
    while let character = rest.popFirst() {
      switch character {
      case "\"": return (content, rest)
      case "\\":
        guard let escaped = rest.popFirst() else { return nil }
        content.append(escaped)
      case "\r", "\n", "\0", "\r\n": return nil
      default: content.append(character)
      }
    }
    return nil
  }

  /// Whether a byte may stand in an unquoted local part: atext or a dot (RFC 5322 §3.2.3), or UTF-8.
  static func isDotAtomByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x80..., UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-/=?^_`{|}~.".utf8.contains(byte)
    }
  }
}

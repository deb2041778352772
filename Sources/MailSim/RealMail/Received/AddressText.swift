/// Finds a network address in what trace lines write around it.
enum AddressText {
  /// `192.0.2.1`, `192.0.2.1:2525`, `IPv6:2001:db8::1`, `::ffff:192.0.2.1`, `fe80::1%9`,
  /// `192.0.2.1.2525`; nil for anything else.
  static func parse(_ bytes: some Collection<UInt8>) -> (address: IPAddress, port: UInt16?)? {
    guard bytes.count >= 2, bytes.count <= 80,
      bytes.contains(where: { $0 == ASCII.dot || $0 == ASCII.colon }),
      bytes.contains(where: ASCII.isHexDigit) || bytes.allSatisfy({ $0 == ASCII.colon })
    else { return nil }
    var text = Substring(String(decoding: bytes, as: UTF8.self))
    if text.lowercased().hasPrefix("ipv6:") { text = text.dropFirst(5) }
    if let percent = text.firstIndex(of: "%") { text = text[..<percent] }
    if let address = IPAddress(text) { return (address, nil) }
    return withPort(text)
  }

  private static func withPort(_ text: Substring) -> (address: IPAddress, port: UInt16?)? {
    // Only IPv4 can carry a port behind a colon or a dot without being misread.
    let separator = text.firstIndex(of: ":") ?? fourthDot(text)
    guard let separator, let port = UInt16(text[text.index(after: separator)...]),
      let address = IPAddress(text[..<separator]), address.isV4
    else { return nil }
    return (address, port)
  }

  private static func fourthDot(_ text: Substring) -> Substring.Index? {
    let dots = text.indices.filter { text[$0] == "." }
    return dots.count == 4 ? dots[3] : nil
  }

  /// Whether bytes look like a host's name: letters, digits, dots, hyphens, underscores.
  static func isHostName(_ bytes: some Collection<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.count <= 255
      && bytes.allSatisfy {
        ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == ASCII.dot || $0 == ASCII.hyphen
          || $0 == UInt8(ascii: "_") || $0 >= 0x80
      }
  }

  /// A host's name without the root's dot, which Gmail writes.
  static func hostName(_ bytes: ArraySlice<UInt8>) -> String {
    ReadableText.of(bytes.last == ASCII.dot ? bytes.dropLast() : bytes)
  }
}

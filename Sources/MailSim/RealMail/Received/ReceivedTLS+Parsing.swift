extension ReceivedTLS {
  /// Reads the words of a comment or clause; nil when they do not speak of TLS.
  ///
  /// The forms in use: `using TLSv1.3 with cipher X (256/256 bits)` (Postfix and its kin),
  /// `version=TLS1_2 cipher=X bits=128/128` (Gmail, sendmail, Exchange), `TLS1.3:X:256` and
  /// `TLS1.3` (Exim), `TLS: TLSv1/SSLv3,256bits,X` (Courier), `X encrypted` (qmail), and the word
  /// by itself: `TLS`, `Using TLS`, `over TLS secured channel`.
  init?(_ text: TokenizedText) {
    guard
      text.bytes.containsSpelling("tls") || text.bytes.containsSpelling("ssl")
        || text.bytes.containsSpelling("cipher") || text.bytes.containsSpelling("encrypted")
    else { return nil }
    self.init(clause: ReadableText.of(text.bytes))
    let pieces = Self.pieces(of: text)
    guard !pieces.isEmpty else { return nil }
    var saysSo = false
    for (index, piece) in pieces.enumerated() {
      let next = index + 1 < pieces.count ? pieces[index + 1] : nil
      saysSo = take(piece, before: next, index: index) || saysSo
    }
    guard saysSo else { return nil }
    // `no TLS`, `not encrypted`: a session that is described took place all the same.
    if version == nil, cipher == nil,
      pieces.contains(where: { Self.negations.contains($0.lowercased()) })
    {
      return nil
    }
  }

  private static let negations: Set<String> = [
    "no", "non", "not", "none", "without", "never", "off", "disabled", "fail", "failed",
    "refused", "unavailable",
  ]

  /// Takes one piece; true when it shows that the whole speaks of TLS.
  private mutating func take(_ piece: Substring, before next: Substring?, index: Int) -> Bool {
    let lower = piece.lowercased()
    if let value = Self.value(of: "version=", in: piece)
      ?? Self.value(of: "tls_version=", in: piece)
    {
      version = Self.version(value) ?? version
      return Self.version(value) != nil || value.lowercased().hasPrefix("tls")
    }
    if let value = Self.value(of: "cipher=", in: piece) {
      cipher = value.isEmpty ? nil : String(value)
      return !value.isEmpty && !Self.meansNoCipher(value)
    }
    if let value = Self.value(of: "bits=", in: piece) {
      bits = Int(value.prefix { $0.isNumber })
      return false
    }
    if lower == "cipher" || lower == "ciphersuite" {
      if let next { cipher = String(next) }
      return cipher != nil
    }
    if lower == "encrypted", index > 0 { return true }
    if lower.hasSuffix("bits"), let count = Int(lower.dropLast(4)) {
      bits = count
      return false
    }
    if Self.isTLSWord(lower) {
      if version == nil { version = Self.version(piece) }
      return true
    }
    if cipher == nil, Self.looksLikeCipher(piece) {
      cipher = String(piece)
      return lower.hasPrefix("tls_") || lower.hasPrefix("tls13_")
    }
    return false
  }

  /// `TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384:256` falls into its three parts; key=value stays whole.
  private static func pieces(of text: TokenizedText) -> [Substring] {
    var pieces: [Substring] = []
    for token in text.tokens {
      switch token.kind {
      case .word, .quoted:
        pieces += text.text(token)[...].split { $0 == ":" || $0 == "," || $0 == "\\" }
      case .comment:
        pieces += text.text(token)[...].split { $0 == " " || $0 == "/" }.prefix(1)
      default: continue
      }
    }
    return pieces
  }

  private static func value(of key: String, in piece: Substring) -> Substring? {
    guard piece.count >= key.count, piece.prefix(key.count).lowercased() == key else { return nil }
    return piece.dropFirst(key.count)
  }

  private static func meansNoCipher(_ value: Substring) -> Bool {
    let lower = value.lowercased()
    return lower == "none" || lower == "no" || lower == "fail"
  }

  private static func isTLSWord(_ lower: String) -> Bool {
    lower == "tls" || lower == "ssl" || version(lower[...]) != nil
  }

  /// `TLS1_2`, `tlsv1.2`, `TLS-1.0`, `Tls12` and their like as OpenSSL spells them.
  static func version(_ text: Substring) -> String? {
    var rest = Substring(text.lowercased())
    guard rest.hasPrefix("tls") || rest.hasPrefix("ssl") else { return nil }
    let family = rest.hasPrefix("tls") ? "TLSv" : "SSLv"
    rest = rest.dropFirst(3)
    if rest.hasPrefix("v") || rest.hasPrefix("-") || rest.hasPrefix("_") { rest = rest.dropFirst() }
    guard rest.first?.isNumber == true else { return nil }
    if rest.hasPrefix("1/ssl") {
      // OpenSSL's word for "any of them": it says how the session began, not what came of it.
      return "TLSv1/SSLv3"
    }
    let digits = rest.filter(\.isNumber)
    let separators = rest.filter { !$0.isNumber }
    guard digits.count <= 2, separators.isEmpty || separators == "." || separators == "_" else {
      return nil
    }
    guard let major = digits.first else { return nil }
    if family == "SSLv" { return family + String(major) }
    guard major == "1" else { return nil }
    return "TLSv1." + (digits.count == 2 ? String(digits.last!) : "0")
  }

  /// Capital letters and digits in groups, as cipher suites are named.
  static func looksLikeCipher(_ text: Substring) -> Bool {
    guard text.utf8.count >= 6, text.utf8.count <= 64,
      text.utf8.contains(UInt8(ascii: "-")) || text.utf8.contains(UInt8(ascii: "_"))
    else { return false }
    let known = ["AES", "DES", "RC4", "CHACHA", "CAMELLIA", "ARCFOUR", "SEED", "NULL", "ARIA"]
    let upper = text.uppercased()
    return upper == text && known.contains { upper.contains($0) }
  }
}

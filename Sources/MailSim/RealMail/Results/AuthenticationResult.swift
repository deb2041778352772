/// What a server reported of checking who sent a message (RFC 8601, RFC 7208 §9.1, RFC 8617).
///
/// The check itself is not repeated: keys and records are in the DNS, which is not asked.
public struct AuthenticationResult: Hashable, Sendable {
  /// `spf`, `dkim`, `dmarc`, `arc` and others, in lower case.
  public let method: String
  /// `pass`, `fail`, `none`, `softfail` …, in lower case.
  public let result: String
  /// What was checked: `header.d=example.org`.
  public let properties: [String]
  /// The server that says so; nil where the field does not name it.
  public let server: String?
  /// The field it was read from, in lower case.
  public let fieldName: String
  /// The number of the ARC set it belongs to.
  public let instance: Int?
  public internal(set) var standing = PathLine.Standing.claimed

  /// Results are believed when they stand above the first line that is merely claimed, and name
  /// a server that wrote a trusted line, or its organisation.
  static func all(in head: MessageHead, path: [PathLine]) -> [AuthenticationResult] {
    let claimedFrom = path.last { $0.standing == .claimed }?.received.line ?? .max
    let servers = path.filter { $0.standing == .trusted }.compactMap { $0.byName }
    return head.fields.flatMap { field -> [AuthenticationResult] in
      guard var results = read(field) else { return [] }
      for row in results.indices where field.line < claimedFrom {
        let server = results[row].server
        let isKnown = server.map { name in
          servers.contains {
            HostNames.areOneHost($0, name) || HostNames.areOneOrganisation($0, name)
          }
        }
        if isKnown ?? true, !servers.isEmpty { results[row].standing = .trusted }
      }
      return results
    }
  }

  private static func read(_ field: HeaderField) -> [AuthenticationResult]? {
    switch field.name {
    case "authentication-results", "x-authentication-results", "authentication-results-original",
      "arc-authentication-results":
      AuthenticationResultsParser(field).parse()
    case "received-spf", "x-received-spf": spf(field).map { [$0] }
    default: nil
    }
  }

  /// `Received-SPF: pass (mx.example.org: …) client-ip=192.0.2.1; …`
  private static func spf(_ field: HeaderField) -> AuthenticationResult? {
    var cursor = ByteCursor(field.bytes[...])
    cursor.skipSpace()
    let word = cursor.takeLetters()
    guard !word.isEmpty else { return nil }
    cursor.skipSpace()
    var server: String?
    if cursor.current == ASCII.openParenthesis {
      let inner = cursor.rest.dropFirst().prefix { $0 != ASCII.colon && !ASCII.isSpace($0) }
      if AddressText.isHostName(inner), inner.contains(ASCII.dot) {
        server = ReadableText.of(inner)
      }
    }
    return AuthenticationResult(
      method: "spf", result: ReadableText.of(word).lowercased(), properties: [], server: server,
      fieldName: field.name, instance: nil)
  }
}

/// Reads `server.example; spf=pass smtp.mailfrom=example.org; dkim=…` (RFC 8601 §2.2).
struct AuthenticationResultsParser {
  private let field: HeaderField
  private let text: TokenizedText

  init(_ field: HeaderField) {
    self.field = field
    text = TokenizedText(field.bytes[...])
  }

  func parse() -> [AuthenticationResult] {
    var instance: Int?
    var server: String?
    var results: [AuthenticationResult] = []
    for (row, part) in parts.enumerated() where results.count < 100 {
      guard let first = part.first else { continue }
      if first.hasPrefix("i="), let number = Int(first.dropFirst(2)) {
        instance = number
      } else if let result = result(part, server: server, instance: instance) {
        results.append(result)
      } else if server == nil, row <= 1, !first.contains("=") {
        server = first
      }
    }
    return results
  }

  /// The words between semicolons, comments left out; `=` glues what stands around it.
  private var parts: [[String]] {
    var parts: [[String]] = [[]]
    for token in text.tokens {
      switch token.kind {
      case .semicolon: parts.append([])
      case .comment: continue
      default:
        let word = text.source([token])
        if word.hasPrefix("=") || parts[parts.count - 1].last?.hasSuffix("=") == true,
          let last = parts[parts.count - 1].popLast()
        {
          parts[parts.count - 1].append(last + word)
        } else {
          parts[parts.count - 1].append(word)
        }
      }
    }
    return parts
  }

  private func result(
    _ part: [String], server: String?, instance: Int?
  ) -> AuthenticationResult? {
    guard let first = part.first, let equals = first.firstIndex(of: "=") else { return nil }
    let method = first[..<equals].lowercased()
    let result = first[first.index(after: equals)...].lowercased()
    guard !method.isEmpty, !method.contains("."), result.allSatisfy(\.isLetter), !result.isEmpty
    else { return nil }
    return AuthenticationResult(
      method: String(method.prefix { $0 != "/" }), result: result,
      properties: part.dropFirst().filter { $0.contains("=") && !$0.hasPrefix("reason") },
      server: server, fieldName: field.name, instance: instance)
  }
}

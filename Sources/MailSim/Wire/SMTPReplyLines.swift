/// An SMTP reply in lines, as a server writes it (RFC 5321 §4.2).
public enum SMTPReplyLines {
  /// - Parameters:
  ///   - host: what the server calls itself in its greeting and in the replies to EHLO and QUIT.
  ///   - client: what the client called itself.
  ///   - offering: what stands in the reply to EHLO only.
  ///   - challenge: what stands behind 334, not yet in base64 (RFC 4954 §4).
  public static func lines(
    _ reply: Reply, host: String, client: String = "", offering: SMTPExtensions? = nil,
    mechanisms: [AuthMechanism] = [.plain, .login], maximalSize: UInt32? = nil,
    challenge: String = ""
  ) -> [String] {
    switch reply.wording {
    case .ready, .closing: ["\(reply.codes) \(host) \(reply.wording.text)"]
    case .continueAuthentication: ["\(reply.code) \(Base64.text(Array(challenge.utf8)))"]
    case .hello:
      multiline(
        reply,
        ["\(host) \(reply.wording.text)" + (client.isEmpty ? "" : " \(client)")]
          + (offering?.keywords ?? []).map { keyword in
            switch keyword {
            case "AUTH": (["AUTH"] + mechanisms.map(\.keyword)).joined(separator: " ")
            case "SIZE": maximalSize.map { "SIZE \($0)" } ?? "SIZE"
            default: keyword
            }
          })
    default: [reply.description]
    }
  }

  /// All lines but the last have a hyphen after the code (RFC 5321 §4.2.1).
  private static func multiline(_ reply: Reply, _ texts: [String]) -> [String] {
    texts.enumerated().map { row, text in
      "\(reply.code)\(row + 1 < texts.count ? "-" : " ")\(text)"
    }
  }
}

/// A reply as a client understood it.
public struct SMTPReceivedReply: Hashable, Sendable {
  /// What a client acts on. Words of another server than ours count as those of a rule of its own.
  public let reply: Reply
  /// The lines without code and separator, the enhanced code still in its place.
  public let texts: [String]

  /// What the reply to EHLO offers; keywords MailSim has no use for are passed over.
  public var extensions: SMTPExtensions {
    var offers: SMTPExtensions = []
    for text in texts.dropFirst() {
      let word = text.prefix { $0 != " " && $0 != "=" }.uppercased()
      for bit in 0..<16 {
        let known = SMTPExtensions(rawValue: 1 << bit)
        if known.keywords == [word] { offers.insert(known) }
      }
    }
    return offers
  }

  /// The mechanisms AUTH is offered with.
  public var mechanisms: [AuthMechanism] {
    texts.dropFirst().first { $0.uppercased().hasPrefix("AUTH") }?.split(separator: " ").dropFirst()
      .compactMap { AuthMechanism(keyword: $0) } ?? []
  }

  /// What a 334 asks, still in base64.
  public var challenge: String { texts.last ?? "" }
}

/// Reads what an SMTP server writes, in whatever pieces it comes.
public struct SMTPReplyReader: Sendable {
  public enum Input: Hashable, Sendable {
    case reply(SMTPReceivedReply)
    /// A line that is no part of a reply, or more lines than a client takes.
    case malformed
  }

  private var lines = LineReader(limit: Self.longestLine)
  private var texts: [String] = []
  private var code: UInt16?

  /// Four times what the RFC asks for (RFC 5321 §4.5.3.1.5), and lines of one reply.
  public static let longestLine = 2_048
  public static let mostLines = 128

  public init() {}

  public mutating func append(_ octets: some Sequence<UInt8>) {
    lines.append(octets)
  }

  public mutating func next() -> Input? {
    while let line = lines.next() {
      guard case .octets(let octets) = line, let (code, isLast, text) = Self.parts(octets),
        self.code == nil || self.code == code, texts.count < Self.mostLines
      else {
        self.code = nil
        texts = []
        return .malformed
      }
      texts.append(text)
      self.code = code
      guard isLast else { continue }
      defer {
        self.code = nil
        texts = []
      }
      return .reply(SMTPReceivedReply(reply: Self.reply(code, texts), texts: texts))
    }
    return nil
  }

  private static func parts(_ line: [UInt8]) -> (code: UInt16, isLast: Bool, text: String)? {
    guard line.count >= 3, let code = UInt16(String(decoding: line[..<3], as: UTF8.self)),
      200..<600 ~= code
    else { return nil }
    guard line.count > 3 else { return (code, true, "") }
    guard line[3] == Octet.space || line[3] == UInt8(ascii: "-") else { return nil }
    return (code, line[3] == Octet.space, String(decoding: line[4...], as: UTF8.self))
  }

  private static func reply(_ code: UInt16, _ texts: [String]) -> Reply {
    guard code != 334, let last = texts.last else {
      return Reply(code, nil, .continueAuthentication)
    }
    let enhanced = EnhancedStatus(String(last.prefix { $0 != " " }))
    let words = enhanced == nil ? last : String(last.drop { $0 != " " }.dropFirst())
    let text = texts.count > 1 ? texts[0] : words
    return Reply(
      code, enhanced,
      Reply.Wording.allCases.first { $0.text == words }
        ?? named.first { text.contains($0.text) && code / 100 == 2 } ?? .asTheRuleSays)
  }

  /// Words that stand behind or before a name.
  private static let named: [Reply.Wording] = [.ready, .closing, .hello]
}

/// What FETCH asks of a message (RFC 9051 §6.4.5, RFC 3501 §6.4.5).
public enum IMAPFetchItem: Hashable, Sendable {
  case flags, uid, internalDate, size, envelope, bodyStructure, body
  case rfc822, rfc822Header, rfc822Text
  /// A part of the text; `isPeek` leaves `\Seen` as it is.
  case section(Section, isPeek: Bool, partial: Partial?)

  public enum Section: Hashable, Sendable {
    /// All of it: `BODY[]`.
    case whole
    case header, text
    /// Names in the case they were asked in; `not` takes all others.
    case headerFields([String], not: Bool)
    /// A part by its numbers, and perhaps `MIME`, `HEADER` or `TEXT` of it.
    case part(String)
  }

  /// Octets from an origin on, so many at most.
  public struct Partial: Hashable, Sendable {
    public var origin: UInt32
    public var count: UInt32

    public init(origin: UInt32, count: UInt32) {
      self.origin = origin
      self.count = count
    }
  }

  private static let words: [(String, IMAPFetchItem)] = [
    ("FLAGS", .flags), ("UID", .uid), ("INTERNALDATE", .internalDate), ("RFC822.SIZE", .size),
    ("ENVELOPE", .envelope), ("BODYSTRUCTURE", .bodyStructure), ("BODY", .body),
    ("RFC822", .rfc822), ("RFC822.HEADER", .rfc822Header), ("RFC822.TEXT", .rfc822Text),
  ]

  /// Reads one item.
  public init?(_ text: String) {
    let upper = text.uppercased()
    if let known = Self.words.first(where: { $0.0 == upper })?.1 {
      self = known
      return
    }
    let isPeek = upper.hasPrefix("BODY.PEEK[")
    guard isPeek || upper.hasPrefix("BODY["), let open = text.firstIndex(of: "["),
      let close = text.firstIndex(of: "]"), open < close,
      let section = Section(text[text.index(after: open)..<close])
    else { return nil }
    let rest = text[text.index(after: close)...]
    if rest.isEmpty {
      self = .section(section, isPeek: isPeek, partial: nil)
      return
    }
    let numbers = rest.dropFirst().dropLast().split(
      separator: ".", omittingEmptySubsequences: false
    ).compactMap { UInt32($0) }
    guard rest.first == "<", rest.last == ">", numbers.count == 2, numbers[1] > 0 else {
      return nil
    }
    self = .section(
      section, isPeek: isPeek, partial: Partial(origin: numbers[0], count: numbers[1]))
  }

  /// Reads the items of a FETCH: one, a list, or a macro.
  static func items(_ values: some Collection<IMAPValue>) -> [IMAPFetchItem]? {
    guard let first = values.first, values.count == 1 else { return nil }
    switch first {
    case .atom(let text):
      switch text.uppercased() {
      case "ALL": return [.flags, .internalDate, .size, .envelope]
      case "FAST": return [.flags, .internalDate, .size]
      case "FULL": return [.flags, .internalDate, .size, .envelope, .body]
      default: return IMAPFetchItem(text).map { [$0] }
      }
    case .list(let values):
      let items = values.compactMap { $0.text.flatMap(IMAPFetchItem.init) }
      return items.count == values.count && !items.isEmpty ? items : nil
    case .string: return nil
    }
  }

  /// As a client writes it.
  public var text: String {
    guard case .section(let section, let isPeek, let partial) = self else {
      return Self.words.first { $0.1 == self }?.0 ?? ""
    }
    return "BODY\(isPeek ? ".PEEK" : "")[\(section.text)]"
      + (partial.map { "<\($0.origin).\($0.count)>" } ?? "")
  }

  /// As a server names it in its answer: without `PEEK`, of a partial the origin only.
  public var answered: String {
    guard case .section(let section, _, let partial) = self else { return text }
    return "BODY[\(section.text)]" + (partial.map { "<\($0.origin)>" } ?? "")
  }
}

extension IMAPFetchItem.Section {
  /// Reads what stands between the brackets.
  fileprivate init?(_ text: Substring) {
    let upper = text.uppercased()
    switch upper {
    case "": self = .whole
    case "HEADER": self = .header
    case "TEXT": self = .text
    default:
      let word = text.prefix { $0 != " " }
      if upper.hasPrefix("HEADER.FIELDS") {
        let isNot = word.uppercased() == "HEADER.FIELDS.NOT"
        let names = text.dropFirst(word.count + 1)
        guard isNot || word.uppercased() == "HEADER.FIELDS", names.first == "(", names.last == ")"
        else { return nil }
        let words = names.dropFirst().dropLast().split(separator: " ").map {
          String($0.filter { $0 != "\"" })
        }
        guard !words.isEmpty else { return nil }
        self = .headerFields(words, not: isNot)
        return
      }
      guard upper.first?.isWholeNumber == true,
        upper.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isWholeNumber || $0 == ".") })
      else { return nil }
      self = .part(upper)
    }
  }

  fileprivate var text: String {
    switch self {
    case .whole: ""
    case .header: "HEADER"
    case .text: "TEXT"
    case .headerFields(let names, let isNot):
      "HEADER.FIELDS\(isNot ? ".NOT" : "") (\(names.joined(separator: " ")))"
    case .part(let part): part
    }
  }
}

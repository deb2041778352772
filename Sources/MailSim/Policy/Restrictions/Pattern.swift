/// A regular expression of a lookup table, matched by what a Postfix matches it with.
public struct Pattern: Hashable, Sendable {
  /// The kind of table it stands in.
  public enum Dialect: String, Hashable, Sendable {
    /// PCRE2, with its own limits and without compiling to machine code.
    case pcre
    /// regexec(3). It has no limit: what could take it long is not asked.
    case posix = "regexp"

    /// The letters that may stand behind a pattern. Each turns its option round.
    var flags: String { self == .pcre ? "imsxAEUX" : "imx" }
  }

  public let text: String
  /// The options that are turned round, in one order.
  public let flags: String
  public let dialect: Dialect
  private let compiled: CompiledPattern

  /// - Parameter flags: letters of `Dialect.flags`; an `i` makes case matter.
  public init(_ text: String, flags: String = "", dialect: Dialect = .pcre) {
    self.text = text
    self.dialect = dialect
    self.flags = dialect.flags.filter { flag in flags.count { $0 == flag } % 2 == 1 }
    compiled = CompiledPattern(text, flags: self.flags, dialect)
  }

  /// What came of matching a key.
  enum Match: Hashable, Sendable {
    /// The whole match and its groups; one that took no part is empty.
    case matched([String])
    case notMatched
    /// The limit was reached before an answer.
    case gaveUp
    /// The pattern is not asked here.
    case unknown

    var isMatch: Bool { if case .matched = self { true } else { false } }
    var groups: [String] { if case .matched(let groups) = self { groups } else { [] } }
  }

  /// Why the pattern is none, in the words of its library: a server skips its rule.
  public var error: String? { compiled.error }

  /// Why the pattern is not asked here though it is one; what it matches is then not known.
  public var refusal: String? { compiled.refusal }

  /// How many groups it has.
  var groupCount: Int { compiled.groupCount }

  /// The keys at which it gave up so far, sorted.
  var hardKeys: [String] { compiled.hardKeys }

  func match(_ key: String) -> Match { compiled.match(key) }

  /// A text the pattern matches, if it is plain enough to tell: anchors are left out, and what may
  /// be anything is an `x`.
  var sample: String? {
    var text = self.text.replacing("\\.", with: "\u{1}").replacing(".*", with: "x")
      .replacing(".+", with: "x").replacing("^", with: "").replacing("$", with: "")
      .replacing("\u{1}", with: ".")
    text.removeAll { "()\\".contains($0) }
    return !text.isEmpty && match(text).isMatch ? text.lowercased() : nil
  }

  public static func == (a: Pattern, b: Pattern) -> Bool {
    a.text == b.text && a.flags == b.flags && a.dialect == b.dialect
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

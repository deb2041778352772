import Synchronization

/// One rule of a `regexp:` or `pcre:` table (regexp_table(5)).
public struct PatternRule: Hashable, Sendable {
  public var pattern: Pattern
  public var isNegated: Bool
  /// Enclosing `if` blocks: all must hold.
  public var conditions: [Condition]
  public var entry: LookupTable.Entry

  public struct Condition: Hashable, Sendable {
    public var pattern: Pattern
    public var isNegated: Bool
  }

  static func first(of rules: [PatternRule], matching key: String) -> LookupTable.Answer {
    for rule in rules {
      guard
        rule.conditions.allSatisfy({
          $0.pattern.groups(in: key) != nil ? !$0.isNegated : $0.isNegated
        })
      else { continue }
      if rule.pattern.isBroken { return .unknown }
      let groups = rule.pattern.groups(in: key)
      guard (groups != nil) != rule.isNegated else { continue }
      var entry = rule.entry
      entry.value = fill(entry.value, with: groups ?? [])
      return .found(entry)
    }
    return .notFound
  }

  /// Puts what the groups caught in place of `$1`, `${1}` or `$(1)`.
  private static func fill(_ value: String, with groups: [String]) -> String {
    guard value.contains("$") else { return value }
    var text = value
    for (number, group) in groups.enumerated().reversed() where number > 0 {
      for form in ["${\(number)}", "$(\(number))", "$\(number)"] {
        text = text.replacing(form, with: group)
      }
    }
    return text.replacing("$$", with: "$")
  }
}

/// A regular expression with the words it was made of.
public struct Pattern: Hashable, Sendable {
  public let text: String
  public let ignoresCase: Bool
  private let compiled: Compiled

  public init(_ text: String, ignoresCase: Bool = true) {
    self.text = text
    self.ignoresCase = ignoresCase
    compiled = Compiled(text, ignoresCase: ignoresCase)
  }

  /// Whether the expression cannot be read here; what it matches is then not known.
  public var isBroken: Bool { compiled.isBroken }

  /// A text the pattern matches, if it is plain enough to tell: anchors are left out, and what may
  /// be anything is an `x`.
  var sample: String? {
    var text = self.text.replacing("\\.", with: "\u{1}").replacing(".*", with: "x")
      .replacing(".+", with: "x").replacing("^", with: "").replacing("$", with: "")
      .replacing("\u{1}", with: ".")
    text.removeAll { "()\\".contains($0) }
    return !text.isEmpty && groups(in: text) != nil ? text.lowercased() : nil
  }

  /// The whole match and its groups, or nil.
  func groups(in key: String) -> [String]? { compiled.groups(in: key) }

  public static func == (a: Pattern, b: Pattern) -> Bool {
    a.text == b.text && a.ignoresCase == b.ignoresCase
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(text) }

  /// `Regex` is not `Sendable`, so it is asked behind a lock.
  private final class Compiled: Sendable {
    private let regex: Mutex<Regex<AnyRegexOutput>?>
    let isBroken: Bool

    init(_ text: String, ignoresCase: Bool) {
      let made = (try? Regex(text)).map { $0.ignoresCase(ignoresCase) }
      isBroken = made == nil
      regex = Mutex(made)
    }

    func groups(in key: String) -> [String]? {
      regex.withLock { regex in
        guard let match = try? regex?.firstMatch(in: key) else { return nil }
        return match.output.map { $0.substring.map(String.init) ?? "" }
      }
    }
  }
}

/// A setting that is varied, and its values: `window=5m..60m/5m`, `poll=fixed:10m,poisson:10m`.
public struct SweepFactor: Hashable, Sendable {
  public var key: String
  public var levels: [Level]

  /// One value, as it was written and as it goes into the file.
  public struct Level: Hashable, Sendable {
    public var words: String
    public var value: ScenarioValue
  }

  /// Reads `KEY=VALUES`. Values are separated by commas outside brackets and braces; a range
  /// `first..last/step` stands for all its members.
  public init(_ text: String) throws(SweepFactorError) {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
      throw SweepFactorError(description: "`\(text)`: write KEY=VALUES, such as window=5m..60m/5m")
    }
    key = String(text[..<sign])
    if key == "seed" {
      throw SweepFactorError(
        description:
          "`\(text)`: every replication has a seed of its own, so that it is nothing to vary;"
          + " --replications gives more runs, --seed another start")
    }
    levels = []
    for word in Self.words(of: text[text.index(after: sign)...]) {
      let members = try Self.range(word, of: text) ?? [word]
      for member in members {
        levels.append(Level(words: member, value: try Self.value(member, of: text)))
      }
    }
    if Set(levels.map(\.words)).count < levels.count {
      throw SweepFactorError(description: "`\(text)`: a value stands there twice")
    }
    for (row, level) in levels.enumerated() {
      // Two laws may share their mean.
      guard case .text = level.value, let number = level.number,
        let same = levels[..<row].first(where: { other in
          if case .text = other.value {
            other.number == number && other.isTime == level.isTime
          } else {
            false
          }
        })
      else { continue }
      throw SweepFactorError(
        description: "`\(text)`: \(same.words) and \(level.words) are the same")
    }
  }

  // MARK: Words

  private static func words(of text: Substring) -> [String] {
    var words = [""]
    var depth = 0
    for character in text {
      switch character {
      case "[", "{": depth += 1
      case "]", "}": depth -= 1
      case "," where depth == 0:
        words.append("")
        continue
      default: break
      }
      words[words.count - 1].append(character)
    }
    return words
  }

  // MARK: Ranges

  /// The members of `first..last/step`; nil for what is no range.
  private static func range(_ word: String, of text: String) throws(SweepFactorError) -> [String]? {
    guard let dots = word.firstRange(of: "..") else { return nil }
    let rest = word[dots.upperBound...].split(separator: "/", omittingEmptySubsequences: false)
    guard let first = Amount(word[..<dots.lowerBound]), rest.count == 2,
      let last = Amount(rest[0]), let step = Amount(rest[1]), step.number > 0
    else {
      throw SweepFactorError(
        description: "`\(text)`: a range is first..last/step, such as 5m..60m/5m or 0..1/0.1")
    }
    guard first.unit == last.unit, first.unit == step.unit else {
      throw SweepFactorError(
        description: "`\(text)`: write the range in one unit, such as 30m..120m/30m")
    }
    let count = ((last.number - first.number) / step.number + 1e-9).rounded(.down)
    guard count >= 0, count < 10_000 else {
      throw SweepFactorError(
        description: "`\(text)`: the range has no members, or more than 10,000")
    }
    return (0...Int(count)).map {
      Amount.words(first.number + Double($0) * step.number) + first.unit
    }
  }

  /// A number and its unit.
  struct Amount {
    let number: Double
    let unit: String

    init?(_ text: some StringProtocol) {
      let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
      guard let number = Double(digits) else { return nil }
      self.number = number
      unit = String(text.dropFirst(digits.count))
    }

    /// Without noise from adding tenths: nine digits after the point at most.
    static func words(_ number: Double) -> String {
      var text = Estimate.decimal(number, 9)
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
      return text
    }
  }

  // MARK: Values

  /// Laws: how many parameters each takes, and what they are called in a file.
  private static let laws: [(name: String, parameters: [String])] = [
    ("fixed", []), ("exponential", []), ("poisson", []), ("uniform", ["", ""]),
    ("erlang", ["shape", "mean"]), ("normal", ["mean", "deviation"]),
    ("lognormal", ["median", "sigma"]),
  ]

  /// `poisson:10m` is the law `{poisson: 10m}`, `uniform:5m:15m` is `{uniform: [5m, 15m]}`.
  private static func value(_ word: String, of text: String) throws(SweepFactorError)
    -> ScenarioValue
  {
    if word.isEmpty { throw SweepFactorError(description: "`\(text)`: a value is missing") }
    if word.hasPrefix("["), word.hasSuffix("]") {
      return .list(words(of: word.dropFirst().dropLast()).map { .text(trimmed($0)) })
    }
    let parts = word.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1, let law = laws.first(where: { $0.name == parts[0] }) else {
      return .text(word)
    }
    guard parts.count - 1 == max(1, law.parameters.count) else {
      let form = law.parameters.isEmpty ? ["TIME"] : law.parameters.map { $0.isEmpty ? "TIME" : $0 }
      throw SweepFactorError(
        description: "`\(text)`: write \(law.name):\(form.joined(separator: ":"))")
    }
    return .members([ScenarioValue.Member(law.name, parameters(law.parameters, parts))])
  }

  private static func parameters(_ names: [String], _ parts: [String]) -> ScenarioValue {
    if names.isEmpty { return .text(parts[1]) }
    if names[0].isEmpty { return .list(parts.dropFirst().map { .text($0) }) }
    return .members(
      zip(names, parts.dropFirst()).map { ScenarioValue.Member($0, .text($1)) })
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension SweepFactor.Level {
  /// The value as a number for an axis: seconds of a time, a plain number, the mean of a law; nil
  /// for a word.
  public var number: Double? { Self.number(of: value) }

  private static func number(of value: ScenarioValue) -> Double? {
    switch value {
    case .text(let text): Double(text) ?? ScalarSyntax.delay(text)?.inSeconds
    case .list(let values):
      values.count == 2
        ? number(of: values[0]).flatMap { a in number(of: values[1]).map { (a + $0) / 2 } } : nil
    case .members(let members):
      members.count == 1
        ? number(of: members[0].value)
        : members.first { $0.key == "mean" || $0.key == "median" }.flatMap { number(of: $0.value) }
    }
  }

  /// Whether the number is of seconds.
  public var isTime: Bool {
    if case .text(let text) = value { return Double(text) == nil && number != nil }
    return number != nil
  }
}

/// What is wrong with a factor as it was written.
public struct SweepFactorError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
}

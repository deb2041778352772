extension PropertyError {
  /// What is wrong, with the place in the expression and the nearest word that could be meant.
  public func words(in expression: String) -> String {
    var choices: [String] = []
    if let value { choices.append(value) }
    if !expected.isEmpty { choices.append("one of \(expected.joined(separator: ", "))") }
    let wanted =
      expected.count == 1 && value == nil ? expected[0] : choices.joined(separator: ", or ")
    var lines = [
      "column \(column): found \(found.map { "'\($0)'" } ?? "the end"), expected \(wanted)",
      "  \(expression)", "  \(String(repeating: " ", count: max(0, column - 1)))^",
    ]
    if let found, let nearest = Similarity.nearest(to: found, in: expected) {
      lines.append("  did you mean '\(nearest)'?")
    }
    return lines.joined(separator: "\n")
  }

  /// The built-in property that a single word comes nearest to.
  public static func nearestName(to word: String) -> String? {
    Similarity.nearest(to: word, in: Property.all.map(\.name))
  }
}

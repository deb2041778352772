/// Results of a sweep as a table for people: a line a variant, a column a measure.
public struct SweepTable: Sendable {
  private let rows: [[String]]

  public init(_ results: [SweepResult], measures names: [String]) {
    let keys = results.first?.settings.map(\.key) ?? []
    let compared = names.filter { name in
      results.contains { $0.measures.contains { $0.name == name && $0.difference != nil } }
    }
    rows =
      [keys + ["runs"] + names + compared.map { "\($0) − base" }]
      + results.map { result in
        result.settings.map(\.value) + ["\(result.replications)"]
          + names.map { Self.words(result, $0) } + compared.map { Self.difference(result, $0) }
      }
  }

  /// The difference, and how many independent replications would have told as much.
  private static func difference(_ result: SweepResult, _ name: String) -> String {
    guard let finding = result.measures.first(where: { $0.name == name }),
      let difference = finding.difference
    else { return "base" }
    let words =
      switch finding.kind {
      case .share: difference.estimate.percentagePoints
      case .seconds: difference.estimate.words + " s"
      case .number: difference.estimate.words
      }
    guard let independent = difference.independentReplications else { return words }
    return words + " (\(independent) independent runs)"
  }

  private static func words(_ result: SweepResult, _ name: String) -> String {
    guard let finding = result.measures.first(where: { $0.name == name }),
      let estimate = finding.estimate
    else { return "–" }
    switch finding.kind {
    case .share: return estimate.percent
    case .seconds: return estimate.words + " s"
    case .number: return estimate.words
    }
  }

  public var text: String {
    let columns = rows.first?.indices ?? 0..<0
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  public var markdown: String {
    guard let head = rows.first else { return "" }
    return MarkdownText.table(head, Array(rows.dropFirst()))
  }
}

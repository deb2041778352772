/// Results of a sweep as a table for people: a line a variant, a column a measure.
public struct SweepTable: Sendable {
  private let rows: [[String]]

  public init(_ results: [SweepResult], measures names: [String]) {
    let keys = results.first?.settings.map(\.key) ?? []
    rows =
      [keys + ["runs"] + names]
      + results.map { result in
        result.settings.map(\.value) + ["\(result.replications)"]
          + names.map { Self.words(result, $0) }
      }
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

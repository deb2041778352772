/// What came of one variant of a sweep.
public struct SweepResult: Hashable, Codable, Sendable {
  public var variant: Int
  public var settings: [Setting]
  public var replications: Int
  public var seed: UInt64
  public var measures: [MeasuredValue]

  /// One varied setting, with its number where it has one: seconds of a time.
  public struct Setting: Hashable, Codable, Sendable {
    public var key: String
    public var value: String
    public var number: Double?
    public var isTime: Bool
  }

  /// One measure, as estimated from all replications.
  public struct MeasuredValue: Hashable, Codable, Sendable {
    public var name: String
    public var kind: Measure.Kind
    /// nil when there was nothing to measure, or only one run, and that too short to say.
    public var estimate: Estimate?
    /// How it differs from the variant the sweep compares with; nil where it compares with none.
    public var difference: PairedDifference?
  }

  init(
    variant: Int, settings: [Setting], replications: Int, seed: UInt64, measures: [Measure],
    tallies: [RatioTally], alone: [Estimate?], differences: [String: PairedDifference] = [:]
  ) {
    self.variant = variant
    self.settings = settings
    self.replications = replications
    self.seed = seed
    self.measures = measures.indices.map { row in
      MeasuredValue(
        name: measures[row].name, kind: measures[row].kind,
        estimate: measures[row].estimate(tallies[row]) ?? alone[row],
        difference: differences[measures[row].name])
    }
  }

  public func estimate(_ name: String) -> Estimate? {
    measures.first { $0.name == name }?.estimate
  }
}

extension [SweepResult] {
  /// One row for each variant and measure; the first line names the columns.
  public var csv: String {
    let keys = first?.settings.map(\.key) ?? []
    let compares = contains { $0.measures.contains { $0.difference != nil } }
    var rows = [
      ["variant"] + keys.map(CSVWriter.inert) + [
        "replications", "measure", "kind", "value", "low", "high", "count",
      ] + (compares ? Self.differenceColumns : [])
    ]
    for result in self {
      for finding in result.measures {
        guard let estimate = finding.estimate else { continue }
        rows.append(
          ["\(result.variant)"] + result.settings.map { CSVWriter.inert($0.value) } + [
            "\(result.replications)", CSVWriter.inert(finding.name), finding.kind.rawValue,
            "\(estimate.value)",
            "\(estimate.low)", "\(estimate.high)", "\(estimate.count)",
          ] + (compares ? Self.words(finding.difference) : []))
      }
    }
    return rows.map { CSVWriter.line($0) }.joined()
  }

  private static var differenceColumns: [String] {
    ["difference", "difference_low", "difference_high", "independent_replications"]
  }

  private static func words(_ difference: PairedDifference?) -> [String] {
    guard let difference else { return differenceColumns.map { _ in "" } }
    let estimate = difference.estimate
    return [
      "\(estimate.value)", "\(estimate.low)", "\(estimate.high)",
      difference.independentReplications.map(String.init) ?? "",
    ]
  }
}

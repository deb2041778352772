/// A preset explained: what it does, its rules in order, what is proven of it, and its holes.
public struct PresetPage: Sendable {
  private let preset: RelayPreset

  public init(_ preset: RelayPreset) {
    self.preset = preset
  }

  public var text: String {
    let rules = preset.restrictions().restrictions
    var lines = [
      preset.rawValue, "  \(preset.summary)", "  rules, the first with an opinion decides:",
    ]
    let width = rules.map(\.name.count).max() ?? 0
    for (row, rule) in rules.enumerated() {
      let name = rule.name
      let gap = String(repeating: " ", count: width - name.count + 2)
      lines.append("    \(row + 1). \(name)\(gap)\(rule.meaning)")
    }
    let prover = Prover(preset.restrictions())
    let proofs = Property.all.map(prover.prove)
    lines += named(proofs, "proven:", "proven") + named(proofs, "does not hold:", "refuted")
    lines += named(proofs, "not decided:", "depends")
    lines.append("  holes:")
    lines += preset.holes.map { "    - \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private func named(_ proofs: [Proof], _ title: String, _ word: String) -> [String] {
    let names = proofs.filter { $0.word == word }.map(\.property.name)
    return names.isEmpty ? [] : ["  \(title) \(names.joined(separator: ", "))"]
  }
}

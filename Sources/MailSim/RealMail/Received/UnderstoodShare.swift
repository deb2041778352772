/// How many trace lines were understood, by the software that wrote them.
public struct UnderstoodShare: Sendable {
  private var counts: [String: (understood: Int, all: Int)] = [:]

  public init() {}

  public mutating func add(_ path: ReceivedPath) {
    for line in path.lines {
      let name = line.field?.dialect.rawValue ?? "not recognised"
      let isUnderstood = line.received.grade == .understood
      let count = counts[name] ?? (0, 0)
      counts[name] = (count.understood + (isUnderstood ? 1 : 0), count.all + 1)
    }
  }

  /// The share of all lines of which every word found its place; 1 when there were none.
  public var understood: Double {
    let all = counts.values.reduce(0) { $0 + $1.all }
    guard all > 0 else { return 1 }
    return Double(counts.values.reduce(0) { $0 + $1.understood }) / Double(all)
  }

  /// A table, the commonest software first.
  public var text: String {
    let rows = counts.sorted { ($1.value.all, $0.key) < ($0.value.all, $1.key) }
    var text = ""
    for (name, count) in rows {
      text += "\(padded(name, 20)) \(count.understood) of \(count.all)\n"
    }
    let permille = Int((understood * 1000).rounded())
    return text + "\(padded("all", 20)) \(permille / 10).\(permille % 10) %\n"
  }

  private func padded(_ name: String, _ width: Int) -> String {
    name + String(repeating: " ", count: max(0, width - name.count))
  }
}

/// How alike two words are: the number of slips that lead from one to the other.
enum Similarity {
  /// The nearest of the known words, if it is near enough to be meant.
  static func nearest(to word: String, in known: [String]) -> String? {
    guard word.count <= 64 else { return nil }
    let limit = max(1, word.count / 3)
    let ranked = known.map {
      (word: $0, slips: slips(from: word.lowercased(), to: $0.lowercased()))
    }
    return ranked.filter { $0.slips <= limit }.min { $0.slips < $1.slips }?.word
  }

  /// Insertions, deletions, replacements and swaps of neighbours (Damerau 1964).
  static func slips(from a: String, to b: String) -> Int {
    let a = Array(a)
    let b = Array(b)
    var before: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        let replaced = last[j] + (a[i] == b[j] ? 0 : 1)
        var best = min(row[j] + 1, last[j + 1] + 1, replaced)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
        row.append(best)
      }
      before = last
      last = row
    }
    return last[b.count]
  }
}

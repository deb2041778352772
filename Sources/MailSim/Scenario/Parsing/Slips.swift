import Yams

/// Words of a file that are probably slips: each with the known word it is like.
///
/// One wrong key leads to errors wherever what it should have said is needed. Read again with the
/// known words in the place of the slips, the file shows which of its errors came of them.
struct Slips {
  private var meant: [SourcePosition: (found: String, meant: String)] = [:]

  init(_ errors: [ScenarioError]) {
    for error in errors {
      let (found, known): (String, [String])
      switch error.kind {
      case .unknownKey(let key, _, let keys): (found, known) = (key, keys)
      case .unknownWord(let word, let words): (found, known) = (word, words)
      case .unknownName(let name, _, let names): (found, known) = (name, names)
      default: continue
      }
      guard let similar = Similarity.nearest(to: found, in: known) else { continue }
      meant[error.position] = (found, similar)
    }
  }

  var isEmpty: Bool { meant.isEmpty }

  func contains(_ error: ScenarioError) -> Bool { meant[error.position] != nil }

  /// The tree as it was probably meant; positions stay.
  func corrected(_ node: Node, file: String) -> Node {
    switch node {
    case .scalar(var scalar):
      let place = SourcePosition(
        file: file, line: scalar.mark?.line ?? 1, column: scalar.mark?.column ?? 1)
      if let slip = meant[place], slip.found == scalar.string { scalar.string = slip.meant }
      return .scalar(scalar)
    case .sequence(let sequence):
      return .sequence(
        Node.Sequence(
          sequence.map { corrected($0, file: file) }, sequence.tag, sequence.style, sequence.mark))
    case .mapping(let mapping):
      let known = Set(mapping.compactMap(\.key.string))
      let pairs = mapping.map { key, value in
        let better = corrected(key, file: file)
        // A key that is there already was not meant.
        let isFree = better == key || better.string.map { !known.contains($0) } ?? true
        return (isFree ? better : key, corrected(value, file: file))
      }
      return .mapping(Node.Mapping(pairs, mapping.tag, mapping.style, mapping.mark))
    case .alias: return node
    }
  }
}

extension PolicyDiff {
  /// The differences for people: a group a change, each with one question that shows it.
  public var text: String {
    guard !isEmpty else { return "equivalent: no difference in \(classes) classes\n" }
    let kinds = groups.count == 1 ? "1 kind" : "\(groups.count) kinds"
    var lines = ["\(kinds) of difference in \(classes) classes"]
    for group in groups {
      let sentences = group.sentences
      lines += sentences.prefix(1) + sentences.dropFirst().map { "  \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension PolicyDiff {
  /// The differences for people: a group a change, each with one question that shows it.
  public var text: String {
    guard !isEmpty else { return "equivalent: no difference in \(classes) classes\n" }
    let kinds = groups.count == 1 ? "1 kind" : "\(groups.count) kinds"
    var lines = ["\(kinds) of difference in \(classes) classes"]
    for group in groups {
      lines.append(
        "\(group.old.words) -> \(group.new.words)  (\(group.count) "
          + "\(group.count == 1 ? "class" : "classes"))")
      if let ending = group.new.endings.first {
        let example = Counterexample(facts: group.witness, decision: group.new, ending: ending)
        lines.append("  for example: \(example.sentence)")
      }
      lines.append("  old rule: \(group.old.ruleWords)")
      lines.append("  new rule: \(group.new.ruleWords)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension RestrictionDecision {
  fileprivate var words: String {
    guard let verdict else { return "depends on \(dependsOn.joined(separator: ", "))" }
    return verdict.rawValue + (endings.first.map { " \($0.reply.codes)" } ?? "")
  }

  fileprivate var ruleWords: String {
    endings.first?.rule?.label ?? "none decided"
  }
}

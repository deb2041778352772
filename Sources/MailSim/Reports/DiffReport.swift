/// What differs between two policies, to be written in several forms.
public struct DiffReport: Sendable {
  public var old: String
  public var new: String
  public var diff: PolicyDiff

  public init(old: String, new: String, _ diff: PolicyDiff) {
    self.old = old
    self.new = new
    self.diff = diff
  }

  /// The report in one of `ProofReport.formats`; nil when there is none of that name.
  public func text(format: String) -> String? {
    switch format {
    case "text": diff.text
    case "json": json
    case "md": markdown
    case "sarif": sarif
    case "junit": junit
    case "github": github
    default: nil
    }
  }

  var title: String { "\(old) -> \(new)" }

  var verdict: String {
    diff.isEmpty
      ? "equivalent: no difference in \(diff.classes) classes"
      : "\(diff.groups.count) \(diff.groups.count == 1 ? "kind" : "kinds") of difference in "
        + "\(diff.classes) classes"
  }

  // MARK: For programs

  private var json: String {
    let document: JSON = [
      "old": .string(old), "new": .string(new), "equivalent": .bool(diff.isEmpty),
      "classes": .number(diff.classes),
      "differences": .array(
        diff.groups.map { group in
          [
            "old": .string(group.old.words), "oldRule": .string(group.old.ruleWords),
            "new": .string(group.new.words), "newRule": .string(group.new.ruleWords),
            "classes": .number(group.count), "example": group.example?.json ?? .null,
          ]
        }),
    ]
    return document.pretty()
  }

  private var sarif: String {
    let driver: JSON = [
      "name": "mailsim", "version": .string(MailSimVersion.version),
      "rules": [
        [
          "id": "policy-difference",
          "shortDescription": ["text": "two relay policies decide one class differently"],
        ]
      ],
    ]
    let run: JSON = [
      "tool": ["driver": driver], "results": .array(diff.groups.map(result)),
    ]
    let document: JSON = [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": .array([run]),
    ]
    return document.pretty()
  }

  private func result(_ group: PolicyDiff.Group) -> JSON {
    let locations = group.positions.map { position -> JSON in
      [
        "physicalLocation": [
          "artifactLocation": ["uri": .string(URIText.path(position.file))],
          "region": ["startLine": .number(position.line)],
        ]
      ]
    }
    return [
      "ruleId": "policy-difference", "level": "error",
      "message": ["text": .string("\(title): \(group.sentences.joined(separator: "; "))")],
      "locations": .array(Array(locations.prefix(1))),
      "relatedLocations": .array(Array(locations.dropFirst())),
    ]
  }

  private var junit: String {
    let name = XMLText.escaped(title)
    let cases =
      diff.isEmpty
      ? "    <testcase classname=\"\(name)\" name=\"\(verdict)\"/>\n"
      : diff.groups.map { group in
        "    <testcase classname=\"\(name)\" name=\"\(XMLText.escaped(group.change))\">\n"
          + "      <failure message=\"\(XMLText.escaped(group.change))\">"
          + XMLText.escaped(group.sentences.joined(separator: "\n")) + "</failure>\n"
          + "    </testcase>\n"
      }.joined()
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      + "  <testsuite name=\"\(name)\" tests=\"\(max(1, diff.groups.count))\" "
      + "failures=\"\(diff.groups.count)\">\n\(cases)  </testsuite>\n</testsuites>\n"
  }

  // MARK: For people

  private var markdown: String {
    let head = "## Policies \(MarkdownText.escaped(title))\n\n\(verdict)\n"
    guard !diff.isEmpty else { return head }
    let rows = diff.groups.map { group in
      [
        group.old.words, group.new.words, "\(group.count)", group.example?.sentence ?? "",
        group.old.ruleWords, group.new.ruleWords,
      ]
    }
    return head + "\n"
      + MarkdownText.table(["old", "new", "classes", "example", "old rule", "new rule"], rows)
  }

  private var github: String {
    diff.groups.map { group in
      let position = group.positions.first
      return WorkflowCommand.line(
        "error",
        [("file", position?.file), ("line", position.map { "\($0.line)" }), ("title", title)],
        group.sentences.joined(separator: "\n"))
    }.joined()
  }
}

extension PolicyDiff.Group {
  /// The witness with the new policy's answer.
  var example: Counterexample? {
    new.endings.first.map { Counterexample(facts: witness, decision: new, ending: $0) }
  }

  var change: String { "\(old.words) -> \(new.words)" }

  /// The change, one question that shows it, and the rules of both sides.
  var sentences: [String] {
    let classes = "\(count) \(count == 1 ? "class" : "classes")"
    return ["\(change)  (\(classes))"] + (example.map { ["for example: \($0.sentence)"] } ?? [])
      + ["old rule: \(old.ruleWords)", "new rule: \(new.ruleWords)"]
  }

  /// Where the deciding lines stand, the new one first.
  var positions: [ConfigurationPosition] {
    [new, old].compactMap { $0.endings.first?.rule?.position }.filter { $0.line > 0 }
  }
}

extension RestrictionDecision {
  /// What a client hears, or what that hangs on.
  var words: String {
    guard let verdict else { return "depends on \(dependsOn.joined(separator: ", "))" }
    return verdict.rawValue + (endings.first.map { " \($0.reply.codes)" } ?? "")
  }

  var ruleWords: String { endings.first?.rule?.label ?? "none decided" }
}

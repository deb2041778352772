/// Attacks in words: the catalogue as a table, one of its entries, and what came of a run.
public enum AttackText {
  /// All kinds, a line each.
  public static var list: String {
    let width = AttackKind.allCases.reduce(0) { max($0, $1.rawValue.count) }
    return AttackKind.allCases.map { kind in
      TextLayout.padded(kind.number, to: 5) + TextLayout.padded(kind.rawValue, to: width + 2)
        + kind.entry.title + "\n"
    }.joined()
  }

  /// The page of every kind, one after the other.
  public static func catalogue(style: Style = .plain, width: Int = 100) -> String {
    AttackKind.allCases.map { page($0, style: style, width: width) }.joined(separator: "\n")
  }

  /// What to say to a word that is neither a kind of attack nor a file.
  public static func unknown(_ word: String) -> String {
    let known = AttackKind.allCases.map(\.rawValue)
    let similar = Similarity.nearest(to: word, in: known)
      .map { "; there is a similar one: `\($0)`" }
    return "no attack and no file is called `\(word)`\(similar ?? ""); attacks: A1 to "
      + "\(AttackKind.allCases[known.count - 1].number), \(known.joined(separator: ", "))"
  }

  /// One kind: what it does, what it needs, what stops it.
  public static func page(_ kind: AttackKind, style: Style = .plain, width: Int = 100) -> String {
    let entry = kind.entry
    let needs = entry.needs.map { group in
      group.map(\.meaning).joined(separator: " Or: ")
    }
    var parts = [
      ("Does", entry.steps), ("Needs", needs.isEmpty ? "Nothing." : needs.joined(separator: " ")),
      ("Success", entry.success.capitalizedSentence), ("Counted", entry.metric.capitalizedSentence),
    ]
    parts += entry.stoppedBy.enumerated().map { row, defence in
      (row == 0 ? "Stopped by" : "", "\(defence.rawValue): \(defence.meaning)")
    }
    let keys = kind.keys
    let words = (keys.needed + keys.possible.map { "[\($0)]" }).joined(separator: " ")
    parts.append(("Keys", words.isEmpty ? "Those every kind has." : words))
    var text = style.paint("\(kind.number) \(kind.rawValue): \(entry.title)", .title) + "\n"
    for (name, words) in parts {
      for (row, line) in TextLayout.wrapped(words, to: max(30, width - 12)).enumerated() {
        text += style.paint(TextLayout.padded(row == 0 ? name : "", to: 12), .faint) + line + "\n"
      }
    }
    return text
  }

  /// One defence: what to set, and what it stops.
  public static func page(_ defence: Defence, style: Style = .plain) -> String {
    let stopped = AttackKind.allCases.filter { $0.entry.stoppedBy.contains(defence) }
    return style.paint("\(defence.rawValue): \(defence.meaning)", .title) + "\n"
      + stopped.map { kind in
        "  against " + TextLayout.padded(kind.number, to: 5) + kind.entry.title + "\n"
      }.joined()
  }

  /// What every attack of a run came to.
  public static func results(_ trace: Trace, style: Style = .plain) -> String {
    trace.attackRecords.map { record in
      let outcome =
        record.succeededAt.map {
          "succeeds after \(TimeFormatter.span($0 - (record.began ?? .start)))"
        }
        ?? "fails"
      var text =
        style.paint("\(record.name) (\(record.kind.number) \(record.kind.rawValue))", .title)
        + ": " + style.paint(outcome, record.succeeded ? .bad : .good) + "\n"
      for line in lines(record) { text += "  \(line)\n" }
      return text
    }.joined(separator: "\n")
  }

  private static func lines(_ record: AttackRecord) -> [String] {
    var lines = [
      "attempted \(record.attempted), refused \(record.refused), taken \(record.taken), relayed "
        + "\(record.relayed), delivered \(record.delivered), junked \(record.junked), "
        + "notices \(record.notices), read \(record.read)"
    ]
    if !record.holes.isEmpty { lines.append("let in by \(words(record.holes))") }
    if !record.refusalReasons.isEmpty { lines.append("stopped by \(words(record.refusalReasons))") }
    if let grant = record.lacked { lines.append("lacked \(grant.rawValue)") }
    if let at = record.noticedAt, let began = record.began {
      lines.append("noticed after \(TimeFormatter.span(at - began))")
    }
    if record.succeeded {
      let defences = record.kind.entry.stoppedBy.map(\.rawValue).joined(separator: ", ")
      lines.append("would be stopped by \(defences)")
    }
    return lines
  }

  private static func words(_ reasons: [AttackRecord.Reason]) -> String {
    reasons.map { "\($0.code.rawValue) (\($0.count))" }.joined(separator: ", ")
  }
}

extension String {
  /// With a capital letter and a full stop.
  fileprivate var capitalizedSentence: String {
    prefix(1).uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".")
  }
}

import Foundation

/// A form in which a scorecard is written.
public enum ScorecardFormat: String, Sendable, CaseIterable {
  case text, json, md, csv, junit

  /// - Parameter limit: an attack that succeeds in a larger share of the runs is a failure.
  public func text(of card: Scorecard, failingAbove limit: Double? = nil) -> String {
    switch self {
    case .text: Self.plain(card)
    case .md: Self.markdown(card)
    case .csv: Self.csv(card)
    case .json: Self.json(card)
    case .junit: Self.junit(card, limit ?? 0)
    }
  }

  // MARK: For people

  private static func plain(_ card: Scorecard) -> String {
    var text = "\(card.title): \(card.replications) runs, 95 % intervals\n"
    for row in card.attacks {
      text += "\n\(row.kind.number) \(row.name): \(row.kind.entry.title)\n"
      for (name, words) in lines(row) {
        text += "  \(name)\(String(repeating: " ", count: max(1, 12 - name.count)))\(words)\n"
      }
    }
    return text + "\n" + honest(card)
  }

  /// What honest mail pays, as text.
  public static func honest(_ card: Scorecard) -> String {
    let costs = card.honest.map { ($0.name, $0.share?.percent ?? "there was none") }
    let delay = card.delay.map { [("delay", $0.words + " s")] } ?? []
    return "honest mail\n"
      + (costs + delay).map { name, words in
        "  \(name)\(String(repeating: " ", count: 12 - name.count))\(words)\n"
      }.joined()
  }

  private static func lines(_ row: Scorecard.Row) -> [(String, String)] {
    var lines = [("succeeds", row.success?.percent ?? "–")]
    for column in Scorecard.Column.allCases {
      lines.append((column.rawValue, words(row, column) + " a run"))
    }
    if let time = row.time { lines.append(("after", time.words + " s")) }
    if !row.reasons.isEmpty {
      lines.append(("because", row.reasons.prefix(3).joined(separator: ", ")))
    }
    if let success = row.success, success.value > 0 {
      lines.append(("stopped by", row.defences.map(\.rawValue).joined(separator: ", ")))
    }
    return lines
  }

  private static func words(_ row: Scorecard.Row, _ column: Scorecard.Column) -> String {
    row.count(column)?.words ?? Estimate.decimal(row.mean(column), 2)
  }

  private static let head =
    ["no.", "attack", "succeeds"] + Scorecard.Column.allCases.map(\.rawValue)
    + ["seconds", "because", "stopped by"]

  private static func markdown(_ card: Scorecard) -> String {
    let rows = card.attacks.map { row in
      [row.kind.number, row.name, row.success?.percent ?? "–"]
        + Scorecard.Column.allCases.map { words(row, $0) }
        + [
          row.time?.words ?? "–", row.reasons.joined(separator: ", "),
          row.defences.map(\.rawValue).joined(separator: ", "),
        ]
    }
    let table = MarkdownText.table(head, rows)
    let costs =
      card.honest.map { "\($0.name) \($0.share?.percent ?? "–")" }
      + (card.delay.map { ["delay \($0.words) s"] } ?? [])
    return
      "# \(MarkdownText.escaped(card.title))\n\n\(card.replications) runs, 95 % intervals.\n\n\(table)\n"
      + "Honest mail: \(costs.joined(separator: ", ")).\n"
  }

  // MARK: For programs

  private static func numbers(_ row: Scorecard.Row) -> [(String, Estimate?)] {
    [("succeeds", row.success)]
      + Scorecard.Column.allCases.map { ($0.rawValue, row.count($0)) } + [("seconds", row.time)]
  }

  /// A line for each number of each attack, and of honest mail.
  private static func csv(_ card: Scorecard) -> String {
    var text = "attack,kind,measure,value,low,high,count\r\n"
    func add(_ names: [String], _ estimate: Estimate?) {
      guard let estimate else { return }
      let numbers = ["\(estimate.value)", "\(estimate.low)", "\(estimate.high)"]
      text += CSVWriter.line(names.map(CSVWriter.inert) + numbers + ["\(estimate.count)"])
    }
    for row in card.attacks {
      for (name, estimate) in numbers(row) { add([row.name, row.kind.rawValue, name], estimate) }
    }
    for cost in card.honest { add(["", "honest", cost.name], cost.share) }
    add(["", "honest", "delay"], card.delay)
    return text
  }

  private struct Page: Encodable {
    struct Attack: Encodable {
      var name, kind: String
      var measures: [String: Estimate]
      var because, stoppedBy: [String]
    }

    var title: String
    var replications: Int
    var attacks: [Attack]
    var honest: [String: Estimate]
  }

  private static func json(_ card: Scorecard) -> String {
    let page = Page(
      title: card.title, replications: card.replications,
      attacks: card.attacks.map { row in
        Page.Attack(
          name: row.name, kind: row.kind.rawValue,
          measures: Dictionary(
            numbers(row).compactMap { name, estimate in estimate.map { (name, $0) } },
            uniquingKeysWith: { $1 }),
          because: row.reasons, stoppedBy: row.defences.map(\.rawValue))
      },
      honest: Dictionary(
        card.honest.compactMap { cost in cost.share.map { (cost.name, $0) } }
          + (card.delay.map { [("delay", $0)] } ?? []),
        uniquingKeysWith: { $1 }))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = (try? encoder.encode(page)) ?? Data()
    return JSONText.escapingControls(in: String(decoding: data, as: UTF8.self)) + "\n"
  }

  private static func junit(_ card: Scorecard, _ limit: Double) -> String {
    let failures = Set(card.failures(above: limit).map(\.name))
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text +=
      "<testsuites><testsuite name=\"\(XMLText.escaped(card.title))\" "
      + "tests=\"\(card.attacks.count)\" failures=\"\(failures.count)\">\n"
    for row in card.attacks {
      text +=
        "  <testcase classname=\"\(row.kind.rawValue)\" name=\"\(XMLText.escaped(row.name))\">"
      if failures.contains(row.name) {
        let message = "succeeds in \(row.success?.percent ?? "–") of the runs"
        text +=
          "<failure message=\"\(XMLText.escaped(message))\">"
          + XMLText.escaped("because: \(row.reasons.joined(separator: ", "))") + "</failure>"
      }
      text += "</testcase>\n"
    }
    return text + "</testsuite></testsuites>\n"
  }
}

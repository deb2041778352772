/// The usual output of a run: what happened, a line for each thing worth knowing.
public struct EventList: Sendable {
  public let trace: Trace
  /// Every line, details included.
  public let lines: [EventLine]

  public init(_ trace: Trace) {
    self.init(TraceIndex(trace))
  }

  init(_ index: TraceIndex) {
    trace = index.trace
    lines = EventNarrator.lines(of: index)
  }

  /// The lines a filter lets through.
  public func lines(_ filter: EventFilter) -> [EventLine] {
    lines.filter(filter.shows)
  }

  /// The list as aligned columns; the last one is wrapped to the width.
  public func text(
    _ filter: EventFilter = EventFilter(), style: Style = .plain, width: Int = 100
  ) -> String {
    let shown = lines(filter)
    guard !shown.isEmpty else { return "Nothing happened that these filters show.\n" }
    let table = EventColumns(shown, timeFormatter: trace.timeFormatter, style: style, width: width)
    var text = table.heading
    var announced: Set<StepID> = []
    for line in shown {
      if let step = line.step, announced.insert(step).inserted {
        text += "\n" + table.title(self.title(of: step))
      }
      text += table.rows(for: line)
    }
    return text
  }

  private func title(of step: StepID) -> String {
    guard Int(step.index) < trace.cast.steps.count else { return "step \(step.index + 1)" }
    let row = trace.cast.steps[step]
    return row.line > 0 ? "\(row.title)  (line \(row.line))" : row.title
  }
}

/// The layout of an event list: how wide each column is.
private struct EventColumns {
  private let timeFormatter: TimeFormatter
  private let style: Style
  private let width: Int
  private let time: Int
  private let from: Int
  private let to: Int
  private let over: Int
  private static let protection = 10
  private static let gap = 2

  init(_ lines: [EventLine], timeFormatter: TimeFormatter, style: Style, width: Int) {
    self.timeFormatter = timeFormatter
    self.style = style
    self.width = width
    time = Self.width(of: lines.map { timeFormatter.time($0.at) }, heading: "TIME")
    from = Self.width(of: lines.map(\.from), heading: "FROM")
    to = Self.width(of: lines.map(\.to), heading: "TO")
    over = Self.width(of: lines.map(\.over), heading: "OVER")
  }

  private static func width(of cells: [String], heading: String) -> Int {
    cells.reduce(heading.count) { max($0, $1.count) }
  }

  private var textStart: Int { time + from + to + over + Self.protection + 5 * Self.gap }

  /// On a narrow terminal the words stand below the other columns, under the names.
  private var isStacked: Bool { width - textStart < 32 }
  private var indent: Int { isStacked ? time + Self.gap : textStart }
  private var textWidth: Int { max(20, width - indent) }

  var heading: String {
    let names = cells("TIME", "FROM", "TO", "OVER", "PROTECTION")
    return style.paint(isStacked ? names.trimmingLineEnds : names + "WHAT HAPPENED", .title) + "\n"
  }

  func title(_ text: String) -> String {
    TextLayout.wrapped(text, to: max(20, width)).map { style.paint($0, .title) + "\n" }.joined()
  }

  func rows(for line: EventLine) -> String {
    let pad = TextLayout.spaces(indent)
    let words = TextLayout.wrapped(line.text, to: textWidth)
    var text =
      style.paint(TextLayout.padded(timeFormatter.time(line.at), to: time), .faint)
      + gap + TextLayout.padded(line.from, to: from)
      + gap + TextLayout.padded(line.to, to: to)
      + gap + TextLayout.padded(line.over, to: over)
      + gap
      + style.paint(
        TextLayout.padded(line.protection?.word ?? "", to: Self.protection),
        line.protection.map { Style.Role($0) })
      + gap
    if isStacked { text += "\n" + pad }
    for (row, part) in words.enumerated() {
      text += (row == 0 ? "" : pad) + painted(part, of: line, isFirst: row == 0) + "\n"
    }
    return text.trimmingLineEnds
  }

  /// Only the outcome at the beginning of the words is coloured.
  private func painted(_ part: String, of line: EventLine, isFirst: Bool) -> String {
    guard isFirst, let verdict = line.verdict, part.hasPrefix(line.outcome) else { return part }
    return style.paint(line.outcome, Style.Role(verdict)) + part.dropFirst(line.outcome.count)
  }

  private func cells(_ words: String...) -> String {
    zip(words, [time, from, to, over, Self.protection]).map {
      TextLayout.padded($0, to: $1) + gap
    }.joined()
  }

  private var gap: String { TextLayout.spaces(Self.gap) }
}

extension String {
  /// Without spaces before a line's end.
  var trimmingLineEnds: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}

extension Plot {
  /// Measures over a varied setting, a curve for each combination of the others; or one measure
  /// over another, along the first setting that has numbers, whose values stand beside the points.
  ///
  /// - Parameters:
  ///   - xName: a varied key, or the name of a measure.
  ///   - measures: what to draw.
  ///   - laws: closed forms to draw beside the share that is refused over a window: `poisson:10m`.
  public init(
    _ results: [SweepResult], x xName: String, y measures: [String], laws: [SweepFactor.Level] = [],
    title: String = ""
  ) throws(PlotError) {
    guard let first = results.first else {
      throw PlotError(description: "the sweep has no results yet")
    }
    let keys = first.settings.map(\.key)
    let names = first.measures.map(\.name)
    for name in measures where !names.contains(name) { throw Self.unknown(name, keys: [], names) }
    guard keys.contains(xName) || names.contains(xName) else {
      throw Self.unknown(xName, keys: keys, names)
    }
    let isKey = keys.contains(xName)
    series =
      try isKey
      ? Self.curves(results, over: xName, measures) : Self.tradeOff(results, xName, measures)
    let xs = series.flatMap { $0.points.map(\.x) }
    let kinds = measures.map { Self.kind($0, in: first) }
    x =
      isKey
      ? Self.axis(xName, in: results, upTo: xs.max() ?? 0)
      : Self.axis(xName, Self.kind(xName, in: first), upTo: xs.max() ?? 0)
    let most = series.flatMap { $0.points.map(\.y) }.max() ?? 0
    y = Self.axis(measures.joined(separator: ", "), kinds.first ?? .number, upTo: most)
    self.title = title
    if isKey, let least = xs.min(), let greatest = xs.max() {
      series += try laws.map { law throws(PlotError) in
        try Self.closedForm(law, from: least, to: greatest)
      }
    }
  }

  /// Bars: each measure a group, each variant a bar; with more variants than there are colours each
  /// variant is a group.
  public init(bars results: [SweepResult], measures: [String], title: String = "") throws(PlotError)
  {
    guard let first = results.first else {
      throw PlotError(description: "the sweep has no results yet")
    }
    let names = first.measures.map(\.name)
    for name in measures where !names.contains(name) { throw Self.unknown(name, keys: [], names) }
    if results.count <= Self.colors {
      categories = measures
      x = Axis("")
      series = results.map { result in
        let words = result.settings.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        return Series(
          words.isEmpty ? "as it is" : words,
          measures.enumerated().compactMap { row, name in
            result.estimate(name).map { Point(x: Double(row), $0) }
          })
      }
    } else {
      categories = results.map { $0.settings.map(\.value).joined(separator: " ") }
      x = Axis(first.settings.map(\.key).joined(separator: ", "))
      series = measures.map { name in
        Series(
          name,
          results.enumerated().compactMap { row, result in
            result.estimate(name).map { Point(x: Double(row), $0) }
          })
      }
    }
    let most = series.flatMap { $0.points.map(\.y) }.max() ?? 0
    let kind = Self.kind(measures.first ?? "", in: first)
    let word =
      switch kind {
      case .share: "share"
      case .seconds: "time"
      case .number: ""
      }
    y = Self.axis(word, kind, upTo: most)
    self.title = title
  }

  // MARK: Curves

  private static func curves(
    _ results: [SweepResult], over key: String, _ measures: [String]
  ) throws(PlotError) -> [Series] {
    var curves: [Series] = []
    for measure in measures {
      for result in results {
        guard let estimate = result.estimate(measure),
          let setting = result.settings.first(where: { $0.key == key })
        else { continue }
        guard let number = setting.number else {
          throw PlotError(
            description: "`\(key)` has words for values, not numbers: draw bars (--bars)")
        }
        let title = name(measure, of: result, without: key, among: measures)
        let point = Point(x: number, estimate)
        if let row = curves.firstIndex(where: { $0.title == title }) {
          curves[row].points.append(point)
        } else {
          curves.append(Series(title, [point]))
        }
      }
    }
    return curves
  }

  private static func tradeOff(
    _ results: [SweepResult], _ xName: String, _ measures: [String]
  ) -> [Series] {
    let path = results[0].settings.first { $0.number != nil }?.key
    var curves: [Series] = []
    for measure in measures {
      for result in results {
        guard let x = result.estimate(xName), let y = result.estimate(measure) else { continue }
        let labelled = result.settings.filter { path == nil || $0.key == path }
        let point = Point(x: x.value, y, label: labelled.map(\.value).joined(separator: " "))
        let title =
          path.map { name(measure, of: result, without: $0, among: measures) } ?? measure
        if let row = curves.firstIndex(where: { $0.title == title }) {
          curves[row].points.append(point)
        } else {
          curves.append(Series(title, [point]))
        }
      }
    }
    return curves
  }

  private static func name(
    _ measure: String, of result: SweepResult, without key: String, among measures: [String]
  ) -> String {
    let others = result.settings.filter { $0.key != key }.map { "\($0.key) \($0.value)" }
    let words = others.joined(separator: ", ")
    if words.isEmpty { return measure }
    return measures.count > 1 ? "\(measure), \(words)" : words
  }

  // MARK: Closed forms

  /// The share of a roamer's mail that is refused, over the window: a dashed line.
  private static func closedForm(
    _ law: SweepFactor.Level, from least: Double, to greatest: Double
  ) throws(PlotError) -> Series {
    let steps = 200
    let points = (0...steps).compactMap { step -> Point? in
      let window = least + (greatest - least) * Double(step) / Double(steps)
      return law.refused(window: window).map { Point(x: window, y: $0) }
    }
    if points.isEmpty {
      throw PlotError(
        description: "there is no closed form for `\(law.words)`; laws: fixed:TIME, poisson:TIME, "
          + "uniform:TIME:TIME, erlang:2:TIME")
    }
    return Series("poll \(law.words): closed form", points, isFormula: true)
  }

  // MARK: Words

  private static func kind(_ name: String, in result: SweepResult) -> Measure.Kind {
    result.measures.first { $0.name == name }?.kind ?? .number
  }

  private static func axis(_ label: String, _ kind: Measure.Kind, upTo most: Double) -> Axis {
    switch kind {
    case .share: .share(label)
    case .seconds: .time(label, upTo: most)
    case .number: Axis(label)
    }
  }

  private static func axis(_ key: String, in results: [SweepResult], upTo most: Double) -> Axis {
    let isTime = results.contains { result in
      result.settings.contains { $0.key == key && $0.isTime }
    }
    return isTime ? .time(key, upTo: most) : Axis(key)
  }

  private static func unknown(_ name: String, keys: [String], _ names: [String]) -> PlotError {
    PlotError(
      description: "the sweep has neither varied nor measured `\(name)`; "
        + (keys.isEmpty ? "" : "varied: \(keys.joined(separator: ", ")); ")
        + "measured: \(names.joined(separator: ", "))")
  }
}

extension SweepFactor.Level {
  /// The share of a roamer's letters that is refused with checks of this law; nil where no closed
  /// form is known. In seconds.
  func refused(window: Double) -> Double? {
    guard let number else { return nil }
    let parts = words.split(separator: ":").map(String.init)
    switch parts.first {
    case "fixed": return ClosedForm.refused(window: window, every: number)
    case "poisson", "exponential": return ClosedForm.refused(window: window, poisson: number)
    case "erlang" where parts[1] == "2":
      return ClosedForm.refused(window: window, erlangOfTwo: number)
    case "uniform":
      let bounds = parts.dropFirst().compactMap { ScenarioValue.text($0).seconds }
      return ClosedForm.refused(window: window, uniform: bounds[0], bounds[1])
    default: return parts.count == 1 ? ClosedForm.refused(window: window, every: number) : nil
    }
  }
}

extension ScenarioValue {
  /// A time in seconds; nil for anything else.
  public var seconds: Double? {
    guard case .text(let text) = self else { return nil }
    return ScalarSyntax.delay(text)?.inSeconds
  }
}

/// What a sweep cannot be drawn as.
public struct PlotError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
}

extension Plot {
  /// What a plot is written as.
  public enum Format: String, Sendable, CaseIterable {
    case svg, png, pdf

    fileprivate func terminal(_ palette: Palette) -> String {
      let font = "font 'DejaVu Sans,22'"
      switch self {
      case .svg:
        return "svg size 1280,720 \(font) background '\(palette.background)'"
      case .png:
        return "pngcairo size 1280,720 \(font) background '\(palette.background)'"
      case .pdf: return "pdfcairo size 32cm,18cm font 'DejaVu Sans,20'"
      }
    }
  }

  /// The plot as a script for gnuplot 5.4 or later, which writes it to `path`.
  public func script(_ format: Format, to path: String, palette: Palette = .light) -> String {
    var lines = [
      "set terminal \(format.terminal(palette)) noenhanced",
      "set output \(Self.quoted(path))",
      "set encoding utf8",
      "set title \(Self.quoted(title)) textcolor rgb '\(palette.ink)'",
      "set border 3 linecolor rgb '\(palette.line)'",
      "set tics nomirror textcolor rgb '\(palette.muted)'",
      "set grid ytics linecolor rgb '\(palette.outsideLine)' linewidth 0.4",
      "set xlabel \(Self.quoted(x.label)) offset 0,0.4 textcolor rgb '\(palette.ink)'",
      "set ylabel \(Self.quoted(y.label)) textcolor rgb '\(palette.ink)'",
      series.count == 1 && categories.isEmpty
        ? "unset key"
        : "set key below left Left reverse samplen 2 maxcols \(keyColumns) "
          + "textcolor rgb '\(palette.ink)'",
      "set bars 0.6",
      "set pointintervalbox 0",
      "set autoscale noextend",
    ]
    lines.append(range)
    let places = Set(series.flatMap { $0.points.map { $0.x / x.divisor } })
    // One place alone gives an axis no length.
    if categories.isEmpty, places.count == 1, let place = places.first {
      lines.append("set xrange [\(place - 1):\(place + 1)]")
    }
    lines += categories.isEmpty ? [offsets] : bars(palette)
    for (row, series) in series.enumerated() {
      lines += data(series, row)
      if categories.isEmpty, !series.isFormula { lines += labels(series, row, palette) }
    }
    lines.append("plot " + series.indices.map { clause($0, palette) }.joined(separator: ", \\\n  "))
    lines.append("unset output")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Measures are not negative; where none is, the axis begins at zero so that it tells no tales.
  /// Shares above one half are shown against the whole.
  private var range: String {
    let points = series.flatMap(\.points)
    let greatest = (points.map(\.high).max() ?? 0) / y.divisor
    if points.contains(where: { $0.low < 0 }) { return "set yrange [*:*]" }
    if y.divisor == 0.01, greatest > 50, greatest <= 100 { return "set yrange [0:105]" }
    return greatest > 0 ? "set yrange [0:\(greatest * 1.08)]" : "set yrange [0:1]"
  }

  /// Long titles would run out of the picture beside each other.
  private var keyColumns: Int {
    series.contains { $0.title.count > 24 } ? 1 : 2
  }

  /// Room beside the outermost points, for what is written there.
  private var offsets: String {
    let longest = series.flatMap(\.points).map(\.label.count).max() ?? 0
    return "set offsets graph 0.03, graph \(max(0.08, 0.02 + 0.014 * Double(longest))), 0, 0"
  }

  private func bars(_ palette: Palette) -> [String] {
    let names = categories.enumerated().map { "\(Self.quotedTic($1)) \($0)" }
    // Names that would run into each other lie aslant.
    let isCrowded = categories.reduce(0) { $0 + $1.count + 2 } > 70
    return [
      "set xtics \(isCrowded ? "rotate by 30 right " : "")(\(names.joined(separator: ", "))) scale 0",
      "set boxwidth \(0.8 / Double(max(1, series.count)))",
      "set style fill solid 0.75 border rgb '\(palette.line)'",
      "set xrange [-0.6:\(Double(categories.count) - 0.4)]",
    ]
  }

  /// The numbers of a series, in the order of x. Texts are never among them: a line of data that
  /// reads as the end of the block would make commands of all that follows.
  private func data(_ series: Series, _ row: Int) -> [String] {
    let points = placed(series, row).map { point in
      [point.x, point.y, point.low, point.high].map { "\($0)" }.joined(separator: " ")
    }
    return ["$series\(row) << END"] + points + ["END"]
  }

  /// What is written beside the points of a series, each text a label of its own.
  private func labels(_ series: Series, _ row: Int, _ palette: Palette) -> [String] {
    let every = Self.labelled(series.points.count)
    return placed(series, row).enumerated().compactMap { place, point in
      guard place % every == 0, !point.label.isEmpty else { return nil }
      return "set label \(Self.quoted(point.label)) at \(point.x), \(point.y) left "
        + "offset 1,0.6 textcolor \(color(row, palette))"
    }
  }

  /// The points of a series in the units of the axes; bars of one group stand beside each other.
  private func placed(_ series: Series, _ row: Int) -> [Point] {
    let count = Double(self.series.count)
    let shift = categories.isEmpty ? 0 : (Double(row) - (count - 1) / 2) * 0.8 / count
    return series.points.sorted { $0.x < $1.x }.map { point in
      var placed = point
      placed.x = point.x / x.divisor + shift
      placed.y = point.y / y.divisor
      placed.low = point.low / y.divisor
      placed.high = point.high / y.divisor
      return placed
    }
  }

  /// Of many points every second or third has its label, or they would lie on each other.
  private static func labelled(_ count: Int) -> Int { max(1, (count + 5) / 6) }

  private func clause(_ row: Int, _ palette: Palette) -> String {
    let color = color(row, palette)
    let title = "title \(Self.quoted(series[row].title))"
    let name = "$series\(row)"
    if series[row].isFormula {
      let own = formulaColor(row).map { self.color($0, palette) } ?? "rgb '\(palette.muted)'"
      return "\(name) using 1:2 with lines linewidth 2 dashtype 2 linecolor \(own) \(title)"
    }
    let interval = "\(name) using 1:2:3:4 with yerrorbars notitle"
    if !categories.isEmpty {
      return "\(name) using 1:2 with boxes linecolor \(color) \(title), "
        + "\(interval) pointtype 0 pointsize 0 linewidth 2 linecolor rgb '\(palette.ink)'"
    }
    return "\(name) using 1:2 with lines linewidth 3 linecolor \(color) notitle, "
      + "\(interval) linewidth 2 linecolor \(color) pointtype 0, "
      + "\(name) using 1:2 with points pointtype \(Self.points[row % Self.points.count]) "
      + "pointsize 1.3 linecolor \(color) \(title)"
  }

  private func color(_ row: Int, _ palette: Palette) -> String {
    let colors = [palette.insideLine, palette.bad, palette.ok, palette.outsideLine, palette.ink]
    return "rgb '\(colors[row % Self.colors])'"
  }

  /// How many series the palette tells apart.
  static let colors = 5

  /// A formula that has its curve's name has its colour.
  private func formulaColor(_ row: Int) -> Int? {
    series.firstIndex { !$0.isFormula && series[row].title.hasPrefix("\($0.title):") }
  }

  /// Filled circle, square, triangle, diamond, and open ones: told apart without colour.
  private static let points = [7, 5, 9, 13, 6, 4]

  private static func quoted(_ text: String) -> String { GnuplotText.quoted(text) }
  private static func quotedTic(_ text: String) -> String { GnuplotText.quotedTic(text) }
}

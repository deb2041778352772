/// A plot as a value: curves or bars with intervals, and axes in the units people think in.
public struct Plot: Hashable, Sendable {
  public var title: String
  public var x: Axis
  public var y: Axis
  public var series: [Series]
  /// Names under the bars; empty for curves.
  public var categories: [String] = []

  /// What an axis is called, and what a number is divided by before it is shown.
  public struct Axis: Hashable, Sendable {
    public var label: String
    public var divisor: Double

    public init(_ label: String, divisor: Double = 1) {
      self.label = label
      self.divisor = divisor
    }
  }

  public struct Series: Hashable, Sendable {
    public var title: String
    public var points: [Point]
    /// A closed form: a thin line without points.
    public var isFormula = false

    public init(_ title: String, _ points: [Point], isFormula: Bool = false) {
      self.title = title
      self.points = points
      self.isFormula = isFormula
    }
  }

  /// A value with its interval; a formula has none.
  public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double
    public var low: Double
    public var high: Double
    /// Written beside it.
    public var label = ""

    public init(x: Double, y: Double) {
      self.init(x: x, Estimate(value: y, low: y, high: y, count: 0))
    }

    public init(x: Double, _ estimate: Estimate, label: String = "") {
      self.x = x
      y = estimate.value
      low = estimate.low
      high = estimate.high
      self.label = label
    }
  }
}

extension Plot.Axis {
  /// Seconds in the unit that keeps numbers small.
  public static func time(_ label: String, upTo most: Double) -> Plot.Axis {
    if most >= 3 * 86_400 { return Plot.Axis("\(label) (days)", divisor: 86_400) }
    if most >= 3 * 3_600 { return Plot.Axis("\(label) (hours)", divisor: 3_600) }
    if most >= 120 { return Plot.Axis("\(label) (minutes)", divisor: 60) }
    return Plot.Axis("\(label) (seconds)")
  }

  public static func share(_ label: String) -> Plot.Axis {
    Plot.Axis("\(label) (%)", divisor: 0.01)
  }
}

/// A length of simulated time in whole nanoseconds; never a wall-clock time.
public struct Delay: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  public static let zero = Delay(nanoseconds: 0)

  public static func nanoseconds(_ count: Int64) -> Delay { Delay(nanoseconds: count) }
  public static func microseconds(_ count: Int64) -> Delay { Delay(nanoseconds: count * 1_000) }
  public static func milliseconds(_ count: Int64) -> Delay {
    Delay(nanoseconds: count * 1_000_000)
  }
  public static func seconds(_ count: Int64) -> Delay { Delay(nanoseconds: count * 1_000_000_000) }
  public static func minutes(_ count: Int64) -> Delay { .seconds(count * 60) }
  public static func hours(_ count: Int64) -> Delay { .seconds(count * 3_600) }
  public static func days(_ count: Int64) -> Delay { .seconds(count * 86_400) }

  /// The delay in seconds, for statistics and formulas; never fed back into the clock.
  public var inSeconds: Double { Double(nanoseconds) / 1e9 }

  public static func < (a: Delay, b: Delay) -> Bool { a.nanoseconds < b.nanoseconds }
  public static func + (a: Delay, b: Delay) -> Delay {
    Delay(nanoseconds: a.nanoseconds + b.nanoseconds)
  }
  public static func - (a: Delay, b: Delay) -> Delay {
    Delay(nanoseconds: a.nanoseconds - b.nanoseconds)
  }
  public static func * (delay: Delay, factor: Int64) -> Delay {
    Delay(nanoseconds: delay.nanoseconds * factor)
  }
  public static func += (a: inout Delay, b: Delay) { a = a + b }
}

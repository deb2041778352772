/// A moment of simulated time: whole nanoseconds since the run began.
///
/// Integers make runs repeatable on any machine: no rounding depends on how far
/// the clock has come. `Int64` reaches 292 years, longer than any queue lifetime.
public struct Instant: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Nanoseconds since the start of the run.
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The moment a run begins.
  public static let start = Instant(nanoseconds: 0)

  /// Later than every event; what "never" is compared as.
  public static let distantFuture = Instant(nanoseconds: .max)

  public static func < (a: Instant, b: Instant) -> Bool {
    a.nanoseconds < b.nanoseconds
  }

  public static func + (instant: Instant, delay: Delay) -> Instant {
    Instant(nanoseconds: instant.nanoseconds + delay.nanoseconds)
  }

  public static func - (later: Instant, earlier: Instant) -> Delay {
    Delay(nanoseconds: later.nanoseconds - earlier.nanoseconds)
  }

  public static func - (instant: Instant, delay: Delay) -> Instant {
    Instant(nanoseconds: instant.nanoseconds - delay.nanoseconds)
  }
}

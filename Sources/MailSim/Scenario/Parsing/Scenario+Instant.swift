extension Scenario {
  /// Reads a moment as the scenario's own file would: a time of day on the day it starts, or a
  /// time after the start; nil for anything else, and for what is before the start.
  public func instant(_ text: String) -> Instant? {
    if let delay = ScalarSyntax.delay(text.hasPrefix("+") ? text.dropFirst() : text[...]) {
      return .start + delay
    }
    guard let time = ScalarSyntax.timeOfDay(text) else { return nil }
    let since = time - .seconds(startSeconds % 86_400)
    return since >= .zero ? .start + since : nil
  }
}

extension Delay {
  /// Reads a length of time as scenario files have it: `15m`, `1h30m`, `14m59.5s`.
  public init?(_ text: String) {
    guard let delay = ScalarSyntax.delay(text) else { return nil }
    self = delay
  }
}

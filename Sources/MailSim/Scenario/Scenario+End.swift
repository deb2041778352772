extension Scenario {
  /// The last moment that is played: the stated duration, or an hour after the last moment stated.
  public var end: Instant {
    if let duration { return .start + duration }
    let stated =
      steps.map(\.at) + servers.flatMap { $0.outages.map(\.to) } + traffic.compactMap(\.until)
    return (stated.max() ?? .start) + .hours(1)
  }
}

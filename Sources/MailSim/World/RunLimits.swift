/// How far one run may go.
///
/// A run that grows past a limit stops. Both numbers are counted, not measured: the same scenario
/// and seed stop at the same event on any machine.
public struct RunLimits: Hashable, Sendable {
  /// Events that the engine handles.
  public var events: Int
  /// Octets of memory that the run itself fills: its trace, messages under way, mailboxes.
  public var octets: Int

  public init(events: Int, octets: Int) {
    self.events = events
    self.octets = octets
  }

  /// The library's own: none.
  public static let none = RunLimits(events: .max, octets: .max)
  /// What the command allows unless asked for more: 10^9 events and 2 GiB. A month of a department
  /// is 5·10^8 events.
  public static let ordinary = RunLimits(events: 1_000_000_000, octets: 2 << 30)
}

/// A run that was not played, or not to its end, because it goes past a limit.
public struct RunLimitExceeded: Error, Hashable, Sendable {
  public enum Stage: Hashable, Sendable {
    /// Not begun: what the scenario states comes to so many events and octets, about.
    case stated(events: Double, octets: Double)
    /// Stopped at this moment, after so many events and with so many octets filled.
    case reached(Instant, events: Int, octets: Int)
  }

  public let limits: RunLimits
  public let stage: Stage
  /// When the run was meant to end.
  public let end: Instant
  /// What the scenario states that costs most, or where a run was stopped, what happens most often;
  /// nil when nothing in it happens by itself.
  public let heaviest: Scenario.Load?

  /// Whether it was the memory; else the events.
  public var isMemory: Bool {
    switch stage {
    case .stated(let events, _): events <= Double(limits.events)
    case .reached(_, let events, _): events < limits.events
    }
  }
}

extension RunLimitExceeded: CustomStringConvertible {
  /// Lines without the name of the scenario: what happened, the line to blame, what can be done.
  public var description: String {
    let limit =
      isMemory
      ? "its limit of \(Self.size(Double(limits.octets))) of memory"
      : "its limit of \(Self.number(Double(limits.events))) events"
    var words: String
    switch stage {
    case .stated(let events, let octets):
      words =
        "not played: it states at least about \(Self.number(events)) events"
        + (octets > 0 ? ", a trace of \(Self.size(octets))" : "") + "; that is beyond \(limit)"
    case .reached(let moment, let events, let octets):
      words =
        "stopped \((moment - .start).spoken) after its start, \((end - moment).spoken) before its "
        + "end, after \(Self.number(Double(events))) events and with \(Self.size(Double(octets))) "
        + "filled: it goes past \(limit)"
    }
    if let heaviest {
      let place = heaviest.position.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
      words += "\n  \(place)\(heaviest.words), \(Self.number(heaviest.occasions)) times"
    }
    return words
      + "\n  help: an earlier end, a longer interval, or \(isMemory ? "--limit-memory" : "--limit-events")"
  }

  private static func number(_ value: Double) -> String {
    if value < 1e15 {
      var digits = String(Int(value))
      var groups: [String] = []
      while digits.count > 3 {
        groups.insert(String(digits.suffix(3)), at: 0)
        digits.removeLast(3)
      }
      return ([digits] + groups).joined(separator: ",")
    }
    return "10^\(Int(PortableMath.log(value) / PortableMath.log(10)))"
  }

  private static func size(_ octets: Double) -> String {
    var value = octets
    for unit in ["octets", "KiB", "MiB", "GiB", "TiB"] {
      if value < 1_024 {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
      }
      value /= 1_024
    }
    return "\(number(value)) PiB"
  }
}

extension World {
  /// Looked at every so many events.
  private static var eventsBetweenLooks: Int { 0x4000 }

  /// Holds the run against its limits.
  ///
  /// - Returns: the number of events at which to look again.
  mutating func look(at limits: RunLimits, _ progress: ((Double) -> Void)?) throws(RunLimitExceeded)
    -> Int
  {
    let octets = limits.octets == .max ? 0 : self.octets
    if eventCount >= limits.events || octets > limits.octets {
      throw RunLimitExceeded(
        limits: limits, stage: .reached(now, events: eventCount, octets: octets), end: end,
        heaviest: scenario.loads(until: end).max { $0.occasions < $1.occasions })
    }
    progress?(Double(now.nanoseconds) / Double(max(1, end.nanoseconds)))
    return min(eventCount + Self.eventsBetweenLooks, limits.events)
  }

  /// What grows with a run; tables that follow the scenario's size are left out.
  private var octets: Int {
    var octets = mail.sink.octets + events.held * MemoryLayout<TimedEvent<WorldEvent>>.stride
    octets += mail.messages.octets + mail.entries.octets + mail.jobs.octets + connections.octets
    for server in servers.ids { octets += servers[server].store.memory }
    return octets
  }
}

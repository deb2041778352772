/// A checked scenario: who takes part, what happens when, and what is expected of it.
///
/// Values refer to each other by row: a reader (`ScenarioReader`) or code has resolved all
/// names, so the world never meets one that does not exist.
public struct Scenario: Sendable {
  public var title: String
  public var lesson = Lesson()
  public var seed: UInt64 = 1
  /// The calendar moment of `Instant.start`, in seconds since 1970-01-01T00:00:00Z.
  public var startSeconds: Int64 = 0
  /// How long to run; nil: until an hour after the last thing the scenario states.
  public var duration: Delay?
  public var sites: [Site] = []
  public var links: [Link] = []
  public var names = NameRecords()
  /// What domains publish about mail in their name (SPF, DMARC).
  public var senderRecords: [(domain: Domain, record: SenderRecord)] = []
  public var servers: [Server] = []
  public var machines: [Machine] = []
  public var people: [Person] = []
  public var steps: [Step] = []
  public var traffic: [Traffic] = []
  public var attacks: [Attack] = []
  public var expectations: [CountExpectation] = []
  /// What was found odd in configurations the scenario points to, each with its place.
  public var notes: [String] = []
  public var attackExpectations: [AttackExpectation] = []
  public var spamExpectations: [SpamExpectation] = []
  /// Where it was read; empty for a scenario built in code.
  public var file = ""
  /// A hash of the text it was read from, 16 hexadecimal digits.
  public var fingerprint = ""

  public init(title: String) {
    self.title = title
  }

  /// What a scenario teaches.
  public struct Lesson: Hashable, Sendable {
    /// What the field calls it.
    public var term = ""
    public var goal = ""
    public var question = ""
    public var answer = ""
    /// The sentence or section the scenario illustrates.
    public var source = ""

    public init() {}
  }
}

/// Row numbers of a scenario's tables. Machines and servers share the trace's `HostID`:
/// servers first, then machines, each in the order of the scenario.
public struct ServerRow: TableID {
  public let index: UInt32
  public init(index: UInt32) { self.index = index }
}

public struct MachineRow: TableID {
  public let index: UInt32
  public init(index: UInt32) { self.index = index }
}

/// Where a value stands in a scenario file.
public struct SourcePosition: Hashable, Sendable {
  public var file: String
  public var line: Int
  public var column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}

/// Something a trace says that cannot be: a mistake of the program, never of the scenario.
public struct Violation: Hashable, Sendable, CustomStringConvertible {
  /// Where it shows; nil where something is missing altogether.
  public var record: RecordID?
  public var words: String

  public var description: String {
    record.map { "record \($0.index): \(words)" } ?? words
  }
}

/// Holds a trace against what must be true of every run, whatever the scenario.
///
/// No message is lost or doubled in the books, no notice answers a notice, nothing readable
/// passes on a connection that claims to be encrypted, no window opens without a login.
public struct Audit: Sendable {
  /// What is wrong, in the order of the records; empty for a sound trace.
  public let violations: [Violation]

  public var isSound: Bool { violations.isEmpty }

  public init(_ trace: Trace) {
    var violations = CausalityAudit.violations(in: trace)
    violations += CopyAudit.violations(in: trace)
    violations += NoticeAudit.violations(in: trace)
    violations += ConnectionAudit.violations(in: trace)
    self.violations = violations.enumerated().sorted {
      ($0.element.record?.index ?? .max, $0.offset) < ($1.element.record?.index ?? .max, $1.offset)
    }.map(\.element)
  }

  /// One line for each violation; empty when there is none.
  public var text: String {
    violations.map { "audit: \($0)\n" }.joined()
  }
}

/// Time goes forward, and a cause comes before what it causes.
enum CausalityAudit {
  static func violations(in trace: Trace) -> [Violation] {
    var violations: [Violation] = []
    var latest = Instant.start
    for (row, record) in trace.records.enumerated() {
      let id = RecordID(row)
      if record.at < latest {
        violations.append(Violation(record: id, words: "it happened before the record above it"))
      }
      latest = max(latest, record.at)
      if let cause = record.cause, cause >= id {
        violations.append(
          Violation(record: id, words: "its cause, record \(cause.index), comes later"))
      }
    }
    return violations
  }
}

/// What one attack came to in a run, read off the trace.
public struct AttackRecord: Hashable, Sendable {
  public let attack: AttackID
  public let name: String
  public let kind: AttackKind
  public internal(set) var began: Instant?
  /// Tries, recipients or messages servers took, and commands they refused.
  public internal(set) var attempted = 0
  public internal(set) var taken = 0
  public internal(set) var refused = 0
  /// Messages passed on from one server to another, put into mailboxes and into junk folders;
  /// of notices, those that hit somebody.
  public internal(set) var relayed = 0
  public internal(set) var delivered = 0
  public internal(set) var junked = 0
  public internal(set) var notices = 0
  /// Messages whose content the attacker saw, and passwords.
  public internal(set) var read = 0
  public internal(set) var passwords = 0
  /// Connections on which it changed something.
  public internal(set) var altered = 0
  public internal(set) var succeededAt: Instant?
  public internal(set) var noticedAt: Instant?
  /// What it lacked, the last time something was missing.
  public internal(set) var lacked: Grant?
  /// Why servers took its recipients, and why they refused them; most frequent first.
  public internal(set) var holes: [Reason] = []
  public internal(set) var refusalReasons: [Reason] = []

  /// A reason with the number of times it was given.
  public struct Reason: Hashable, Sendable {
    public var code: ReasonCode
    public var count: Int
  }

  public var succeeded: Bool { succeededAt != nil }

  /// From the beginning of the attack to its success.
  public var timeToSuccess: Delay? {
    guard let began, let succeededAt else { return nil }
    return succeededAt - began
  }

  init(_ attack: AttackID, _ cast: Cast.Attack) {
    self.attack = attack
    name = cast.name
    kind = cast.kind
  }
}

extension Trace {
  /// What each attack came to, in the order of the scenario.
  public var attackRecords: [AttackRecord] { AttackCollector(self).records }

  /// A number of the whole run that has to do with spam.
  func count(_ quantity: Scenario.SpamExpectation.Quantity) -> Int {
    let records = attackRecords
    switch quantity {
    case .delivered: return records.reduce(0) { $0 + $1.delivered }
    case .junked: return records.reduce(0) { $0 + $1.junked }
    case .refused: return records.reduce(0) { $0 + $1.refused }
    case .noticed: return records.count { $0.noticedAt != nil }
    case .honestJunked:
      return self.records.count { record in
        guard case .delivered(let copy, let recipient) = record.event else { return false }
        return messages[copies[copy].message].attack == nil
          && cast.mailboxes[recipient].isJunk
      }
    case .honestRefused:
      return self.records.count { record in
        guard case .decided(let id, .refuse, _, _, _, _) = record.event else { return false }
        return connections[id].attack == nil
      }
    }
  }
}

/// Goes through a trace once and sorts what belongs to attacks.
private struct AttackCollector {
  private(set) var records: [AttackRecord]
  private let trace: Trace
  private var accepted: [[ReasonCode: Int]]
  private var turnedDown: [[ReasonCode: Int]]

  init(_ trace: Trace) {
    self.trace = trace
    records = trace.cast.attacks.enumerated().map { AttackRecord(AttackID($0), $1) }
    accepted = Array(repeating: [:], count: records.count)
    turnedDown = accepted
    guard !records.isEmpty else { return }
    for record in trace.records { read(record) }
    for row in records.indices {
      records[row].holes = Self.sorted(accepted[row])
      records[row].refusalReasons = Self.sorted(turnedDown[row])
    }
  }

  private static func sorted(_ counts: [ReasonCode: Int]) -> [AttackRecord.Reason] {
    counts.map { AttackRecord.Reason(code: $0, count: $1) }
      .sorted { ($1.count, $0.code.rawValue) < ($0.count, $1.code.rawValue) }
  }

  private mutating func read(_ record: Trace.Record) {
    switch record.event {
    case .attack(let id, let moment): count(moment, Int(id.index), record.at)
    case .decided(let connection, let verdict, let reason, _, _, _):
      guard let id = trace.connections[connection].attack else { return }
      if verdict == .accept {
        accepted[Int(id.index)][reason, default: 0] += 1
      } else {
        turnedDown[Int(id.index)][reason, default: 0] += 1
      }
    case .relayed(let copy, _, let next):
      // A server that hands a message to itself has not let it go.
      guard trace.copies[copy].host != trace.copies[next].host,
        trace.messages[trace.copies[copy].message].kind == .original,
        let row = attack(of: copy)
      else { return }
      records[row].relayed += 1
    case .delivered(let copy, let recipient):
      guard let row = attack(of: copy) else { return }
      if trace.messages[trace.copies[copy].message].kind != .original {
        records[row].notices += 1
      } else if trace.cast.mailboxes[recipient].isJunk {
        records[row].junked += 1
      } else {
        records[row].delivered += 1
      }
    default: break
    }
  }

  private func attack(of copy: CopyID) -> Int? {
    trace.messages[trace.copies[copy].message].attack.map { Int($0.index) }
  }

  private mutating func count(_ moment: AttackMoment, _ row: Int, _ at: Instant) {
    switch moment {
    case .began: records[row].began = at
    case .tried: records[row].attempted += 1
    case .refused: records[row].refused += 1
    case .taken: records[row].taken += 1
    case .contentSeen: records[row].read += 1
    case .copyRead(_, let content): if content { records[row].read += 1 }
    case .passwordSeen: records[row].passwords += 1
    case .lacks(let grant): records[row].lacked = grant
    case .noticed: records[row].noticedAt = records[row].noticedAt ?? at
    case .succeeded: records[row].succeededAt = records[row].succeededAt ?? at
    case .altered: records[row].altered += 1
    case .misled, .ended: break
    }
  }
}

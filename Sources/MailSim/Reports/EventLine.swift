/// What an event is about; the words of `--only`.
public enum EventKind: String, Hashable, Sendable, CaseIterable {
  case message, connection, protection, login, window, decision, storage, relay, deferral
  case bounce, delivery, retrieval, movement, outage, names, attack
}

/// One thing worth knowing of a run, in words.
public struct EventLine: Hashable, Sendable {
  public var at: Instant
  public var record: RecordID
  public var kind: EventKind
  /// Who acts, and on whom; empty where nobody is met.
  public var from = ""
  public var to = ""
  /// The protocol spoken; empty where none is.
  public var over = ""
  /// Whether a listener could read what passed, as far as that is settled.
  public var protection: Protection?
  /// The outcome in a word or with its codes: `refuse 550 5.7.1 REF-WINDOW-EXPIRED`.
  public var outcome: String
  /// How good the outcome is for who acts.
  public var verdict: RelayVerdict?
  /// The rest of what there is to say, in plain words; it goes on after the outcome.
  public var sentence: String
  /// The messages it concerns.
  public var messages: [MessageID] = []
  public var step: StepID?
  /// Shown only to those who ask for its kind.
  public var isDetail = false

  /// Outcome and words in one.
  public var text: String { sentence.isEmpty ? outcome : "\(outcome): \(sentence)" }

  init(_ kind: EventKind, _ outcome: String, _ sentence: String) {
    at = .start
    record = RecordID(0)
    self.kind = kind
    self.outcome = outcome
    self.sentence = sentence
  }
}

/// Which events to show.
public struct EventFilter: Hashable, Sendable {
  /// nil shows all but details.
  public var kinds: Set<EventKind>?
  /// Only events in which one of these takes part; empty: everybody.
  public var parties: Set<String> = []
  /// Only events of this message.
  public var message: MessageID?

  public init() {}

  /// Reads the words of `--only` and the number of `--message` against a trace.
  ///
  /// - Throws: `EventFilterError` for a word or number that names nothing.
  public init(only words: [String], message number: Int? = nil, in trace: Trace)
    throws(EventFilterError)
  {
    let names = trace.cast.people.map(\.name) + trace.cast.hosts.map(\.name)
    for word in words {
      if let kind = EventKind(rawValue: word) {
        kinds = (kinds ?? []).union([kind])
      } else if names.contains(word) {
        parties.insert(word)
      } else {
        throw .unknownWord(word, kinds: EventKind.allCases.map(\.rawValue), parties: names)
      }
    }
    if let number {
      guard (1...max(1, trace.messages.count)).contains(number), !trace.messages.isEmpty else {
        throw .unknownMessage(number, count: trace.messages.count)
      }
      message = MessageID(number - 1)
    }
  }

  func shows(_ line: EventLine) -> Bool {
    if let kinds {
      guard kinds.contains(line.kind) else { return false }
    } else if line.isDetail {
      return false
    }
    if !parties.isEmpty, !parties.contains(line.from), !parties.contains(line.to) { return false }
    if let message { return line.messages.contains(message) }
    return true
  }
}

/// A word of `--only` that is neither a kind nor a party, or a message that is not there.
public enum EventFilterError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownWord(String, kinds: [String], parties: [String])
  case unknownMessage(Int, count: Int)

  public var description: String {
    switch self {
    case .unknownWord(let word, let kinds, let parties):
      "'\(word)' is neither a kind of event nor a party"
        + "; kinds: \(kinds.joined(separator: ", "))"
        + "; parties: \(parties.joined(separator: ", "))"
    case .unknownMessage(let number, let count):
      count == 0
        ? "there is no message \(number): nobody wrote any"
        : "there is no message \(number); they are numbered 1 to \(count)"
    }
  }
}

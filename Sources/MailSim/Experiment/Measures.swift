/// One run in numbers, counted while it goes on.
public struct Measures: Hashable, Codable, Sendable {
  /// What `RunSummary` would say of the run's trace.
  public var summary = RunSummary()
  /// Simulated seconds.
  public var seconds = 0.0
  /// Mail of people who mean no harm, and mail of attackers. Whose it is goes by the machine it
  /// was written on, and by the attack it was written for.
  public var honest = MailMeasures()
  public var hostile = MailMeasures()
  /// Logins that opened a roaming window or renewed it.
  public var windowsOpened = 0
  /// Times a server put a recipient off to a later try.
  public var deferrals = 0
  /// Connections opened, and those turned away because the server had no slot free.
  public var connections = 0
  public var turnedAway = 0
  /// Seconds from the start to the first connection an egress rule blocked.
  public var firstBlocked: Double?
  /// Seconds that copies lay in spools, from the dot to the last recipient served.
  public var spoolTime = DelayMeasure()
  /// Copies at rest, on the average over time: in spools, in mailboxes, and those of either whose
  /// content whoever reads the disk can read.
  public var inSpools = 0.0
  public var inMailboxes = 0.0
  public var readable = 0.0
  /// One for each attack of the scenario, in its order.
  public var attacks: [AttackMeasures] = []

  public init() {}
}

/// What became of one side's mail. A message counts once for each recipient, but for `messages`.
public struct MailMeasures: Hashable, Codable, Sendable {
  public var messages = 0
  /// Recipients, without those a forwarding address stood for.
  public var written = 0
  public var delivered = 0
  /// The author was told by the first server, or could not reach it.
  public var refused = 0
  /// Given up later, with a notice to the author; and without one: lost without a word.
  public var bounced = 0
  public var lost = 0
  /// Still on its way at the end of the run.
  public var queued = 0
  /// Delivered, but put off by some server on the way.
  public var delayed = 0
  /// Delivered over hops that were all encrypted.
  public var deliveredEncrypted = 0
  /// Hops of its messages, fetching included.
  public var encryptedHops = 0
  public var plaintextHops = 0
  public var unknownHops = 0
  /// From writing to the recipient's mailbox.
  public var delay = DelayMeasure()

  public init() {}
}

/// Delays, three ways: mean and spread, the distribution, and means of batches in order of time.
public struct DelayMeasure: Hashable, Codable, Sendable {
  public private(set) var tally = Tally()
  public private(set) var distribution = DelaySketch()
  public private(set) var batches = BatchMeans()

  public init() {}

  public mutating func add(_ delay: Delay) {
    tally.add(delay.inSeconds)
    distribution.add(delay)
    batches.add(delay.inSeconds)
  }
}

/// How far one attack came.
public struct AttackMeasures: Hashable, Codable, Sendable {
  public var name: String
  public var kind: AttackKind
  /// Tries: messages, names, commands or interventions, as the attack counts them.
  public var attempted = 0
  /// Refusals its commands met.
  public var refused = 0
  /// Recipients or messages a server took that it should not have taken.
  public var taken = 0
  /// Recipients of its mail that a server handed on to the next.
  public var relayed = 0
  /// Recipients of its mail that have it in their mailbox.
  public var delivered = 0
  /// Messages of others whose content the attacker saw, on a line or on a disk.
  public var read = 0
  public var passwords = 0
  /// Steps it could not take for want of what it would have needed.
  public var lacking = 0
  /// How often each reason was given for taking one of its recipients, by the reason's code.
  public var holes: [String: Int] = [:]
  /// Seconds from the start to its beginning.
  public var began: Double?
  /// Seconds from the start to the moment it had what it wanted; nil if it never had.
  public var firstSuccess: Double?

  public init(name: String, kind: AttackKind) {
    self.name = name
    self.kind = kind
  }

  public var succeeded: Bool { firstSuccess != nil }

  /// Seconds from its beginning to that moment.
  public var timeToSuccess: Double? { firstSuccess.map { $0 - (began ?? 0) } }
}

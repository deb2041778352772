import BasicContainers

/// A department of roaming users at the level of messages: the workload on which MailSim's event
/// list, roaming windows and relay policy are measured beside other simulators.
///
/// Users check their mail every 10 minutes and thereby open the window of their address; they
/// write, attackers write, the first server decides by its policy, and a message goes over one hop
/// or over three or four, each with a line, a queue and now and then a deferral. What commands are
/// exchanged on the way is not modelled here; `Simulation` does that.
public struct RoamingDepartment: ~Copyable, Sendable {
  /// What became of the messages.
  public struct Fates: Hashable, Sendable {
    public var polls: UInt64 = 0
    public var submitted: UInt64 = 0
    public var refused: UInt64 = 0
    public var delivered: UInt64 = 0
    public var deferred: UInt64 = 0
    public var bounced: UInt64 = 0
    /// Hops that were encrypted.
    public var encrypted: UInt64 = 0
  }

  enum Kind: UInt8, BitwiseCopyable {
    case poll, submission, attack, arrival, served
  }

  struct Event: BitwiseCopyable, Hashable {
    let kind: Kind
    let row: UInt32
  }

  /// A message on its way.
  struct Message: BitwiseCopyable {
    let client: UInt32
    let hops: UInt8
    var hop: UInt8 = 0
    var tries: UInt8 = 0
    let written: Instant
  }

  public private(set) var fates = Fates()
  /// From writing to delivery.
  public private(set) var delays = DelaySketch()
  public private(set) var eventCount = 0

  private var events = EventQueue<Event>()
  private var now = Instant.start
  private var numbers: RandomStream
  private var addresses = UniqueArray<UInt32>()
  private var messages = Slab<Message>()
  /// When each server of a hop will be done with what waits there.
  private var servers = UniqueArray<UniqueArray<Instant>>()

  private let policy: RelayPolicy
  private var windows: RoamingWindows
  /// What the first server knows of a message for somebody inside, and for somebody outside; the
  /// client's address and window are put in for each.
  private var inside: RelayFacts
  private var outside: RelayFacts

  /// - Parameter users: an attacker comes with every twenty of them.
  public init(users: Int, seed: UInt64) {
    guard let inside = Mailbox("bob@cs.ait.ac.th"), let outside = Mailbox("bob@example.org") else {
      preconditionFailure("these are addresses")
    }
    let somebody = RelayFacts.Client(address: IPAddress(v4: 0))
    let sender = Mailbox("alice@cs.ait.ac.th")
    self.inside = RelayFacts(client: somebody, reversePath: sender, forwardPath: inside)
    self.outside = RelayFacts(client: somebody, reversePath: sender, forwardPath: outside)
    policy = RelayPreset.csim.policy(.teachingWorld)
    windows = RoamingWindows(span: .minutes(15))
    numbers = RandomStream(seed: seed)
    let rate = Double(users) / 1200
    for share in [1.0, 0.8, 0.8, 0.4] {
      let busy = rate * share * 0.2 / 0.95
      servers.append(UniqueArray(repeating: .start, count: max(1, Int(busy / 0.7) + 1)))
    }
    for user in 0..<UInt32(users) {
      addresses.append(freshAddress())
      schedule(.poll, user, after: numbers.uniform() * 600)
      schedule(.submission, user, after: numbers.exponential(mean: 1200))
    }
    for attacker in 0..<UInt32(users / 20) {
      schedule(.attack, attacker, after: numbers.exponential(mean: 600))
    }
  }

  /// Goes on until so many more messages have been written.
  public mutating func run(messages: Int) {
    let goal = fates.submitted + UInt64(messages)
    while fates.submitted < goal, let (at, event) = events.next() {
      now = at
      eventCount += 1
      switch event.kind {
      case .poll: poll(event.row)
      case .submission: submit(event.row)
      case .attack: attack(event.row)
      case .arrival: arrive(event.row)
      case .served: leave(event.row)
      }
    }
  }

  // MARK: People

  private mutating func poll(_ user: UInt32) {
    fates.polls += 1
    if numbers.chance(0.1) { addresses[Int(user)] = freshAddress() }
    windows.login(from: IPAddress(v4: addresses[Int(user)]), at: now)
    schedule(.poll, user, after: 600)
  }

  private mutating func submit(_ user: UInt32) {
    write(from: numbers.chance(0.02) ? freshAddress() : addresses[Int(user)])
    schedule(.submission, user, after: numbers.exponential(mean: 1200))
  }

  private mutating func attack(_ attacker: UInt32) {
    write(from: freshAddress())
    schedule(.attack, attacker, after: numbers.exponential(mean: 600))
  }

  private mutating func write(from client: UInt32) {
    fates.submitted += 1
    let hops: UInt8 = numbers.chance(0.2) ? 1 : numbers.chance(0.5) ? 3 : 4
    travel(messages.insert(Message(client: client, hops: hops, written: now)))
  }

  /// Somewhere far from the department's own networks.
  private mutating func freshAddress() -> UInt32 {
    0x2000_0000 | UInt32(truncatingIfNeeded: numbers.next() >> 35)
  }

  // MARK: Hops

  private mutating func travel(_ message: UInt32) {
    var delay = 0.02 + numbers.exponential(mean: 0.03)
    if numbers.chance(0.8) {
      fates.encrypted += 1
      delay += 0.1
    }
    schedule(.arrival, message, after: delay)
  }

  private mutating func arrive(_ slot: UInt32) {
    let message = messages[slot]
    if message.hop == 0, message.tries == 0, !isAccepted(message) {
      fates.refused += 1
      messages.remove(slot)
      return
    }
    let hop = Int(message.hop)
    let server = Int(numbers.uniform() * Double(servers[hop].count))
    let begins = max(now, servers[hop][server])
    let done = begins + .nanoseconds(Int64(numbers.exponential(mean: 0.2) * 1e9))
    servers[hop][server] = done
    events.schedule(Event(kind: .served, row: slot), at: done)
  }

  /// The relay decision, by the policy of the csim preset.
  private mutating func isAccepted(_ message: Message) -> Bool {
    let address = IPAddress(v4: message.client)
    let window = windows.state(of: address, at: now)
    return message.hops == 1
      ? Self.accepts(&inside, from: address, window, by: policy)
      : Self.accepts(&outside, from: address, window, by: policy)
  }

  /// Changes the facts where they are: they hold names, and a copy counts references to each.
  private static func accepts(
    _ facts: inout RelayFacts, from address: IPAddress, _ window: RelayFacts.WindowState,
    by policy: RelayPolicy
  ) -> Bool {
    facts.client.address = address
    facts.client.window = window
    return policy.decide(facts).verdict == .accept
  }

  private mutating func leave(_ slot: UInt32) {
    if numbers.chance(0.05) {
      wait(slot)
      return
    }
    messages[slot].hop += 1
    messages[slot].tries = 0
    let message = messages[slot]
    guard message.hop == message.hops else {
      travel(slot)
      return
    }
    fates.delivered += 1
    delays.add(now - message.written)
    messages.remove(slot)
  }

  /// Five tries, each wait twice as long as the one before.
  private mutating func wait(_ slot: UInt32) {
    messages[slot].tries += 1
    let tries = messages[slot].tries
    guard tries < 5 else {
      fates.bounced += 1
      messages.remove(slot)
      return
    }
    fates.deferred += 1
    let backoff = Double(60 << (Int(tries) - 1))
    schedule(.arrival, slot, after: backoff * (0.5 + numbers.uniform()))
  }

  private mutating func schedule(_ kind: Kind, _ row: UInt32, after seconds: Double) {
    events.schedule(Event(kind: kind, row: row), at: now + .nanoseconds(Int64(seconds * 1e9)))
  }
}

/// A program that attacks: told what happens, it writes down what it does next.
///
/// An attacker sees what its victim's machines would let it see, and does only what machines can
/// do; what it was given beyond that stands in its grants and is checked at each step. Whether it
/// works is decided by servers, sites and people.
protocol Attacker: Sendable {
  var campaign: Campaign { get set }
  /// Tries it makes when the scenario states no limit: without end, unless it has a list to work
  /// off or one trick to play.
  var usualLimit: Int { get }
  /// Whether it begins nothing before something has come by.
  var waits: Bool { get }
  /// One try; how often and when is the campaign's affair.
  mutating func attempt(_ number: UInt32, _ outbox: inout AttackerOutbox)
  mutating func handle(_ event: AttackerEvent, _ outbox: inout AttackerOutbox)
  /// An alarm of its own has gone off.
  mutating func wake(_ alarm: AttackAlarm, _ outbox: inout AttackerOutbox)

  // MARK: On the way of others

  /// A connection of somebody else comes over its line; false lets it pass unseen.
  mutating func intercepts(_ outbox: inout AttackerOutbox) -> Bool
  /// Something it can read passes on a connection it took up.
  mutating func observe(
    _ observation: Observation, _ connection: ConnectionID, _ outbox: inout AttackerOutbox
  ) -> Tampering
  /// A server it may answer asks for the exchangers of a domain: the false one, if it is first.
  mutating func isAsked(
    by asker: ServerRow, for domain: Domain, _ outbox: inout AttackerOutbox
  ) -> ServerRow?
}

extension Attacker {
  var attack: Scenario.Attack { campaign.attack }

  var waits: Bool { false }

  mutating func wake(_ alarm: AttackAlarm, _ outbox: inout AttackerOutbox) {}

  mutating func intercepts(_ outbox: inout AttackerOutbox) -> Bool {
    guard isAtWork(outbox.view.now), Int(campaign.tries) < attack.limit ?? usualLimit else {
      return false
    }
    outbox.moments.append(.tried(campaign.tries))
    campaign.tries += 1
    return campaign.chances.chance(attack.chance)
  }

  mutating func observe(
    _ observation: Observation, _ connection: ConnectionID, _ outbox: inout AttackerOutbox
  ) -> Tampering { .none }

  mutating func isAsked(
    by asker: ServerRow, for domain: Domain, _ outbox: inout AttackerOutbox
  ) -> ServerRow? { nil }

  func isAtWork(_ now: Instant) -> Bool {
    attack.from <= now && now <= attack.until ?? .distantFuture
  }

  // MARK: Told by the world

  mutating func start(_ outbox: inout AttackerOutbox) {
    outbox.moments.append(.began)
    if !waits { next(&outbox) }
  }

  mutating func ring(_ alarm: AttackAlarm, _ outbox: inout AttackerOutbox) {
    if alarm == .nextTry { next(&outbox) } else { wake(alarm, &outbox) }
  }

  mutating func learn(_ event: AttackerEvent, _ outbox: inout AttackerOutbox) {
    handle(event, &outbox)
    // Without a rhythm, the next try follows when the last one is over.
    if attack.interval == nil, event.endsDialogue, !campaign.hasEnded {
      outbox.alarms.append((.seconds(1), .nextTry))
    }
  }

  // MARK: Tries

  private mutating func next(_ outbox: inout AttackerOutbox) {
    guard !campaign.hasEnded else { return }
    guard Int(campaign.tries) < attack.limit ?? usualLimit,
      outbox.view.now <= attack.until ?? .distantFuture
    else {
      end(&outbox)
      return
    }
    let number = campaign.tries
    campaign.tries += 1
    if let interval = attack.interval {
      outbox.alarms.append((interval.draw(using: &campaign.chances), .nextTry))
    }
    outbox.moments.append(.tried(number))
    if campaign.chances.chance(attack.chance) {
      attempt(number, &outbox)
    } else if attack.interval == nil {
      outbox.alarms.append((.seconds(1), .nextTry))
    }
  }

  mutating func end(_ outbox: inout AttackerOutbox) {
    guard !campaign.hasEnded else { return }
    campaign.hasEnded = true
    outbox.moments.append(.ended)
  }

  /// A step cannot be taken: noted, and tried again in the campaign's rhythm.
  mutating func lack(_ grant: Grant, _ outbox: inout AttackerOutbox) {
    outbox.moments.append(.lacks(grant))
    if attack.interval == nil { end(&outbox) }
  }

  mutating func succeed(_ outbox: inout AttackerOutbox) {
    guard !campaign.hasSucceeded else { return }
    campaign.hasSucceeded = true
    outbox.moments.append(.succeeded)
  }
}

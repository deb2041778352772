import DequeModule

/// A server's queue: store, route, forward, try again (RFC 5321 §4.5.4).
extension World {
  /// Takes responsibility for an entry: it lies in the spool, and leaves when its turn comes.
  mutating func admit(_ entry: QueueEntry, to server: ServerRow) {
    if let copy = entry.copy {
      noteStored(copy, .spool, of: entry.message, at: server, cause: entry.cause)
    }
    let slot = keep(entry)
    let queue = servers[server].settings.queue
    guard queue.processing != .fixed(.zero) else {
      beginRound(slot)
      return
    }
    if servers[server].busyWorkers < queue.workers {
      servers[server].busyWorkers += 1
      startWork(on: slot, at: server)
    } else {
      servers[server].unprocessed.append(slot)
    }
  }

  private mutating func startWork(on slot: UInt32, at server: ServerRow) {
    let time = servers[server].settings.queue.processing.draw(using: &servers[server].processing)
    events.schedule(WorldEvent(.processed, slot), at: now + time)
  }

  /// A worker is done with an entry and takes the next.
  mutating func processed(_ slot: UInt32) {
    guard case .server(let server) = entries[slot].holder else { return }
    if let next = servers[server].unprocessed.popFirst() {
      startWork(on: next, at: server)
    } else {
      servers[server].busyWorkers -= 1
    }
    takeTurn(slot)
  }

  /// An entry's next round is due.
  mutating func retry(_ slot: UInt32) {
    switch entries[slot].holder {
    case .server: takeTurn(slot)
    case .person: submit(slot)
    }
  }

  /// A server that is down gets to it when it is up again.
  private mutating func takeTurn(_ slot: UInt32) {
    guard case .server(let server) = entries[slot].holder else { return }
    if servers[server].isDown {
      servers[server].heldBack.append(slot)
    } else {
      beginRound(slot)
    }
  }

  // MARK: A round

  /// Serves every waiting recipient once: delivers here, or makes transactions for elsewhere.
  mutating func beginRound(_ slot: UInt32) {
    guard case .server(let server) = entries[slot].holder else { return }
    // Keeps the entry alive until all transactions of the round are made.
    entries[slot].openJobs += 1
    resolveForwards(slot, at: server)
    var remote = ShortList<UInt32>()
    for row in entries[slot].rows(in: .waiting) {
      let standing = standing(of: entries[slot].recipients[Int(row)].mailbox, at: server)
      if standing.contains(.isLocal), !standing.contains(.hasDetour) {
        deliver(Int(row), of: slot, at: server)
      } else {
        remote.append(row)
      }
    }
    let count = makeJobs(for: remote, of: slot, at: server)
    entries[slot].openJobs -= 1
    pump(server)
    if count == 0 { endRound(slot, at: server) }
  }

  /// Groups recipients by where they go next, and queues one transaction for each group; says how
  /// many there are.
  private mutating func makeJobs(
    for rows: ShortList<UInt32>, of slot: UInt32, at server: ServerRow
  ) -> Int {
    var groups = ShortList<(key: NextHop, rows: ShortList<UInt32>)>()
    for row in rows {
      let key = nextHop(for: entries[slot].recipients[Int(row)].mailbox, at: server)
      if let group = groups.firstIndex(where: { $0.key == key }) {
        groups[group].rows.append(row)
      } else {
        groups.append((key, ShortList(row)))
      }
    }
    var count = 0
    for group in groups {
      guard let job = makeJob(group.key, group.rows, of: slot, at: server) else { continue }
      servers[server].ready.append(job, of: &jobs)
      count += 1
    }
    return count
  }

  private mutating func nextHop(for mailbox: MailboxID, at server: ServerRow) -> NextHop {
    let domain = book.domain(of: mailbox)
    guard !servers[server].settings.routes.isEmpty else { return NextHop(domain: domain) }
    let route =
      servers[server].settings.routes.first { $0.domain == book[domain] }
      ?? servers[server].settings.routes.first { $0.domain == nil }
    return NextHop(domain: domain, route: route?.server)
  }

  private mutating func makeJob(
    _ hop: NextHop, _ rows: ShortList<UInt32>, of slot: UInt32, at server: ServerRow
  ) -> UInt32? {
    var candidates: ShortList<ServerRow>
    var falseAnswer: (host: ServerRow, by: AttackID)?
    let genuine: ServerRow?
    if let route = hop.route {
      candidates = ShortList(route)
      genuine = route
    } else {
      let route = names.answer(for: hop.domain, book[hop.domain]).route(
        from: server, choosing: &servers[server].exchangerChoice)
      let looked = note(
        .looked(HostID(index: server.index), hop.domain, route.outcome),
        cause: entries[slot].cause)
      entries[slot].cause = looked ?? entries[slot].cause
      candidates = route.servers
      genuine = candidates.first
      if !attackers.isEmpty {
        falseAnswer = self.falseAnswer(to: server, for: hop.domain, genuine: genuine)
        if let falseAnswer { candidates = ShortList(falseAnswer.host) }
      }
      if candidates.isEmpty {
        for row in rows { entries[slot].recipients[Int(row)].failure = .name(route.outcome) }
        return nil
      }
    }
    for row in rows { entries[slot].recipients[Int(row)].beginTry() }
    entries[slot].openJobs += 1
    let job = jobs.insert(
      DeliveryJob(
        entry: slot, recipients: rows, candidates: candidates, service: .smtp, domain: hop.domain,
        isMisled: falseAnswer != nil))
    if let falseAnswer { deceptions[job] = (genuine, falseAnswer.by) }
    return job
  }

  /// Starts what may start: so many connections at a time, in all and to one server.
  mutating func pump(_ server: ServerRow) {
    guard !servers[server].isDown else { return }
    while let job = servers[server].ready.takeStartable(of: jobs) { start(job) }
  }

  /// Another transaction for the server a connection stands to, if it may carry one more.
  mutating func takeNext(after job: UInt32, on slot: UInt32) -> UInt32? {
    guard let server = network.server(connections[slot].client),
      Int(connections[slot].transactions) + 1
        < servers[server].settings.queue.messagesPerConnection
    else { return nil }
    let domain = jobs[job].domain
    return servers[server].ready.takeNext(for: connections[slot].server) {
      jobs[$0].domain == domain
    }
  }

  /// A transaction is over, well or badly.
  mutating func finish(_ job: UInt32, cause: RecordID?) {
    let slot = jobs[job].entry
    for row in jobs[job].recipients where entries[slot].recipients[Int(row)].state == .trying {
      entries[slot].recipients[Int(row)].state = .waiting
    }
    if jobs[job].isMisled { deceptions[job] = nil }
    jobs.remove(job)
    entries[slot].openJobs -= 1
    entries[slot].cause = cause ?? entries[slot].cause
    switch entries[slot].holder {
    case .server(let server): if entries[slot].openJobs == 0 { endRound(slot, at: server) }
    case .person(let person):
      people[person].sending -= 1
      if entries[slot].openJobs == 0 { endSubmission(slot, of: person) }
      beginWaitingCheck(of: person)
    }
  }

  // MARK: After a round

  /// Bounces what failed for good, keeps what may still succeed, forgets what is done.
  private mutating func endRound(_ slot: UInt32, at server: ServerRow) {
    var failed = ShortList<UInt32>()
    var deferred = ShortList<UInt32>()
    for row in entries[slot].rows(in: .waiting) {
      entries[slot].recipients[Int(row)].isUndeliverable ? failed.append(row) : deferred.append(row)
    }
    if !deferred.isEmpty, !wait(for: deferred, of: slot, at: server) {
      for row in deferred { failed.append(row) }
    }
    bounce(failed, of: slot, at: server)
    guard entries[slot].isSettled else { return }
    if let copy = entries[slot].copy {
      note(.removed(copy, .spool), cause: entries[slot].cause)
      if !attackers.isEmpty { storedCopies.take(copy, from: server) }
    }
    discard(slot)
  }

  /// Waits for the next try; false when the rows have waited long enough.
  private mutating func wait(
    for rows: ShortList<UInt32>, of slot: UInt32, at server: ServerRow
  ) -> Bool {
    entries[slot].countAttempt()
    guard let next = nextTry(of: slot, at: server) else {
      for row in rows { entries[slot].recipients[Int(row)].failure = .expired }
      return false
    }
    if let copy = entries[slot].copy {
      for row in rows {
        let recipient = entries[slot].recipients[Int(row)]
        note(
          .deferred(
            copy, recipient: recipient.mailbox, recipient.failure ?? .connectionLost, until: next),
          cause: entries[slot].cause)
      }
    }
    warn(of: rows, in: slot, at: server)
    events.schedule(WorldEvent(.retry, slot), at: next)
    return true
  }

  private mutating func nextTry(of slot: UInt32, at server: ServerRow) -> Instant? {
    let schedule = servers[server].settings.queue.schedule
    return schedule.next(
      afterAttempts: Int(entries[slot].attempts), first: entries[slot].since, now: now,
      lifetime: servers[server].settings.queue.lifetime ?? schedule.usualLifetime)
  }
}

/// Where recipients go next: those with the same one travel together.
private struct NextHop: Hashable {
  let domain: DomainID
  /// A route stated by hand; nil asks the DNS.
  var route: ServerRow?
}

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
    var remote: [Int] = []
    for row in entries[slot].rows(in: .waiting) {
      let mailbox = book[entries[slot].recipients[row].mailbox]
      if servers[server].isLocal(mailbox), !mailbox.hasRoutingTricks {
        deliver(row, of: slot, at: server)
      } else {
        remote.append(row)
      }
    }
    let made = makeJobs(remote, of: slot, at: server)
    servers[server].ready.append(contentsOf: made)
    entries[slot].openJobs -= 1
    pump(server)
    if made.isEmpty { endRound(slot, at: server) }
  }

  /// Groups recipients by where they go next; one transaction for each group.
  private mutating func makeJobs(_ rows: [Int], of slot: UInt32, at server: ServerRow) -> [UInt32] {
    var groups: [(key: NextHop, rows: [Int])] = []
    for row in rows {
      let mailbox = book[entries[slot].recipients[row].mailbox]
      let key = nextHop(for: mailbox.domain, at: server)
      if let group = groups.firstIndex(where: { $0.key == key }) {
        groups[group].rows.append(row)
      } else {
        groups.append((key, [row]))
      }
    }
    return groups.compactMap { makeJob($0.key, $0.rows, of: slot, at: server) }
  }

  private mutating func nextHop(for domain: Domain, at server: ServerRow) -> NextHop {
    let routes = servers[server].settings.routes
    let route =
      routes.first { $0.domain == domain } ?? routes.first { $0.domain == nil }
    return NextHop(domain: domains.id(of: domain), route: route?.server)
  }

  private mutating func makeJob(
    _ hop: NextHop, _ rows: [Int], of slot: UInt32, at server: ServerRow
  ) -> UInt32? {
    var candidates: [ServerRow]
    var falseAnswer: (host: ServerRow, by: AttackID)?
    let genuine: ServerRow?
    if let route = hop.route {
      candidates = [route]
      genuine = route
    } else {
      let route = names.route(
        to: domains[hop.domain], from: server, choosing: &servers[server].exchangerChoice)
      let looked = note(
        .looked(HostID(index: server.index), hop.domain, route.outcome),
        cause: entries[slot].cause)
      entries[slot].cause = looked ?? entries[slot].cause
      candidates = route.servers
      genuine = candidates.first
      if !attackers.isEmpty {
        falseAnswer = self.falseAnswer(to: server, for: hop.domain, genuine: genuine)
        if let falseAnswer { candidates = [falseAnswer.host] }
      }
      if candidates.isEmpty {
        for row in rows { entries[slot].recipients[row].problem = .name(route.outcome) }
        return nil
      }
    }
    for row in rows { entries[slot].recipients[row].beginTry() }
    entries[slot].openJobs += 1
    return jobs.insert(
      DeliveryJob(
        entry: slot, recipients: rows, candidates: candidates, service: .smtp, domain: hop.domain,
        genuine: genuine, misledBy: falseAnswer?.by))
  }

  /// Starts what may start: so many connections at a time, in all and to one server.
  mutating func pump(_ server: ServerRow) {
    guard !servers[server].isDown else { return }
    while let row = servers[server].ready.firstIndex(where: {
      servers[server].hasFreeConnection(to: jobs[$0].target)
    }) {
      start(servers[server].ready.remove(at: row))
    }
  }

  /// Another transaction for the server a connection stands to, if it may carry one more.
  mutating func takeNext(after job: UInt32, on connection: Connection) -> UInt32? {
    guard let server = network.server(connection.client),
      connection.transactions + 1 < servers[server].settings.queue.messagesPerConnection,
      let row = servers[server].ready.firstIndex(where: {
        jobs[$0].target == connection.server && jobs[$0].domain == jobs[job].domain
      })
    else { return nil }
    return servers[server].ready.remove(at: row)
  }

  /// A transaction is over, well or badly.
  mutating func finish(_ job: UInt32, cause: RecordID?) {
    let slot = jobs[job].entry
    for row in jobs[job].recipients where entries[slot].recipients[row].state == .trying {
      entries[slot].recipients[row].state = .waiting
    }
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
    var failed: [Int] = []
    var deferred: [Int] = []
    for row in entries[slot].rows(in: .waiting) {
      entries[slot].recipients[row].isHopeless ? failed.append(row) : deferred.append(row)
    }
    if !deferred.isEmpty { failed += wait(for: deferred, of: slot, at: server) }
    bounce(failed, of: slot, at: server)
    guard entries[slot].isSettled else { return }
    if let copy = entries[slot].copy {
      note(.removed(copy, .spool), cause: entries[slot].cause)
      if !attackers.isEmpty { shelf.take(copy, from: server) }
    }
    discard(slot)
  }

  /// Waits for the next try; gives back the rows that have waited long enough.
  private mutating func wait(for rows: [Int], of slot: UInt32, at server: ServerRow) -> [Int] {
    let queue = servers[server].settings.queue
    entries[slot].attempts += 1
    let entry = entries[slot]
    guard
      let next = queue.schedule.next(
        afterAttempts: entry.attempts, first: entry.since, now: now,
        lifetime: queue.lifetime ?? queue.schedule.usualLifetime)
    else {
      for row in rows { entries[slot].recipients[row].problem = .expired }
      return rows
    }
    if let copy = entry.copy {
      for row in rows {
        let recipient = entry.recipients[row]
        note(
          .deferred(
            copy, recipient: recipient.mailbox, recipient.problem ?? .connectionLost, until: next),
          cause: entry.cause)
      }
    }
    warn(of: rows, in: slot, at: server)
    events.schedule(WorldEvent(.retry, slot), at: next)
    return []
  }
}

/// Where recipients go next: those with the same one travel together.
private struct NextHop: Hashable {
  let domain: DomainID
  /// A route stated by hand; nil asks the DNS.
  let route: ServerRow?
}

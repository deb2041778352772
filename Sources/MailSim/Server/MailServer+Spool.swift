import DequeModule

/// A server's queue: store, deliver, try again (RFC 5321 §4.5.4).
extension MailServer {
  /// Takes responsibility for an entry: it lies in the spool, and leaves when its turn comes.
  mutating func admit<Sink>(_ entry: QueueEntry, _ mail: inout MailTables<Sink>) {
    if let copy = entry.copy {
      noteStored(copy, .spool, of: entry.message, cause: entry.cause, &mail)
    }
    let slot = mail.keep(entry)
    guard settings.queue.processing != .fixed(.zero) else {
      beginRound(slot, &mail)
      return
    }
    if busyWorkers < settings.queue.workers {
      busyWorkers += 1
      startWork(on: slot, &mail)
    } else {
      unprocessed.append(slot)
    }
  }

  private mutating func startWork<Sink>(on slot: UInt32, _ mail: inout MailTables<Sink>) {
    let time = settings.queue.processing.draw(using: &processing)
    mail.outbox.append(.wake(.processed, entry: slot, at: mail.now + time), from: row)
  }

  /// An alarm it has set goes off.
  mutating func wake<Sink>(
    _ alarm: ServerOutbox.Alarm, entry slot: UInt32, _ mail: inout MailTables<Sink>
  ) {
    // A worker is done with an entry and takes the next.
    if alarm == .processed {
      if let next = unprocessed.popFirst() {
        startWork(on: next, &mail)
      } else {
        busyWorkers -= 1
      }
    }
    // A server that is down gets to it when it is up again.
    if isDown { heldBack.append(slot) } else { beginRound(slot, &mail) }
  }

  mutating func goDown() {
    isDown = true
  }

  /// It takes up its work again.
  mutating func comeUp<Sink>(_ mail: inout MailTables<Sink>) {
    isDown = false
    let waiting = heldBack
    heldBack.removeAll()
    for slot in waiting { beginRound(slot, &mail) }
    mail.outbox.append(.pump, from: row)
  }

  // MARK: A round

  /// Serves every waiting recipient once: delivers here, or makes transactions for elsewhere.
  private mutating func beginRound<Sink>(_ slot: UInt32, _ mail: inout MailTables<Sink>) {
    resolveForwards(slot, &mail)
    var remote = ShortList<UInt32>()
    for row in mail.entries[slot].rows(in: .waiting) {
      if mail.entries[slot].recipients[Int(row)].failure == .loop { continue }
      let standing = standing(of: mail.entries[slot].recipients[Int(row)].mailbox, &mail)
      if standing.contains(.isLocal), !standing.contains(.hasDetour) {
        deliver(Int(row), of: slot, &mail)
      } else {
        remote.append(row)
      }
    }
    if remote.isEmpty {
      endRound(slot, &mail)
    } else {
      makeJobs(for: remote, of: slot, &mail)
    }
  }

  /// A transaction for an entry is over, well or badly, or was never begun.
  mutating func finished<Sink>(_ slot: UInt32, _ mail: inout MailTables<Sink>) {
    if mail.entries[slot].openJobs == 0 { endRound(slot, &mail) }
  }

  /// Bounces what failed for good, keeps what may still succeed, forgets what is done.
  private mutating func endRound<Sink>(_ slot: UInt32, _ mail: inout MailTables<Sink>) {
    var failed = ShortList<UInt32>()
    var deferred = ShortList<UInt32>()
    for row in mail.entries[slot].rows(in: .waiting) {
      let isOver = mail.entries[slot].recipients[Int(row)].isUndeliverable
      isOver ? failed.append(row) : deferred.append(row)
    }
    if !deferred.isEmpty, !wait(for: deferred, of: slot, &mail) {
      for row in deferred { failed.append(row) }
    }
    bounce(failed, of: slot, &mail)
    guard mail.entries[slot].isSettled else { return }
    if let copy = mail.entries[slot].copy {
      mail.note(.removed(copy, .spool), cause: mail.entries[slot].cause)
      mail.outbox.append(.happened(.removed(copy)), from: row)
    }
    mail.discard(slot)
  }

  /// Waits for the next try; false when the rows have waited long enough.
  private mutating func wait<Sink>(
    for rows: ShortList<UInt32>, of slot: UInt32, _ mail: inout MailTables<Sink>
  ) -> Bool {
    mail.entries[slot].countAttempt()
    guard let next = nextTry(of: slot, &mail) else {
      for row in rows { mail.entries[slot].recipients[Int(row)].failure = .expired }
      return false
    }
    if let copy = mail.entries[slot].copy {
      for row in rows {
        let recipient = mail.entries[slot].recipients[Int(row)]
        mail.note(
          .deferred(
            copy, recipient: recipient.mailbox, recipient.failure ?? .connectionLost, until: next),
          cause: mail.entries[slot].cause)
      }
    }
    warn(of: rows, in: slot, &mail)
    mail.outbox.append(.wake(.retry, entry: slot, at: next), from: row)
    return true
  }

  private mutating func nextTry<Sink>(
    of slot: UInt32, _ mail: inout MailTables<Sink>
  ) -> Instant? {
    let schedule = settings.queue.schedule
    return schedule.next(
      afterAttempts: Int(mail.entries[slot].attempts), first: mail.entries[slot].since,
      now: mail.now, lifetime: settings.queue.lifetime ?? schedule.usualLifetime)
  }
}

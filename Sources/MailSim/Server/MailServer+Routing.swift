/// Where mail for elsewhere goes, and when its connections may be opened (RFC 5321 §5).
extension MailServer {
  /// Groups recipients by where they go next, and makes one transaction for each group.
  mutating func makeJobs<Sink>(
    for rows: ShortList<UInt32>, of slot: UInt32, _ mail: inout MailTables<Sink>
  ) {
    var groups = ShortList<(key: NextHop, rows: ShortList<UInt32>)>()
    for row in rows {
      let key = nextHop(for: mail.entries[slot].recipients[Int(row)].mailbox, &mail)
      if let group = groups.firstIndex(where: { $0.key == key }) {
        groups[group].rows.append(row)
      } else {
        groups.append((key, ShortList(row)))
      }
    }
    mail.entries[slot].openJobs += UInt32(groups.count)
    for group in groups {
      let job = mail.jobs.insert(
        DeliveryJob(
          entry: slot, recipients: group.rows, service: .smtp, domain: group.key.domain))
      if let route = group.key.route {
        resolved(job, ShortList(route), .found, &mail)
      } else {
        mail.outbox.append(.resolve(job: job), from: row)
      }
    }
    mail.outbox.append(.pump, from: row)
  }

  private mutating func nextHop<Sink>(
    for mailbox: MailboxID, _ mail: inout MailTables<Sink>
  ) -> NextHop {
    let domain = mail.book.domain(of: mailbox)
    guard !settings.routes.isEmpty else { return NextHop(domain: domain) }
    let route =
      settings.routes.first { $0.domain == mail.book[domain] }
      ?? settings.routes.first { $0.domain == nil }
    return NextHop(domain: domain, route: route?.server)
  }

  /// The exchangers of a job's domain are known, best first; or there are none, and why.
  ///
  /// - Parameter isMisled: somebody else than the name service answered.
  mutating func resolved<Sink>(
    _ job: UInt32, _ candidates: ShortList<ServerRow>, _ outcome: NameOutcome,
    isMisled: Bool = false, _ mail: inout MailTables<Sink>
  ) {
    let slot = mail.jobs[job].entry
    guard !candidates.isEmpty else {
      for row in mail.jobs[job].recipients {
        mail.entries[slot].recipients[Int(row)].failure = .name(outcome)
      }
      mail.jobs.remove(job)
      mail.entries[slot].openJobs -= 1
      finished(slot, &mail)
      return
    }
    for row in mail.jobs[job].recipients { mail.entries[slot].recipients[Int(row)].beginTry() }
    mail.jobs[job].lead(to: candidates, isMisled: isMisled)
    ready.append(job, of: &mail.jobs)
  }

  /// Starts what may start: so many connections at a time, in all and to one server.
  mutating func pump<Sink>(_ mail: inout MailTables<Sink>) {
    guard !isDown else { return }
    while let job = ready.takeStartable(of: mail.jobs) {
      ready.connect(to: mail.jobs[job].target)
      mail.outbox.append(.handOn(job: job), from: row)
    }
  }

  /// A connection of its own is over: its place is free for the next job.
  mutating func disconnected<Sink>(from target: ServerRow, _ mail: inout MailTables<Sink>) {
    ready.disconnect(from: target)
    pump(&mail)
  }

  /// Another transaction for the server a connection stands to, if it may carry one more.
  mutating func takeNext<Sink>(
    after job: UInt32, to target: ServerRow, transactions: UInt32, _ mail: inout MailTables<Sink>
  ) -> UInt32? {
    guard Int(transactions) + 1 < settings.queue.messagesPerConnection else { return nil }
    let domain = mail.jobs[job].domain
    return ready.takeNext(for: target) { mail.jobs[$0].domain == domain }
  }

  /// A connection was cut by an outage of its own: the job waits for better times.
  mutating func interrupted<Sink>(_ job: UInt32, _ mail: inout MailTables<Sink>) {
    let entry = mail.jobs[job].entry
    for recipient in mail.jobs[job].recipients
    where mail.entries[entry].recipients[Int(recipient)].state == .trying {
      mail.entries[entry].recipients[Int(recipient)].beginTry()
    }
    ready.append(job, of: &mail.jobs)
  }
}

/// Where recipients go next: those with the same one travel together.
private struct NextHop: Hashable {
  let domain: DomainID
  /// A route stated by hand; nil asks the DNS.
  var route: ServerRow?
}

/// The client's end of an SMTP connection: a job of a queue or an outbox being done.
extension World {
  /// Opens a connection for a job whose server has been left: one more of its sender's own.
  private mutating func startAnew(_ job: UInt32) {
    if case .server(let row) = mail.entries[mail.jobs[job].entry].holder {
      servers[row].ready.connect(to: mail.jobs[job].target)
    }
    start(job)
  }

  /// Opens the connection for a job's current candidate.
  mutating func start(_ job: UInt32) {
    let entry = mail.jobs[job].entry
    let target = mail.jobs[job].target
    let client: HostID
    let person: PersonID?
    let options: SMTPClientOptions
    switch mail.entries[entry].holder {
    case .server(let row):
      client = HostID(index: row.index)
      person = nil
      options = relayOptions(of: row, for: job)
    case .person(let id):
      client = people[id].machine
      person = id
      options = submissionOptions(of: id, for: job)
    }
    open(
      from: client, to: target, mail.jobs[job].service, purpose: .sending(job: job), person: person,
      step: mail.messages[mail.entries[entry].message].step,
      client: .smtp(
        SMTPClientSession(options: options, recipients: mail.jobs[job].recipients.count)),
      cause: mail.entries[entry].cause,
      carrying: mail.messages[mail.entries[entry].message].attack)
  }

  mutating func hearSMTP(_ slot: UInt32, _ reply: Reply, offering: SMTPExtensions?) {
    if case .script(let step, let line) = connections[slot].purpose {
      continueScript(slot, step, line: line, after: reply)
      return
    }
    if case .attack(let dialogue) = connections[slot].purpose {
      continueDialogue(slot, dialogue, reply)
      return
    }
    guard case .smtp(var session) = connections[slot].clientSession else { return }
    let (step, result) = session.receive(reply, offering: offering)
    connections[slot].clientSession = .smtp(session)
    noteProtection(slot, session.settled)
    if let result { record(result, on: slot) }
    carryOut(step, on: slot)
  }

  mutating func smtpHandshakeFinished(_ slot: UInt32, _ certificate: CertificateStanding) {
    guard case .smtp(var session) = connections[slot].clientSession else { return }
    let step = session.handshakeFinished(certificate, isGenuine: !isMisled(slot))
    connections[slot].clientSession = .smtp(session)
    noteProtection(slot, session.settled)
    if case .script(let script, let line) = connections[slot].purpose {
      if connections[slot].service.isImplicitTLS == false {
        continueScript(slot, script, line: line, after: nil)
      }
      return
    }
    if case .attack = connections[slot].purpose { return }
    carryOut(step, on: slot)
  }

  /// Whether the client took this host for another's.
  private mutating func isMisled(_ slot: UInt32) -> Bool {
    guard case .sending(let job) = connections[slot].purpose, job != Connection.noJob else {
      return false
    }
    return mail.jobs[job].isMisled
  }

  mutating func smtpHandshakeFailed(_ slot: UInt32) {
    guard case .smtp(var session) = connections[slot].clientSession else { return }
    let step = session.handshakeFailed()
    connections[slot].clientSession = .smtp(session)
    switch connections[slot].purpose {
    case .script, .attack: closeAtClient(slot, .closedByClient)
    default: carryOut(step, on: slot)
    }
  }

  // MARK: Steps

  private mutating func carryOut(_ step: SMTPClientStep, on slot: UInt32) {
    switch step {
    case .send(let line):
      send(line, on: slot)
    case .sendEnvelope:
      sendEnvelope(on: slot)
    case .startHandshake: startHandshake(slot)
    case .wait: waitAtClient(slot, Self.replyTimeout)
    case .transactionDone: transactionDone(on: slot)
    case .close: closeAtClient(slot, .quit)
    case .abandon(let why): abandon(slot, why)
    }
  }

  private mutating func send(_ line: SMTPClientStep.Command, on slot: UInt32) {
    guard let command = command(for: line, on: slot) else { return }
    sendToServer(slot, .smtpCommand(command))
    waitAtClient(slot, line == .message ? Self.finalReplyTimeout : Self.replyTimeout)
  }

  private mutating func sendEnvelope(on slot: UInt32) {
    guard case .sending(let job) = connections[slot].purpose else { return }
    var isNew = put(.mail, on: slot)
    for row in 0..<UInt32(mail.jobs[job].recipients.count) where put(.rcpt(row), on: slot) {
      isNew = true
    }
    if put(.data, on: slot) { isNew = true }
    if isNew { dispatchToServer(slot) }
    waitAtClient(slot, Self.replyTimeout)
  }

  /// Adds a line to the group that is being written.
  private mutating func put(_ line: SMTPClientStep.Command, on slot: UInt32) -> Bool {
    guard let command = command(for: line, on: slot) else { return false }
    return writeToServer(slot, .smtpCommand(command))
  }

  private mutating func command(for line: SMTPClientStep.Command, on slot: UInt32) -> SMTPCommand? {
    guard line != .quit else { return .quit }
    guard case .sending(let job) = connections[slot].purpose, job != Connection.noJob,
      case .smtp(let session) = connections[slot].clientSession
    else { return nil }
    let entry = mail.jobs[job].entry
    let message = mail.entries[entry].message
    switch line {
    case .ehlo: return .ehlo
    case .helo: return .helo
    case .startTLS: return .startTLS
    case .auth: return beginAuthentication(on: slot)
    case .authResponse: return continueAuthentication(on: slot)
    case .mail:
      return .mail(
        from: mail.messages[message].reversePath,
        size: session.offers.contains(.size) ? mail.messages[message].octets : nil)
    case .rcpt(let row):
      let recipient = Int(mail.jobs[job].recipients[Int(row)])
      return .rcpt(to: mail.entries[entry].recipients[recipient].mailbox)
    case .data: return .data
    case .message: return .endOfData(octets: mail.messages[message].octets)
    case .rset: return .rset
    case .quit: return .quit
    }
  }

  // MARK: AUTH

  private mutating func credentials(on slot: UInt32) -> SMTPCommand? {
    guard let person = connections[slot].person else { return nil }
    let settings = people[person].settings
    return .auth(
      settings.submission.mechanism,
      Credentials(account: AccountID(index: person.index), secretIsRight: true))
  }

  /// Mechanisms whose response the server has to ask for begin without one.
  private mutating func beginAuthentication(on slot: UInt32) -> SMTPCommand? {
    guard let person = connections[slot].person else { return nil }
    let mechanism = people[person].settings.submission.mechanism
    connections[slot].authRounds = UInt8(clamping: mechanism.furtherRoundTrips)
    return connections[slot].authRounds == 0 ? credentials(on: slot) : .beginAuth(mechanism)
  }

  private mutating func continueAuthentication(on slot: UInt32) -> SMTPCommand? {
    guard let person = connections[slot].person else { return nil }
    // A server may ask more often than the mechanism has answers for.
    guard connections[slot].authRounds > 1 else { return credentials(on: slot) }
    connections[slot].authRounds -= 1
    return .authResponse(people[person].settings.submission.mechanism)
  }

  // MARK: Results

  /// Writes down what a reply means for the recipients of the job.
  private mutating func record(_ result: RecipientResult, on slot: UInt32) {
    guard case .sending(let job) = connections[slot].purpose else { return }
    switch result {
    case .rcpt(let row, let reply):
      guard reply.isFailure else { return }
      let recipient = Int(mail.jobs[job].recipients[Int(row)])
      mail.entries[mail.jobs[job].entry].recipients[recipient].failure = .reply(reply)
    case .everyone(let reply):
      let entry = mail.jobs[job].entry
      for row in openRows(of: job) {
        mail.entries[entry].recipients[Int(row)].failure = .reply(reply)
      }
    case .taken:
      for row in openRows(of: job) { noteTaken(Int(row), of: mail.jobs[job].entry, on: slot) }
    }
  }

  /// The next server answers for a recipient.
  private mutating func noteTaken(_ row: Int, of entry: UInt32, on slot: UInt32) {
    mail.entries[entry].recipients[row].state = .settled
    guard let copy = mail.entries[entry].copy, let next = connections[slot].session.taken else {
      return
    }
    let recipient = mail.entries[entry].recipients[row].mailbox
    note(.relayed(copy, recipient: recipient, to: next), on: slot)
    if !attackers.isEmpty { notePassedOn(mail.entries[entry].message, recipient, on: slot) }
  }

  /// Recipients of a job that nobody has refused.
  private mutating func openRows(of job: UInt32) -> ShortList<UInt32> {
    let entry = mail.jobs[job].entry
    var rows = ShortList<UInt32>()
    for row in mail.jobs[job].recipients {
      let recipient = mail.entries[entry].recipients[Int(row)]
      if recipient.state == .trying, recipient.failure == nil { rows.append(row) }
    }
    return rows
  }

  /// The transaction is over: another one for the same server may use the connection.
  private mutating func transactionDone(on slot: UInt32) {
    guard case .sending(let job) = connections[slot].purpose,
      case .smtp(var session) = connections[slot].clientSession
    else { return }
    let next = nextJob(after: job, on: slot)
    connections[slot].purpose = .sending(job: next ?? Connection.noJob)
    connections[slot].session.taken = nil
    connections[slot].session.attack = next.flatMap {
      mail.messages[mail.entries[mail.jobs[$0].entry].message].attack
    }
    connections[slot].transactions += 1
    finish(job, cause: connections[slot].cause)
    let step = next.map { session.begin(recipients: mail.jobs[$0].recipients.count) }
    let last = step ?? session.finish()
    connections[slot].clientSession = .smtp(session)
    carryOut(last, on: slot)
  }

  /// Another transaction for the connection, if its sender has one.
  private mutating func nextJob(after job: UInt32, on slot: UInt32) -> UInt32? {
    guard let server = network.server(connections[slot].client) else { return nil }
    return servers[server].takeNext(
      after: job, to: connections[slot].server, transactions: connections[slot].transactions, &mail)
  }

  private mutating func abandon(_ slot: UInt32, _ why: SMTPClientStep.Abandonment) {
    guard case .sending(let job) = connections[slot].purpose,
      case .smtp(var session) = connections[slot].clientSession
    else { return }
    let cause = connections[slot].cause
    connections[slot].purpose = .sending(job: Connection.noJob)
    let step = session.finish()
    connections[slot].clientSession = .smtp(session)
    switch why {
    case .refused(let reply): sendingFailed(job, .reply(reply), cause: cause)
    case .security(.handshakeFailed)
    where session.options.tls.toleratesPlaintext && session.options.start == .upgrade:
      // The same server again, this time in the clear; a port that begins with TLS has no clear.
      mail.jobs[job].avoidsTLS = true
      startAnew(job)
    case .security(let reason): sendingFailed(job, .security(reason), cause: cause)
    }
    if why == .security(.handshakeFailed) {
      closeAtClient(slot, .closedByClient)
    } else {
      carryOut(step, on: slot)
    }
  }

  /// The session as a whole failed: the next exchanger gets its chance (RFC 5321 §5.1).
  mutating func sendingFailed(_ job: UInt32, _ failure: DeliveryFailure, cause: RecordID?) {
    guard job != Connection.noJob else { return }
    let rows = openRows(of: job)
    let entry = mail.jobs[job].entry
    mail.entries[entry].cause = cause ?? mail.entries[entry].cause
    if mail.jobs[job].tryNext() {
      startAnew(job)
      return
    }
    for row in rows {
      mail.entries[entry].recipients[Int(row)].failure = failure
      mail.entries[entry].recipients[Int(row)].mayPass = true
    }
    finish(job, cause: cause)
  }

  /// The connection ended; in the midst of a transaction that is a failure of the session.
  mutating func sendingEnded(_ slot: UInt32, _ job: UInt32) {
    connections[slot].purpose = .sending(job: Connection.noJob)
    sendingFailed(job, .connectionLost, cause: connections[slot].cause)
  }
}

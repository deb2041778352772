/// SMTP typed by hand, line by line, each waiting for its reply.
extension World {
  mutating func beginScript(_ dialogue: Scenario.Dialogue, step: StepID) {
    var options = SMTPClientOptions()
    if dialogue.service.isImplicitTLS { options.start = .implicit }
    open(
      from: machineHost(dialogue.machine), to: dialogue.server, dialogue.service,
      purpose: .script(step, line: 0), person: nil, step: step,
      client: .smtp(SMTPClientSession(options: options, recipients: 0)), cause: nil)
  }

  static func helloName(typedIn step: Scenario.Step) -> String {
    guard case .dialogue(let dialogue) = step.action else { return "" }
    for line in dialogue.lines {
      switch SMTPLine(line.text) {
      case .helo(let name), .ehlo(let name): return name
      default: continue
      }
    }
    return ""
  }

  /// A reply has come, or the handshake is over: the next line.
  mutating func continueScript(
    _ slot: UInt32, _ step: StepID, line: UInt32, after reply: Reply?
  ) {
    guard case .dialogue(let dialogue) = scenario.steps[step].action else { return }
    if reply == .readyForTLS, connections[slot].startedTLS {
      connections[slot].startedTLS = false
      startHandshake(slot)
      return
    }
    if let reply, reply.code == 354 { connections[slot].typedOctets = 0 }
    guard Int(line) < dialogue.lines.count else {
      // Who has nothing more to say hangs up; after QUIT the server does.
      if case .plain(.quit) = dialogue.lines.last.map({ SMTPLine($0.text) }) {
        closeAtClient(slot, .quit)
      } else {
        closeAtClient(slot, .closedByClient)
      }
      return
    }
    connections[slot].purpose = .script(step, line: line + 1)
    if let octets = connections[slot].typedOctets {
      typeContent(dialogue.lines[Int(line)].text, octets: octets, slot, step, line: line)
    } else {
      type(dialogue.lines[Int(line)].text, after: reply, on: slot)
    }
  }

  /// Lines of the message go out unanswered until the one with the dot alone.
  private mutating func typeContent(
    _ text: String, octets: UInt32, _ slot: UInt32, _ step: StepID, line: UInt32
  ) {
    if text == "." {
      connections[slot].typedOctets = nil
      sendToServer(slot, .smtpCommand(.endOfData(octets: octets)))
      waitAtClient(slot, Self.finalReplyTimeout)
    } else {
      connections[slot].typedOctets = octets + UInt32(text.utf8.count) + 2
      continueScript(slot, step, line: line + 1, after: nil)
    }
  }

  private mutating func type(_ text: String, after reply: Reply?, on slot: UInt32) {
    let command =
      response(text, after: reply, on: slot) ?? command(SMTPLine(text), on: slot)
    connections[slot].startedTLS = command == .startTLS
    if case .mail = command { noteProtection(slot, .tlsNotWanted) }
    sendToServer(slot, .smtpCommand(command))
    waitAtClient(slot, Self.replyTimeout)
  }

  /// Words become numbers: addresses of the book, accounts of the server.
  private mutating func command(_ typed: SMTPLine, on slot: UInt32) -> SMTPCommand {
    let server = connections[slot].server
    switch typed {
    case .helo: return .helo
    case .ehlo: return .ehlo
    case .mail(let from, let size):
      return .mail(from: from.map { mail.book.id(of: $0) }, size: size)
    case .rcpt(let recipient):
      return .rcpt(to: mail.book.id(of: recipient ?? servers[server].postmaster))
    case .auth(let mechanism, let response):
      var exchange = SASLServer(
        mechanism, challenge: "<\(connections[slot].serial.index)@\(servers[server].settings.host)>"
      )
      return command(for: exchange.begin(response), of: exchange, on: slot)
    case .plain(let command): return command
    case .malformed(let how): return .malformed(how)
    }
  }

  /// A line that answers a challenge; nil where none is to be answered.
  private mutating func response(
    _ text: String, after reply: Reply?, on slot: UInt32
  ) -> SMTPCommand? {
    guard var exchange = typedExchanges.removeValue(forKey: slot), reply?.code == 334 else {
      return nil
    }
    return command(for: exchange.receive(text), of: exchange, isResponse: true, on: slot)
  }

  private mutating func command(
    for step: SASLServer.Step, of exchange: SASLServer, isResponse: Bool = false, on slot: UInt32
  ) -> SMTPCommand {
    let mechanism = exchange.mechanism
    switch step {
    case .challenge:
      typedExchanges[slot] = exchange
      return isResponse ? .authResponse(mechanism) : .beginAuth(mechanism)
    case .proof(let proof):
      return .auth(mechanism, servers[connections[slot].server].accounts.credentials(proof))
    case .cancelled: return .cancelAuth
    case .malformed: return .malformed(.badBase64)
    }
  }
}

/// SMTP typed by hand, line by line, each waiting for its reply.
extension World {
  mutating func beginScript(_ dialogue: Scenario.Dialogue, step: StepID) {
    var options = SMTPClientOptions()
    if dialogue.service.isImplicitTLS { options.start = .implicit }
    open(
      from: machineHost(dialogue.machine), to: dialogue.server, dialogue.service,
      purpose: .script(step, line: 0), person: nil, step: step,
      sessions: (
        .smtp(SMTPClientSession(options: options, recipients: 0)),
        .smtp(serverSession(of: dialogue.server, dialogue.service))
      ),
      cause: nil)
  }

  static func helloName(typedIn step: Scenario.Step) -> String {
    guard case .dialogue(let dialogue) = step.action else { return "" }
    for line in dialogue.lines {
      switch TypedCommand(line.text) {
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
      if case .plain(.quit) = dialogue.lines.last.map({ TypedCommand($0.text) }) {
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
      type(TypedCommand(dialogue.lines[Int(line)].text), on: slot)
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

  private mutating func type(_ typed: TypedCommand, on slot: UInt32) {
    let command = command(typed, at: connections[slot].server)
    connections[slot].startedTLS = command == .startTLS
    if case .mail = command { noteProtection(slot, .tlsNotWanted) }
    sendToServer(slot, .smtpCommand(command))
    waitAtClient(slot, Self.replyTimeout)
  }

  /// Words become numbers: addresses of the book, accounts of the server.
  private mutating func command(_ typed: TypedCommand, at server: ServerRow) -> SMTPCommand {
    switch typed {
    case .helo: return .helo
    case .ehlo: return .ehlo
    case .mail(let from, let size): return .mail(from: from.map { book.id(of: $0) }, size: size)
    case .rcpt(let recipient): return .rcpt(to: book.id(of: recipient ?? postmaster(of: server)))
    case .authPlain(let user, let password):
      let person = people.ids.first { id in
        let settings = people[id].settings
        return settings.home == server
          && (settings.name == user || settings.mailbox?.description == user)
      }
      return .auth(
        .plain,
        Credentials(
          account: person.map { AccountID(index: $0.index) },
          secretIsRight: person.map { people[$0].settings.password == password } ?? false))
    case .plain(let command): return command
    case .malformed(let how): return .malformed(how)
    }
  }

  func postmaster(of server: ServerRow) -> Mailbox {
    let settings = servers[server].settings
    return Mailbox(localPart: "postmaster", domain: settings.domains.first ?? settings.host)
  }
}

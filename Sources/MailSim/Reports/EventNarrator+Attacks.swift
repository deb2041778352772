/// What attackers do, in words.
extension EventNarrator {
  func attack(_ id: AttackID, _ moment: AttackMoment) -> EventLine {
    var line = line(for: moment, of: trace.cast.attacks[id].kind)
    line.from = trace.cast.attacks[id].title
    return line
  }

  private func line(for moment: AttackMoment, of kind: AttackKind) -> EventLine {
    switch moment {
    case .began: EventLine(.attack, "attack begins", "")
    case .lacks(let grant):
      EventLine(
        .attack, "attack fails", "the attacker lacks \(grant.rawValue): \(grant.meaning.asPhrase)")
    case .tried(let number): detail("try \(number + 1)", "")
    case .refused(let connection, let reply):
      told("refused \(reply.codes)", reply.wording.text, on: connection)
    case .taken(let connection, let recipient):
      told("taken", "for \(trace.address(recipient))", on: connection)
    case .altered(let connection):
      told("altered", kind.alteration, on: connection)
    case .contentSeen(let message, let connection):
      read(message, told("read", kind.reading, on: connection))
    case .copyRead(let copy, let content):
      read(
        trace.copies[copy].message,
        EventLine(
          .attack, content ? "read" : "seen",
          content
            ? "the stored copy at \(trace.name(trace.copies[copy].host))"
            : "who wrote to whom, at \(trace.name(trace.copies[copy].host)); the content is closed")
      )
    case .passwordSeen(let account, let connection):
      told("password seen", "of \(trace.name(account))", on: connection)
    case .misled(let host, let domain):
      EventLine(
        .attack, "false answer",
        "\(trace.name(host)) takes a false exchanger for that of \(trace.cast.domains[domain])")
    case .noticed(let host):
      EventLine(.attack, "noticed", "the log of \(trace.name(host)) shows it")
    case .succeeded: EventLine(.attack, "attack succeeds", "")
    case .ended: detail("attack ends", "")
    }
  }

  private func told(_ outcome: String, _ sentence: String, on connection: ConnectionID) -> EventLine
  {
    var line = EventLine(.attack, outcome, sentence)
    line.to = trace.name(trace.connections[connection].server)
    line.over = trace.connections[connection].service.protocolName
    line.messages = index.messages[connection]
    return line
  }

  private func read(_ message: MessageID, _ line: EventLine) -> EventLine {
    var line = line
    line.messages = [message]
    line.verdict = .refuse
    return line
  }

  private func detail(_ outcome: String, _ sentence: String) -> EventLine {
    var line = EventLine(.attack, outcome, sentence)
    line.isDetail = true
    return line
  }
}

extension AttackKind {
  /// What an attacker of this kind does to what passes it.
  var alteration: String {
    switch self {
    case .tlsStripping: "STARTTLS is taken out of the server's answer"
    case .tlsInjection: "commands of the attacker stand behind STARTTLS"
    case .accessDowngrade: "the server's answer leaves no way to encrypt"
    default: "something was changed on the way"
    }
  }

  /// How the content came to an attacker.
  fileprivate var reading: String {
    switch self {
    case .rogueExchanger: "the content came to a host of his own"
    case .tlsInjection: "the content went to a mailbox of his own"
    default: "the content passed in the clear"
    }
  }
}

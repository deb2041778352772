/// Attacks by those who sit on the way of the mail.
extension AttackKind {
  var pathEntry: AttackEntry {
    switch self {
    case .sniffedPassword:
      AttackEntry(
        title: "A password read off the line",
        steps: "Reads the password of a POP or IMAP login that goes in the clear, logs in from "
          + "elsewhere with it, and sends through the window that opens for his own address.",
        needs: [[.tap, .modify]], success: "a login from the attacker's address",
        metric: "passwords seen, time to their misuse, windows open for wrong addresses",
        stoppedBy: [.accessTLS, .implicitTLS])
    case .tlsStripping:
      AttackEntry(
        title: "STARTTLS taken out of the answer",
        steps: "Removes STARTTLS from what a server offers, or has it refused, so that a client "
          + "which encrypts only when it can goes on in the clear.",
        needs: [[.modify]], success: "a message read in the clear",
        metric: "shares of messages read, and deferred by strict senders",
        stoppedBy: [.outboundTLS, .implicitTLS, .signedNames])
    case .tlsInjection:
      AttackEntry(
        title: "Commands before the handshake",
        steps: "Sends commands in the same segment as STARTTLS; a server that keeps what it has "
          + "read carries them out after the handshake as if they had been encrypted.",
        needs: [[.modify], [.account]], success: "the victim's message in the attacker's mailbox",
        metric: "yes or no, for each kind of server", stoppedBy: [.bufferDiscard, .implicitTLS])
    case .rogueExchanger:
      AttackEntry(
        title: "A false mail exchanger",
        steps: "Answers the question for a domain's MX before the name service does, takes the "
          + "mail, reads it and passes it on to stay unseen.",
        needs: [[.answerNames]], success: "a message received by the attacker's host",
        metric: "share intercepted, until the false answer's time to live is over",
        stoppedBy: [.outboundTLS, .signedNames])
    case .compromisedGateway:
      AttackEntry(
        title: "A gateway in foreign hands",
        steps: "Reads the spool and the mailboxes of a server, once or for a while.",
        needs: [[.ownGateway]], success: "a stored copy read in the clear",
        metric: "messages that lay there meanwhile; who wrote to whom, even with PGP",
        stoppedBy: [.endToEnd, .shortDwell])
    case .passiveTap:
      AttackEntry(
        title: "A listener on the line",
        steps: "Reads what passes in the clear.", needs: [[.tap, .modify]],
        success: "a message or a password read in the clear",
        metric: "share of messages read; passwords seen",
        stoppedBy: [.outboundTLS, .implicitTLS, .accessTLS, .endToEnd])
    case .accessDowngrade:
      AttackEntry(
        title: "POP and IMAP kept in the clear",
        steps: "Takes STLS out of the answer, or greets with PREAUTH, so that a mail program goes "
          + "on without TLS.",
        needs: [[.modify]], success: "a mail program that goes on in the clear",
        metric: "which programs go on", stoppedBy: [.implicitTLS, .accessTLS])
    default: preconditionFailure("\(rawValue) is no attack on the way")
    }
  }
}

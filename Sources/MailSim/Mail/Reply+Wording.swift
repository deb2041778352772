extension Reply {
  /// The words behind a reply's codes; what a reader sees, never what a client acts on.
  public enum Wording: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    case ready, closing, hello, ok, senderOk, recipientOk, queued, startData, startTLS
    case cannotVerify, authenticated, continueAuthentication, help
    case shuttingDown, idleTimeout, tooManyErrors, tooManyConnections, serviceUnavailable
    case relayAccessDenied, accessDenied, userUnknown, mailboxFull, mailboxDisabled
    case senderNotOwned, senderRejected, recipientRejected, clientRejected, heloRejected
    case tooManyRecipients, messageTooBig, noRoom, tooManyHops, localError, greylisted
    case rateExceeded, nullMXRecipient, nullMXSender, domainNotFound
    case needHello, needMail, needRecipient, nestedMail, noValidRecipients, badSequence
    case badSenderSyntax, badRecipientSyntax, badSyntax, badParameter, noArgumentAllowed
    case unknownCommand, notImplemented, lineTooLong
    case tlsRequired, tlsUnavailable, tlsAlreadyActive, tlsNotOffered, encryptionTooWeak
    case authRequired, authFailed, authAlreadyDone, authNotNow, authNotOffered
    case authMechanismUnknown, authNeedsTLS, authCancelled, accountDisabled
    case spfFailed, dmarcFailed, contentRejected, blockListed
    case asTheRuleSays, lookupFailed, badConfiguration
  }
}

extension Reply.Wording {
  public var text: String {
    switch self {
    case .ready: "ESMTP ready"
    case .closing: "Bye"
    case .hello: "Hello"
    case .ok: "Ok"
    case .senderOk: "Sender ok"
    case .recipientOk: "Recipient ok"
    case .queued: "Message queued"
    case .startData: "End data with <CR><LF>.<CR><LF>"
    case .startTLS: "Ready to start TLS"
    case .cannotVerify: "Cannot verify, but will take the mail"
    case .authenticated: "Authentication succeeded"
    case .continueAuthentication: "Go on"
    case .help: "See RFC 5321"
    case .shuttingDown: "Service shutting down"
    case .idleTimeout: "Idle for too long"
    case .tooManyErrors: "Too many errors"
    case .tooManyConnections: "Too many connections"
    case .serviceUnavailable: "No mail service here"
    case .relayAccessDenied: "Relaying denied"
    case .accessDenied: "Access denied"
    case .userUnknown: "No such user here"
    case .mailboxFull: "Mailbox full"
    case .mailboxDisabled: "Mailbox disabled"
    case .senderNotOwned: "Sender address does not belong to the login"
    case .senderRejected: "Sender address rejected"
    case .recipientRejected: "Recipient address rejected"
    case .clientRejected: "Client host rejected"
    case .heloRejected: "Hello name rejected"
    case .tooManyRecipients: "Too many recipients"
    case .messageTooBig: "Message exceeds the size limit"
    case .noRoom: "No room for the message now"
    case .tooManyHops: "Too many hops"
    case .localError: "Local error, try again later"
    case .greylisted: "Greylisted, try again later"
    case .rateExceeded: "Too much mail, try again later"
    case .nullMXRecipient: "Recipient domain takes no mail (null MX)"
    case .nullMXSender: "Sender domain takes no mail (null MX)"
    case .domainNotFound: "Domain not found"
    case .needHello: "Say EHLO or HELO first"
    case .needMail: "MAIL must come first"
    case .needRecipient: "RCPT must come first"
    case .nestedMail: "A transaction is already open"
    case .noValidRecipients: "No valid recipients"
    case .badSequence: "Bad sequence of commands"
    case .badSenderSyntax: "Bad sender address syntax"
    case .badRecipientSyntax: "Bad recipient address syntax"
    case .badSyntax: "Syntax error in the arguments"
    case .badParameter: "Unsupported parameter"
    case .noArgumentAllowed: "No argument allowed"
    case .unknownCommand: "Command not recognized"
    case .notImplemented: "Command not implemented"
    case .lineTooLong: "Line too long"
    case .tlsRequired: "Must issue a STARTTLS command first"
    case .tlsUnavailable: "TLS not available now"
    case .tlsAlreadyActive: "TLS already active"
    case .tlsNotOffered: "TLS not offered"
    case .encryptionTooWeak: "Encryption too weak"
    case .authRequired: "Authentication required"
    case .authFailed: "Authentication failed"
    case .authAlreadyDone: "Already authenticated"
    case .authNotNow: "Not inside a mail transaction"
    case .authNotOffered: "Authentication not offered"
    case .authMechanismUnknown: "Mechanism not supported"
    case .authNeedsTLS: "Encryption required for this mechanism"
    case .authCancelled: "Authentication cancelled"
    case .accountDisabled: "Account disabled"
    case .spfFailed: "SPF check failed"
    case .dmarcFailed: "Rejected by the DMARC policy of the author's domain"
    case .contentRejected: "Message content rejected"
    case .blockListed: "Client address is on a block list"
    case .asTheRuleSays: "Refused by local policy"
    case .lookupFailed: "Temporary lookup failure"
    case .badConfiguration: "Server configuration error"
    }
  }
}

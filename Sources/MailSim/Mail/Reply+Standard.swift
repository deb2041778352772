/// The replies MailSim's servers give, each with the code its RFC asks for (the
/// variants of products are listed in `Documentation/Model.md`).
extension Reply {
  // RFC 5321 §4.2.3, §4.3.2.
  public static let ready = Reply(220, nil, .ready)
  public static let closing = Reply(221, EnhancedStatus(2, 0, 0), .closing)
  public static let hello = Reply(250, nil, .hello)
  public static let ok = Reply(250, EnhancedStatus(2, 0, 0), .ok)
  public static let senderOk = Reply(250, EnhancedStatus(2, 1, 0), .senderOk)
  public static let recipientOk = Reply(250, EnhancedStatus(2, 1, 5), .recipientOk)
  public static let queued = Reply(250, EnhancedStatus(2, 0, 0), .queued)
  public static let cannotVerify = Reply(252, EnhancedStatus(2, 0, 0), .cannotVerify)
  public static let help = Reply(214, EnhancedStatus(2, 0, 0), .help)
  public static let startData = Reply(354, nil, .startData)
  public static let shuttingDown = Reply(421, EnhancedStatus(4, 3, 2), .shuttingDown)
  public static let idleTimeout = Reply(421, EnhancedStatus(4, 4, 2), .idleTimeout)
  public static let tooManyErrors = Reply(421, EnhancedStatus(4, 7, 0), .tooManyErrors)
  public static let tooManyConnections = Reply(421, EnhancedStatus(4, 7, 0), .tooManyConnections)
  public static let localError = Reply(451, EnhancedStatus(4, 3, 0), .localError)
  public static let unknownCommand = Reply(500, EnhancedStatus(5, 5, 2), .unknownCommand)
  public static let lineTooLong = Reply(500, EnhancedStatus(5, 5, 2), .lineTooLong)
  public static let badSyntax = Reply(501, EnhancedStatus(5, 5, 4), .badSyntax)
  public static let noArgumentAllowed = Reply(501, EnhancedStatus(5, 5, 4), .noArgumentAllowed)
  public static let badSenderSyntax = Reply(501, EnhancedStatus(5, 1, 7), .badSenderSyntax)
  public static let badRecipientSyntax = Reply(501, EnhancedStatus(5, 1, 3), .badRecipientSyntax)
  public static let notImplemented = Reply(502, EnhancedStatus(5, 5, 1), .notImplemented)
  public static let needHello = Reply(503, EnhancedStatus(5, 5, 1), .needHello)
  public static let needMail = Reply(503, EnhancedStatus(5, 5, 1), .needMail)
  public static let needRecipient = Reply(503, EnhancedStatus(5, 5, 1), .needRecipient)
  public static let nestedMail = Reply(503, EnhancedStatus(5, 5, 1), .nestedMail)
  public static let badSequence = Reply(503, EnhancedStatus(5, 5, 1), .badSequence)
  public static let noService = Reply(554, nil, .serviceUnavailable)
  public static let noValidRecipients = Reply(554, EnhancedStatus(5, 5, 1), .noValidRecipients)
  public static let badParameter = Reply(555, EnhancedStatus(5, 5, 4), .badParameter)

  // Mailboxes and limits: RFC 3463, RFC 1870 §6.1, RFC 5321 §4.5.3.1.10 and §6.3.
  public static let userUnknown = Reply(550, EnhancedStatus(5, 1, 1), .userUnknown)
  public static let mailboxFull = Reply(452, EnhancedStatus(4, 2, 2), .mailboxFull)
  public static let mailboxDisabled = Reply(550, EnhancedStatus(5, 2, 1), .mailboxDisabled)
  public static let tooManyRecipients = Reply(452, EnhancedStatus(4, 5, 3), .tooManyRecipients)
  public static let messageTooBig = Reply(552, EnhancedStatus(5, 3, 4), .messageTooBig)
  public static let noRoom = Reply(452, EnhancedStatus(4, 3, 1), .noRoom)
  public static let tooManyHops = Reply(554, EnhancedStatus(5, 4, 6), .tooManyHops)
  public static let nullMXRecipient = Reply(556, EnhancedStatus(5, 1, 10), .nullMXRecipient)

  // Relay and policy: RFC 5321 §3.6.2 and §7.9, RFC 6409 §6.
  public static let relayingDenied = Reply(550, EnhancedStatus(5, 7, 1), .relayAccessDenied)
  public static let relayingDeferred = Reply(454, EnhancedStatus(4, 7, 1), .relayAccessDenied)
  public static let accessDenied = Reply(503, EnhancedStatus(5, 7, 0), .accessDenied)
  public static let senderNotOwned = Reply(550, EnhancedStatus(5, 7, 1), .senderNotOwned)

  // Against spam and abuse: RFC 6647 §5, RFC 5321 §7.9, RFC 7372, RFC 7489 §10.3.
  public static let greylisted = Reply(450, EnhancedStatus(4, 7, 1), .greylisted)
  public static let blockListed = Reply(554, EnhancedStatus(5, 7, 1), .blockListed)
  public static let rateExceeded = Reply(450, EnhancedStatus(4, 7, 1), .rateExceeded)
  public static let windowUsedUp = Reply(550, EnhancedStatus(5, 7, 1), .rateExceeded)
  public static let spfFailed = Reply(550, EnhancedStatus(5, 7, 23), .spfFailed)
  public static let dmarcFailed = Reply(550, EnhancedStatus(5, 7, 1), .dmarcFailed)
  public static let contentRejected = Reply(550, EnhancedStatus(5, 7, 1), .contentRejected)

  // STARTTLS: RFC 3207 §4.
  public static let readyForTLS = Reply(220, EnhancedStatus(2, 0, 0), .startTLS)
  public static let tlsUnavailable = Reply(454, EnhancedStatus(4, 7, 0), .tlsUnavailable)
  public static let tlsNotOffered = Reply(502, EnhancedStatus(5, 5, 1), .tlsNotOffered)
  public static let tlsRequired = Reply(530, EnhancedStatus(5, 7, 0), .tlsRequired)
  public static let tlsAlreadyActive = Reply(554, EnhancedStatus(5, 5, 1), .tlsAlreadyActive)

  // AUTH: RFC 4954 §4 and §6, RFC 5248.
  public static let continueAuthentication = Reply(334, nil, .continueAuthentication)
  public static let authenticated = Reply(235, EnhancedStatus(2, 7, 0), .authenticated)
  public static let authFailed = Reply(535, EnhancedStatus(5, 7, 8), .authFailed)
  public static let accountDisabled = Reply(525, EnhancedStatus(5, 7, 13), .accountDisabled)
  public static let authCancelled = Reply(501, EnhancedStatus(5, 7, 0), .authCancelled)
  public static let authAlreadyDone = Reply(503, EnhancedStatus(5, 5, 1), .authAlreadyDone)
  public static let authNotNow = Reply(503, EnhancedStatus(5, 5, 1), .authNotNow)
  public static let authNotOffered = Reply(503, EnhancedStatus(5, 5, 1), .authNotOffered)
  public static let authRequired = Reply(530, EnhancedStatus(5, 7, 0), .authRequired)
  public static let authMechanismUnknown = Reply(
    504, EnhancedStatus(5, 5, 4), .authMechanismUnknown)
}

/// One place that makes words of the closed lists a trace speaks in.

extension Protection {
  var word: String { self == .unknown ? "not known" : rawValue }
}

extension ConnectionFailure {
  /// What the client's user would be told.
  var sentence: String {
    switch self {
    case .egressDropped: "an egress rule dropped the packets until the client gave up"
    case .egressRejected: "an egress rule refused the connection at once"
    case .noListener: "nothing listens on the port"
    case .serverDown: "the server does not answer"
    case .noAddress: "the client has no address"
    }
  }

  var isBlocked: Bool { self == .egressDropped || self == .egressRejected }
}

extension ConnectionEnd {
  var sentence: String {
    switch self {
    case .quit: "the client said goodbye"
    case .closedByServer: "the server closed the connection"
    case .closedByClient: "the client closed the connection"
    case .timedOut: "the other end was silent for too long"
    case .lost: "the connection broke"
    }
  }
}

extension NameOutcome {
  var sentence: String {
    switch self {
    case .found: "its mail exchangers are known"
    case .implicit: "it has no MX record, so its own address takes the mail"
    case .nullMX: "it takes no mail (null MX)"
    case .noSuchDomain: "there is no such domain"
    case .serverFailure: "the name service does not answer"
    case .loopsBack: "its mail exchanger is the asking server, which does not hold it"
    case .noAddress: "its mail exchangers have no address"
    }
  }
}

extension CertificateStanding {
  var words: String {
    switch self {
    case .valid: "valid certificate"
    case .wrongName: "certificate names another host"
    case .expired: "certificate has expired"
    case .selfSigned: "self-signed certificate"
    }
  }
}

extension DeliveryFailure {
  var sentence: String {
    switch self {
    case .reply(let reply): "the next server answered \(reply)"
    case .connection(let failure): failure.sentence
    case .connectionLost: "the connection broke"
    case .name(let outcome): outcome.sentence
    case .security(let reason): "the rule for this hop asks for more: \(reason.phrase)"
    case .expired: "it has waited for too long"
    case .loop: "it went round in circles"
    case .mailboxUnknown: "there is no such mailbox"
    case .mailboxFull: "the mailbox is full"
    }
  }

  /// The status a notice gives (RFC 3463, RFC 7505 §4.1).
  var status: EnhancedStatus {
    switch self {
    case .reply(let reply):
      reply.enhanced ?? EnhancedStatus(reply.code < 500 ? 4 : 5, 0, 0)
    case .connection: EnhancedStatus(4, 4, 1)
    case .connectionLost: EnhancedStatus(4, 4, 2)
    case .name(.nullMX): EnhancedStatus(5, 1, 10)
    case .name(.noSuchDomain): EnhancedStatus(5, 1, 2)
    case .name(.serverFailure): EnhancedStatus(4, 4, 3)
    case .name(.loopsBack): EnhancedStatus(5, 4, 6)
    case .name: EnhancedStatus(5, 4, 4)
    case .security: EnhancedStatus(5, 7, 10)
    case .expired: EnhancedStatus(4, 4, 7)
    case .loop: EnhancedStatus(5, 4, 6)
    case .mailboxUnknown: EnhancedStatus(5, 1, 1)
    case .mailboxFull: EnhancedStatus(5, 2, 2)
    }
  }
}

extension AccessReply.Refusal {
  var sentence: String {
    switch self {
    case .badCredentials: "the password is wrong"
    case .mailboxLocked: "another session has the mailbox"
    case .loginTooSoon: "the last login was too short a time ago (LOGIN-DELAY)"
    case .plaintextDisabled: "no password is taken in the clear"
    case .noSuchMessage: "there is no such message"
    case .badSequence: "the command is not possible now"
    case .unavailable: "the mailbox is not available"
    case .accountDisabled: "the account is disabled"
    }
  }
}

extension EndToEndProtection {
  var name: String? {
    switch self {
    case .none: nil
    case .openPGP: "OpenPGP"
    case .sMIME: "S/MIME"
    }
  }
}

extension RelayVerdict {
  /// `accept` as a statement: `accepts`.
  var verb: String {
    switch self {
    case .accept: "takes"
    case .refuse: "refuses"
    case .defer: "refuses for now"
    }
  }
}

extension ReasonCode {
  /// Why, in half a sentence: "… because the client is inside".
  var because: String {
    switch self {
    case .insideSender: "the sending machine is inside"
    case .insideRecipient: "the recipient is inside"
    case .window: "this address read mail recently"
    case .authenticated: "the client has logged in"
    case .senderDomain: "the addresses claim to be inside"
    case .anyone: "the policy takes anything"
    case .policyPermits: "a rule of the policy permits it"
    case .bothOutside: "sender and recipient are outside"
    case .windowExpired: "the last login from this address is too long ago"
    case .routingTrick: "the recipient's address asks for a detour"
    case .userUnknown: "there is no such mailbox"
    case .senderNotOwned: "the sender's address is not the login's own"
    case .policyRefuses: "a rule of the policy refuses it"
    case .greylisted: "strangers have to come back later"
    case .blockListed: "the client's address is on a block list"
    case .rateLimit: "the client has sent too much in too short a time"
    case .accountDisabled: "the login is disabled, since it sent too much"
    case .windowCap: "the roaming window has been used up"
    case .senderNotAuthorised: "the sender's domain does not answer for this client"
    case .contentFilter: "a filter takes the message for spam"
    case .limit: "a limit of the server is reached"
    }
  }
}

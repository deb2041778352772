/// Attacks by those who send.
extension AttackKind {
  var senderEntry: AttackEntry {
    switch self {
    case .openRelayScan:
      AttackEntry(
        title: "A search for open relays",
        steps: "Tries every form of a recipient elsewhere, from every kind of sender, and waits "
          + "for the mail to arrive there.",
        needs: [], success: "a message that leaves for a remote destination",
        metric: "forms accepted of forms tried", stoppedBy: [.relayPolicy])
    case .spoofedSender:
      AttackEntry(
        title: "A pretended sender",
        steps: "Writes an inside address in MAIL FROM and in the From field, to somebody outside "
          + "and to somebody inside.",
        needs: [], success: "a message that arrives under an inside name",
        metric: "share delivered; honest forwarded mail lost to the defence",
        stoppedBy: [.relayPolicy, .senderAuthentication])
    case .natRider:
      AttackEntry(
        title: "A rider behind the same NAT",
        steps: "Waits for a colleague's login to open the shared address, and relays through it.",
        needs: [[.sameAddress]], success: "a message taken for a remote destination",
        metric: "chance of a try within a window, messages sent",
        stoppedBy: [.smtpAuth, .windowCap, .shorterWindow])
    case .addressReuse:
      AttackEntry(
        title: "The next holder of an address",
        steps: "Is lent the address a roamer leaves behind, and uses what is left of the window.",
        needs: [[.nextLease]], success: "a message taken for a remote destination",
        metric: "chance of coming in time, minutes left",
        stoppedBy: [.leaseHold, .closeOnLogout, .smtpAuth])
    case .smuggling:
      AttackEntry(
        title: "A message within a message",
        steps: "Hides an odd end of data and a second envelope in the content; one server passes "
          + "it on unchanged, the next takes it for the end.",
        needs: [[.account]], success: "two messages out of one",
        metric: "extra messages, for each pair of servers", stoppedBy: [.strictLineEnds])
    case .backscatter:
      AttackEntry(
        title: "Bounces that hit the innocent",
        steps: "Sends spam to unknown users of many servers under the name of a victim, who gets "
          + "the notices of failure.",
        needs: [], success: "a notice in the victim's mailbox",
        metric: "notices, out of the messages sent", stoppedBy: [.refuseUnknown])
    case .harvest:
      AttackEntry(
        title: "A harvest of addresses",
        steps: "Tries names at RCPT: 250 against 550 tells which exist.", needs: [],
        success: "a name learned", metric: "names an hour, sessions needed",
        stoppedBy: [.errorLimit, .rateLimit, .greylisting])
    case .campusBot:
      AttackEntry(
        title: "An infected machine inside",
        steps: "Sends spam straight to the exchangers of its victims, and through the server of "
          + "its own site.",
        needs: [[.ownHost]], success: "a message that leaves the site",
        metric: "messages out past the server and through it, time to detection",
        stoppedBy: [.egressRule, .smtpAuth, .rateLimit])
    case .stolenAccount:
      AttackEntry(
        title: "A stolen account",
        steps: "Logs in with somebody's password and sends spam.", needs: [[.account]],
        success: "a message taken for a remote destination",
        metric: "messages until somebody notices", stoppedBy: [.rateLimit])
    case .snowshoe:
      AttackEntry(
        title: "Spam from many addresses",
        steps: "Spreads a volume over so many addresses that none of them is noticed.", needs: [],
        success: "spam delivered with no address listed",
        metric: "volume delivered, addresses needed",
        stoppedBy: [.blockList, .contentFilter])
    case .slowloris:
      AttackEntry(
        title: "Connections held open",
        steps: "Opens connections and says a word just before each time-out.", needs: [],
        success: "an honest client turned away with 421",
        metric: "share of honest connections turned away, delay of their mail",
        stoppedBy: [.idleTimeout, .connectionLimit])
    case .mailLoop:
      AttackEntry(
        title: "Mail that goes round in circles",
        steps: "Lets two forwarding addresses point at each other, or one at two of them.",
        needs: [[.account]], success: "a queue or a mailbox that is full",
        metric: "transfers until the refusal, time until it is full",
        stoppedBy: [.hopLimit, .quota])
    case .replay:
      AttackEntry(
        title: "A signed message sent again",
        steps: "Sends a message with a valid DKIM signature again, to many new recipients.",
        needs: [[.account]], success: "a copy delivered with a valid signature",
        metric: "copies until the signature expires", stoppedBy: [.signatureExpiry, .rateLimit])
    case .greylistBypass:
      AttackEntry(
        title: "Spam that comes back",
        steps: "Keeps address and envelope and tries again when the greylist lets it.", needs: [],
        success: "a message accepted at the second try",
        metric: "share that comes back and is not yet listed", stoppedBy: [.blockList])
    case .blockListEvasion:
      AttackEntry(
        title: "Always a new address",
        steps: "Changes the address as soon as the old one is listed.", needs: [],
        success: "a message accepted from an address not yet listed",
        metric: "spam for each address", stoppedBy: [.blockList])
    case .windowForgery:
      AttackEntry(
        title: "A forged line in the log",
        steps: "Has the server log a text that looks like a successful login from his address; "
          + "a daemon that reads the log opens the window for him.",
        needs: [[.writeLog]], success: "a window open for an address nobody logged in from",
        metric: "yes or no, for each way of finding logins", stoppedBy: [.windowFromServer])
    default: preconditionFailure("\(rawValue) is no attack of a sender")
    }
  }
}

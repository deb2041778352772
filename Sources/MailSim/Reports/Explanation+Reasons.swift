/// The pages on relay decisions.
extension ReasonCode {
  var explanation: Explanation {
    let page = page
    return Explanation(
      code: rawValue, summary: page.summary, when: page.when, sign: page.sign, remedy: page.remedy,
      source: page.source, scenario: scenario, example: page.example)
  }

  private var scenario: String {
    switch self {
    case .insideSender, .insideRecipient, .bothOutside: "figure-2-relay"
    case .window, .windowExpired: "t08-roaming-window"
    case .authenticated: "t19-hotel-blocks-port-25"
    case .senderDomain, .routingTrick: "t12-open-relay"
    case .policyPermits, .policyRefuses: "policy-inline"
    case .anyone, .userUnknown, .senderNotOwned, .limit: "reasons-refusals"
    case .greylisted: "a20-greylist-bypass"
    case .blockListed: "a20-greylist-bypass-stopped"
    case .rateLimit: "a15-stolen-account-slowed"
    case .accountDisabled: "a15-stolen-account-stopped"
    case .windowCap: "a03-nat-rider-stopped"
    case .senderNotAuthorised: "a02-spoofed-sender-stopped"
    case .contentFilter: "a16-snowshoe-stopped"
    }
  }

  typealias Page = (
    summary: String, when: String, sign: String, remedy: String, source: String, example: String
  )

  private var page: Page {
    switch self {
    case .insideSender: Self.insideSenderPage
    case .insideRecipient: Self.insideRecipientPage
    case .window: Self.windowPage
    case .authenticated: Self.authenticatedPage
    case .senderDomain: Self.senderDomainPage
    case .anyone: Self.anyonePage
    case .policyPermits: Self.policyPermitsPage
    case .policyRefuses: Self.policyRefusesPage
    case .bothOutside: Self.bothOutsidePage
    case .windowExpired: Self.windowExpiredPage
    case .routingTrick: Self.routingTrickPage
    case .userUnknown: Self.userUnknownPage
    case .senderNotOwned: Self.senderNotOwnedPage
    case .greylisted: Self.greylistPage
    case .blockListed: Self.blockListPage
    case .rateLimit: Self.rateLimitPage
    case .accountDisabled: Self.accountDisabledPage
    case .windowCap: Self.windowCapPage
    case .senderNotAuthorised: Self.senderCheckPage
    case .contentFilter: Self.contentFilterPage
    case .limit: Self.limitPage
    }
  }

  private static func why(_ scenario: String, _ arguments: String) -> String {
    "mailsim why Scenarios/\(scenario).yaml \(arguments)"
  }

  // MARK: Accepted

  private static let insideSenderPage: Page = (
    "the sending machine stands inside, so the server takes its mail for anywhere.",
    "The address the connection comes from lies in one of the inside networks. The address in"
      + " MAIL FROM plays no part: anybody can write anything there.",
    "The recipient is answered with 250 2.1.5.",
    "Keep the list of networks short, and watch for machines inside that send far more than a"
      + " person writes: an infected one may relay like any other.",
    "RFC 2505 section 2.1: relay by the address of the peer and the recipient, never by MAIL FROM.",
    why(
      "figure-2-relay",
      "--client 192.0.2.10 --from alice@cs.ait.ac.th --to bob@example.org")
  )

  private static let insideRecipientPage: Page = (
    "the recipient's mailbox is kept here, so the server takes the mail from anybody.",
    "The recipient's domain is one of the server's own, or one it has agreed to pass on, and the"
      + " local part asks for no detour.",
    "The recipient is answered with 250 2.1.5.",
    "Nothing: without this rule nobody could write to the users. Spam comes in this way too; that"
      + " is for filters to decide, not for the relay policy.",
    "RFC 5321 section 3.6.1 and RFC 2505 section 2.1.",
    why(
      "figure-2-relay",
      "--client 203.0.113.9 --from bob@example.org --to alice@cs.ait.ac.th")
  )

  private static let windowPage: Page = (
    "somebody at this address read mail recently, so the address may send for a while.",
    "A POP or IMAP login with the right password came from the same address, and less time has"
      + " passed since than the window lasts.",
    "The recipient is answered with 250 2.1.5. The log knows the address only, not the person.",
    "The window belongs to the address: everybody behind the same NAT shares it, and whoever gets"
      + " the address next inherits the rest. AUTH on port 587 asks the person instead.",
    "RFC 6409 section 3.3 describes the method and its weakness.",
    why(
      "figure-2-relay",
      "--client 203.0.113.9 --from rita@cs.ait.ac.th --to bob@example.org --login-age 14m59s")
  )

  private static let authenticatedPage: Page = (
    "the client has logged in with AUTH, so the server takes its mail for anywhere.",
    "The session's AUTH command succeeded before MAIL.",
    "The recipient is answered with 250 2.1.5; the Received line says ESMTPA or ESMTPSA.",
    "A stolen password sends spam from anywhere: limit the rate of each account, and let a login"
      + " write its own address only.",
    "RFC 4954 section 4, RFC 6409 section 4.3, RFC 3848.",
    why(
      "t19-hotel-blocks-port-25",
      "--client 203.0.113.20 --auth robin --from robin@cs.ait.ac.th --to bob@example.org")
  )

  private static let senderDomainPage: Page = (
    "an address claims to be inside, and the policy believes it.",
    "The policy compares MAIL FROM, or the end of an address as text, with its own domains.",
    "The recipient is answered with 250 2.1.5, to an honest user and to a liar alike.",
    "Do not use such a rule: it is an open relay for everybody who knows the domain's name. Judge"
      + " the machine, the recipient or a login.",
    "RFC 2505 section 2.1.",
    why(
      "t12-open-relay",
      "--server by-address --client 203.0.113.66 --from dean@naive.cs.ait.ac.th --to victim@example.com"
    )
  )

  private static let anyonePage: Page = (
    "the policy takes anything from anybody: an open relay.",
    "A rule permits without looking, or the list of rules ends without an opinion.",
    "Every recipient is answered with 250 2.1.5. Within hours spammers find the server; soon after,"
      + " others refuse its mail.",
    "End the list with a rule that refuses what nobody has permitted.",
    "RFC 2505 section 2.1, RFC 5321 section 7.9.",
    why(
      "reasons-refusals",
      "--server org-mail --client 203.0.113.66 --from x@example.com --to victim@example.net")
  )

  private static let policyPermitsPage: Page = (
    "a rule or a table of the policy permits it, for a reason of its own.",
    "An access table lists the client, its HELO name, the sender or the recipient with OK or RELAY,"
      + " or a word of the lists permits what no other reason here covers.",
    "The recipient is answered with 250 2.1.5.",
    "Look at the line that decided: a table of senders or HELO names believes what anybody can"
      + " type, and opens the relay to whoever types it.",
    "Postfix access(5); RFC 2505 section 2.1.",
    why(
      "policy-inline",
      "--client 198.51.100.40 --from list@example.org --to carol@example.net")
  )

  // MARK: Refused

  private static let bothOutsidePage: Page = (
    "neither the sending machine nor the recipient is inside, and nothing else permits it.",
    "All permitting rules were asked and none had an opinion. The user may well be honest: at a"
      + " hotel, say, before reading mail for the first time.",
    "The recipient is answered with 550 5.7.1; the user's program shows 'Relaying denied'.",
    "Users: read mail first, then send, or set up AUTH on port 587. Administrators: this refusal is"
      + " what keeps the server from being an open relay.",
    "RFC 5321 sections 3.6.2 and 7.9, RFC 2505 section 2.1.",
    why(
      "figure-2-relay",
      "--client 203.0.113.20 --from alice@cs.ait.ac.th --to bob@example.org")
  )

  private static let windowExpiredPage: Page = (
    "the address had a window by reading mail, but it has closed.",
    "The last successful login from this address is exactly as old as the window is long, or older."
      + " A failed login, an open IMAP session or fetching more mail renews nothing.",
    "The recipient is answered with 550 5.7.1, although it worked some minutes before.",
    "Users: check for mail and send again; let the program check more often than the window lasts."
      + " Administrators: a longer window refuses fewer honest users and serves more strangers.",
    "RFC 6409 section 3.3; the edge itself is a choice: open while the age is less than the window.",
    why(
      "figure-2-relay",
      "--client 203.0.113.9 --from rita@cs.ait.ac.th --to bob@example.org --login-age 15m")
  )

  private static let routingTrickPage: Page = (
    "the recipient's address asks the server for a detour, and a stranger may not ask for one.",
    "The local part holds '@', '%' or '!', as in victim%example.com@cs.ait.ac.th, which an old"
      + " server would turn into victim@example.com and pass on.",
    "The recipient is answered with 550 5.7.1, though the domain at its end is a local one.",
    "Keep it so. A server that lets such addresses pass is an open relay by the back door, and"
      + " relay testers try each of the forms.",
    "RFC 2505 section 2.1, RFC 1123 section 5.2.16, RFC 5321 section 3.6.1.",
    why(
      "figure-2-relay",
      "--client 203.0.113.66 --from x@example.com --to victim%example.net@cs.ait.ac.th")
  )

  private static let userUnknownPage: Page = (
    "the domain is kept here, and it has no such mailbox.",
    "The recipient's local part names no mailbox and no forwarding address of the server.",
    "The recipient is answered with 550 5.1.1; the sender's own server writes the notice.",
    "Refuse at RCPT rather than accept and bounce: a bounce goes to MAIL FROM, and with forged mail"
      + " that is an innocent person.",
    "RFC 5321 section 3.3, RFC 3463 (X.1.1), RFC 5248.",
    why(
      "reasons-refusals",
      "--client 198.51.100.9 --from bob@example.org --to nobody@cs.ait.ac.th")
  )

  private static let senderNotOwnedPage: Page = (
    "the client has logged in, but MAIL FROM is not the login's own address.",
    "The policy ties each login to its address, and the session names another one.",
    "The recipient is answered with 550 5.7.1 'Sender address does not belong to the login'.",
    "Users: send with your own address, or ask for the other one to be added to your account."
      + " Administrators: this rule makes a stolen password less useful, and its owner answerable.",
    "RFC 6409 section 6.1.",
    why(
      "reasons-refusals",
      "--client 203.0.113.9 --auth alice --from dean@cs.ait.ac.th --to bob@example.org")
  )

  private static let policyRefusesPage: Page = (
    "a rule or a table of the policy refuses it, for a reason of its own.",
    "An access table lists the client, its HELO name, the sender or the recipient with REJECT or a"
      + " code, a name is no host name, a domain does not exist, or the connection must be"
      + " encrypted first.",
    "The codes are those of the rule: 554 5.7.1 from a table, 504 5.5.2 for half a name, 450 4.1.8"
      + " for an unknown domain, 530 5.7.0 before STARTTLS.",
    "Look at the line that decided; `mailsim why` names it with file and line.",
    "Postfix access(5) and postconf(5); RFC 5321 section 7.9.",
    why(
      "policy-inline",
      "--client 203.0.113.70 --from x@example.com --to alice@cs.ait.ac.th")
  )

  private static let limitPage: Page = (
    "a limit of the server is reached; the relay policy had no objection.",
    "The mailbox is full, the message too big, or there are too many recipients or connections.",
    "A code of its own: 452 4.2.2 for a full mailbox (the sender tries again), 552 5.3.4 for a"
      + " message that is too big (it comes back).",
    "Raise the limit, or let users tidy up; a 4xx gives them time, since the sender keeps the"
      + " message and tries again.",
    "RFC 5321 section 4.5.3.1.10, RFC 1870 section 6.1, RFC 3463 (X.2.2).",
    "mailsim run Scenarios/reasons-refusals.yaml --only decision"
  )
}

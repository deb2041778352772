/// The pages on what servers have against spam and abuse.
extension ReasonCode {
  /// Whether a relay policy gives it; the others come of what stands beside the policy, and no
  /// question about the policy alone is answered by them.
  public var isOfPolicy: Bool {
    switch self {
    case .greylisted, .blockListed, .rateLimit, .accountDisabled, .windowCap, .senderNotAuthorised,
      .contentFilter,
      .limit:
      false
    default: true
    }
  }

  static let greylistPage: Page = (
    "a stranger has written to this recipient for the first time, or comes back too early.",
    "The triplet of the client's network, the reverse-path and the recipient is new, or younger"
      + " than the delay of the greylist. Machines inside, logins and open windows are exempt.",
    "The recipient is answered with 450 4.7.1; honest servers keep the message and try again.",
    "Expect honest mail to be late by one step of its sender's schedule, and mail from senders that"
      + " change addresses by more. Bots that come back pass: add a block list, which by then may"
      + " know them.",
    "RFC 6647 sections 2 and 5.",
    "mailsim attack Scenarios/a20-greylist-bypass.yaml"
  )

  static let blockListPage: Page = (
    "the client's address, or its neighbourhood, is on a block list.",
    "Spam from there was noticed some time ago, and the list has taken the address up. The time"
      + " between the two is what spammers live on.",
    "The recipient is answered with 554 5.7.1.",
    "Who is listed by mistake has to ask the list. A list that reacts faster, or lists networks"
      + " instead of addresses, leaves less time to spammers and hits more neighbours.",
    "RFC 5782 describes how such lists are asked; RFC 6471 how they should be run.",
    "mailsim attack Scenarios/a20-greylist-bypass-stopped.yaml"
  )

  static let rateLimitPage: Page = (
    "the client, or the login, has sent to more recipients than its limit allows in the time.",
    "The count of the current stretch of time is at the limit. The stretch begins with the first"
      + " message and ends after its length; then counting starts anew.",
    "The recipient is answered with 450 4.7.1: an honest sender's mail is only late.",
    "Choose the limit from what people really send. It does not stop a thief, it makes him slow,"
      + " and it shows in the log that there is one.",
    "RFC 2505 section 2.8, RFC 6409 section 6.",
    "mailsim attack Scenarios/a15-stolen-account-slowed.yaml"
  )

  static let accountDisabledPage: Page = (
    "the login has sent to more recipients than it may, and was disabled for it.",
    "A limit that goes by logins and says `then: disable` was reached, by a thief or by the owner:"
      + " the server cannot tell who types the password.",
    "Recipients, AUTH and logins to read mail are refused, AUTH and recipients with 525 5.7.13.",
    "The owner calls the administrator, proves who he is, and gets a new password. Until then his"
      + " own mail is refused too; a limit that only defers is milder and lets a thief go on.",
    "RFC 5248 section 2.4 (X.7.13), RFC 2505 section 2.8.",
    "mailsim run Scenarios/a15-stolen-account-stopped.yaml"
  )

  static let windowCapPage: Page = (
    "the roaming window of this address has been used for as many recipients as it is good for.",
    "Somebody there read mail, and the address has since sent to as many recipients as the server"
      + " allows for one login. The next login opens a fresh window.",
    "The recipient is answered with 550 5.7.1.",
    "Users: read mail again, then send. Administrators: the cap limits what a stranger behind the"
      + " same NAT can do, it does not shut him out; AUTH does.",
    "RFC 6409 section 3.3 on the weakness of such windows.",
    "mailsim attack Scenarios/a03-nat-rider-stopped.yaml"
  )

  static let senderCheckPage: Page = (
    "the domain the mail claims to come from does not answer for this client.",
    "Under SPF the client is not among those the domain of MAIL FROM names. Under DMARC neither SPF"
      + " nor a DKIM signature passes for the domain of the From field, and that domain asks to"
      + " reject such mail.",
    "550 5.7.23 to the recipient (SPF), or 550 5.7.1 after the dot (DMARC).",
    "Forwarders break SPF and lists break signatures: let honest forwarders rewrite MAIL FROM, and"
      + " sign your mail, before you ask others to reject.",
    "RFC 7208 section 8.4, RFC 7489 sections 6.6.2 and 10.3, RFC 7372.",
    "mailsim attack Scenarios/a02-spoofed-sender-stopped.yaml"
  )

  static let contentFilterPage: Page = (
    "a content filter takes the message for spam.",
    "MailSim does not read messages: the filter is known by two rates, and its word is drawn. With"
      + " the hit rate it recognises spam, with the rate of false alarms it errs about honest mail.",
    "550 5.7.1 after the dot; or the message lies in the junk folder.",
    "Where little of the mail is spam, most alarms are false: weigh the two rates with the share of"
      + " spam. A refusal tells the sender, a junk folder does not.",
    "RFC 5321 section 7.9 on refusing mail by policy.",
    "mailsim attack Scenarios/a16-snowshoe-stopped.yaml"
  )
}

/// Logins: by AUTH to send, by POP3 and IMAP to read; here roaming windows open.
extension MailServer {
  /// AUTH of SMTP.
  mutating func logIn<Sink>(
    _ credentials: Credentials, _ session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) -> Reply {
    guard let account = credentials.account, credentials.secretIsRight, accounts.has(account)
    else {
      mail.note(.loginFailed(session.serial, credentials.account), on: &session)
      return .authFailed
    }
    if isDisabled(account) {
      mail.note(.loginFailed(session.serial, account), on: &session)
      return .accountDisabled
    }
    mail.note(.loginSucceeded(session.serial, account), on: &session)
    return .authenticated
  }

  /// PASS of POP3, LOGIN of IMAP: a right password opens the roaming window of the client's address,
  /// even if the mailbox is busy; a login that comes too soon is turned away before the password is
  /// looked at.
  mutating func logInToRead<Sink>(
    _ credentials: Credentials, _ session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) -> AccessReply {
    guard let account = credentials.account, let mailbox = accounts.mailbox(of: account) else {
      return refuse(credentials.account, .badCredentials, &session, &mail)
    }
    let isPOP = session.service.accessProtocol == .pop3
    if isPOP, let last = store.lastPOPLogin(to: mailbox), mail.now - last < settings.loginDelay {
      return refuse(account, .loginTooSoon, &session, &mail)
    }
    guard credentials.secretIsRight else {
      return refuse(account, .badCredentials, &session, &mail)
    }
    if isDisabled(account) { return refuse(account, .accountDisabled, &session, &mail) }
    mail.note(.loginSucceeded(session.serial, account), on: &session)
    openWindow(&session, &mail)
    // One session at a time has the maildrop (RFC 1939 §4).
    if isPOP, !store.lock(mailbox, at: mail.now) { return .refused(.mailboxLocked) }
    session.mailbox = mailbox
    mail.outbox.append(.happened(.loggedIn(session: session.carrier)), from: row)
    return .loggedIn
  }

  private mutating func refuse<Sink>(
    _ account: AccountID?, _ why: AccessReply.Refusal, _ session: inout ServerSession,
    _ mail: inout MailTables<Sink>
  ) -> AccessReply {
    mail.note(.loginFailed(session.serial, account), on: &session)
    return .refused(why)
  }

  // MARK: Windows

  private mutating func openWindow<Sink>(
    _ session: inout ServerSession, _ mail: inout MailTables<Sink>
  ) {
    windows.login(from: session.client, at: mail.now)
    mail.note(.windowOpened(at: host, for: session.client, session.serial), on: &session)
  }

  /// Whoever reads logins off the log by a pattern may believe a line that a client made up.
  mutating func believeLog<Sink>(_ session: inout ServerSession, _ mail: inout MailTables<Sink>) {
    guard settings.windowLog == .pattern else { return }
    openWindow(&session, &mail)
    mail.outbox.append(.happened(.windowForged(session: session.carrier)), from: row)
  }

  /// A server that closes windows early does so when their user leaves.
  mutating func closeWindow<Sink>(_ session: ServerSession, _ mail: inout MailTables<Sink>) {
    guard settings.defences.closesOnLogout, session.mailbox != nil else { return }
    windows.close(for: session.client, at: mail.now)
  }
}

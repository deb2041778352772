/// The words a report uses for the rows of a trace.
extension Trace {
  var timeFormatter: TimeFormatter { TimeFormatter(startSeconds: header.startSeconds) }

  func name(_ host: HostID) -> String { cast.hosts[host].name }
  func name(_ person: PersonID) -> String { cast.people[person].name }
  func name(_ site: SiteID) -> String { cast.sites[site].title }
  func address(_ mailbox: MailboxID) -> String { cast.mailboxes[mailbox].description }

  /// A path as it stands in an envelope; nil is the null reverse-path.
  func path(_ mailbox: MailboxID?) -> String { "<\(mailbox.map(address) ?? "")>" }

  /// Messages are counted from 1 in what people read.
  func name(_ message: MessageID) -> String { "message \(message.index + 1)" }

  /// The person at the client's end, or the machine where nobody sits.
  func clientName(_ connection: ConnectionID) -> String {
    connections[connection].person.map(name) ?? name(connections[connection].client)
  }

  /// A rule with its place: `permit_roaming_window, campus.yaml:6`.
  func describe(_ rule: RuleRef) -> String {
    let row = cast.rules[rule]
    return row.position.map { "\(row.name), \($0)" } ?? row.name
  }

  /// What decided: the rule, or for a limit the server that has it.
  func decider(_ decision: Decision) -> String {
    decision.reason == .limit
      ? "a limit of \(name(decision.server)), not its relay policy" : describe(decision.rule)
  }

  /// A rule with its place, short where the scenario's file is known from the header: `permit_roaming_window, line 6`.
  func describeShortly(_ rule: RuleRef) -> String {
    let text = describe(rule)
    guard !header.file.isEmpty else { return text }
    return text.replacing(", \(header.file):", with: ", line ")
  }

  /// Who writes a message: its author, else the server that made it, else whose address it carries.
  func writer(of message: MessageID) -> String {
    let row = messages[message]
    if let author = row.author { return name(author) }
    if let copy = copies.first(where: { $0.message == message && $0.parent == nil }) {
      return copy.connection.map(clientName) ?? name(copy.host)
    }
    return row.from.map(address) ?? "mailer-daemon"
  }

  /// The person an account stands for: accounts are numbered as people are.
  func name(_ account: AccountID?) -> String {
    guard let account, Int(account.index) < cast.people.count else { return "an unknown user" }
    return cast.people[Int(account.index)].name
  }
}

extension TraceEvent {
  /// The connection it happened on.
  var connection: ConnectionID? {
    switch self {
    case .opening(let id), .openFailed(let id, _), .opened(let id), .smtpCommand(let id, _),
      .smtpReply(let id, _, _), .accessCommand(let id, _), .accessReply(let id, _),
      .tlsEstablished(let id, _, _), .tlsFailed(let id), .protection(let id, _, _),
      .closed(let id, _), .decided(let id, _, _, _, _, _), .loginSucceeded(let id, _),
      .loginFailed(let id, _), .windowOpened(_, _, let id):
      id
    case .fetched(_, _, let id): id
    default: nil
    }
  }

  /// The copy it is about.
  var copy: CopyID? {
    switch self {
    case .accepted(let id), .stored(let id, _), .removed(let id, _), .deferred(let id, _, _, _),
      .relayed(let id, _, _), .delivered(let id, _), .forwarded(let id, _, _),
      .bounced(let id, _, _, _), .delayWarned(let id, _, _), .fetched(let id, _, _):
      id
    default: nil
    }
  }
}

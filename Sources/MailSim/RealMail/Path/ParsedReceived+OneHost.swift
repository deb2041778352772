extension ParsedReceived {
  /// Whether both ends of the line are one host, so that nothing crossed a network.
  ///
  /// An address the server saw counts; a name said in EHLO does not, `localhost` least of all.
  var isOnOneHost: Bool {
    // Nobody but the machine itself reaches a socket on a loopback address: what such a line
    // names as its client was forwarded to it (amavis by XFORWARD).
    if by?.address?.isLoopback == true { return true }
    if isOneExchangeServer || isInternalChannel || isPostfixItself { return true }
    guard let address = from?.address else {
      // `from localhost (localhost) by …`: Sendmail's own notices.
      return isLocalHandover || from?.reverseName.map(HostNames.isLocal) == true
    }
    guard address.isLoopback else { return address == by?.address && hasOneName }
    return showsTheConnection || !hasTwoNames
  }

  /// Whether a program on the machine (amavis) names a client from elsewhere.
  var namesForwardedClient: Bool {
    guard by?.address?.isLoopback == true, let address = from?.address else { return false }
    return !address.isLoopback
  }

  /// `from X by X with mapi`: a mailbox and the transport of one Exchange server.
  private var isOneExchangeServer: Bool {
    with?.channel == .proprietary && with?.text.lowercased() == "mapi" && hasOneName
  }

  /// `from process-daemon.X by X`: a channel of one Messaging Server.
  private var isInternalChannel: Bool {
    guard dialect == .messagingServer, from?.address == nil, let name = from?.hello,
      let server = by?.name, name.hasPrefix("process-"), let dot = name.firstIndex(of: ".")
    else { return false }
    return HostNames.areOneHost(String(name[name.index(after: dot)...]), server)
  }

  /// `by X (Postfix) id Y`: a notice, or mail that a forwarding address sends on (post_mail.c,
  /// forward.c); what came over a connection says from whom.
  private var isPostfixItself: Bool {
    dialect == .postfix && from == nil && with == nil && by?.name != nil
  }

  /// Whether the address is the one the connection came from. Exchange writes ::1 between two
  /// servers of its cloud.
  private var showsTheConnection: Bool {
    switch from?.form {
    case .helloThenLookup, .nameThenLiteral, .heloEquals, .addressAlone:
      dialect != .exchange && dialect != .microsoftSMTP
    default: isLocalHandover
    }
  }

  private var hasOneName: Bool { HostNames.areOneHost(from?.hello, by?.name) }

  /// Two different hosts by their full names.
  private var hasTwoNames: Bool {
    guard let client = from?.reverseName ?? from?.hello, let server = by?.name else { return false }
    return !HostNames.areOneHost(client, server) && !HostNames.isLocal(client)
      && HostNames.organisation(of: client) != nil && HostNames.organisation(of: server) != nil
  }
}

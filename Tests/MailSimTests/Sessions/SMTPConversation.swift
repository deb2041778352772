@testable import MailSim

/// A client and a server session talking to each other, with every write taken down.
struct SMTPConversation {
  var client: SMTPClientSession
  var server: SMTPOwner
  var recipients: [String]
  var version = TLSVersion.tls13
  var certificate = CertificateStanding.valid

  /// What the client wrote, one word a line; `TLS` is a handshake.
  private(set) var lines: [String] = []
  private(set) var results: [RecipientResult] = []
  /// From the first packet on: the connection takes one, the banner comes with the next.
  private(set) var roundTrips = 2
  private(set) var end: SMTPClientStep?

  init(
    _ options: SMTPClientOptions, _ rules: SMTPServiceRules = SMTPServiceRules(),
    to recipients: [String] = ["somchai@cs.ait.ac.th"]
  ) {
    client = SMTPClientSession(options: options, recipients: recipients.count)
    server = SMTPOwner(SMTPServerSession(rules: rules, isEncrypted: options.start == .implicit))
    self.recipients = recipients
  }

  /// Talks until the transaction is over or the client gives up.
  mutating func talk() {
    if client.options.start == .implicit {
      roundTrips += Int(version.roundTrips)
      lines.append("TLS")
      let step = client.handshakeFinished(certificate, isGenuine: true)
      guard step == .wait else {
        end = step
        return
      }
    }
    var step = hear(server.open())
    while end == nil {
      switch step {
      case .send(let line): step = write([command(line)])
      case .sendEnvelope:
        let rows = recipients.indices.map { command(.rcpt(UInt32($0))) }
        step = write([command(.mail)] + rows + [command(.data)])
      case .startHandshake:
        roundTrips += Int(version.roundTrips)
        lines.append("TLS")
        server.session.handshakeFinished()
        step = client.handshakeFinished(certificate, isGenuine: true)
      case .wait: preconditionFailure("nothing is to come")
      case .transactionDone, .close, .abandon: end = step
      }
    }
  }

  private mutating func write(_ commands: [SMTPCommand]) -> SMTPClientStep {
    roundTrips += 1
    lines.append(commands.map(Self.word).joined(separator: "+"))
    var step = SMTPClientStep.wait
    // The server answers all of a group before the client acts.
    let replies = commands.map { command in
      let reply = server.hear(command)
      return (reply, server.offers)
    }
    for (reply, offers) in replies { step = hear(reply, offers) }
    return step
  }

  private mutating func hear(_ reply: Reply, _ offers: SMTPExtensions? = nil) -> SMTPClientStep {
    let (step, result) = client.receive(reply, offering: offers)
    if let result { results.append(result) }
    return step
  }

  private mutating func command(_ line: SMTPClientStep.Command) -> SMTPCommand {
    switch line {
    case .ehlo: .ehlo
    case .helo: .helo
    case .startTLS: .startTLS
    case .auth: .auth(.plain, Credentials(account: AccountID(index: 0), secretIsRight: true))
    case .authResponse: .authResponse(.plain)
    case .mail: .mail(from: nil, size: nil)
    case .rcpt(let row): .rcpt(to: server.number(of: recipients[Int(row)]))
    case .data: .data
    case .message: .endOfData(octets: 1_000)
    case .rset: .rset
    case .quit: .quit
    }
  }

  private static func word(_ command: SMTPCommand) -> String {
    switch command {
    case .ehlo: "EHLO"
    case .helo: "HELO"
    case .startTLS: "STARTTLS"
    case .auth: "AUTH"
    case .mail: "MAIL"
    case .rcpt: "RCPT"
    case .data: "DATA"
    case .endOfData: "message"
    case .rset: "RSET"
    default: "\(command)"
    }
  }
}

/// A dialogue an attacker leads with a server: lines in order, each waiting for its reply.
struct AttackDialogue: Sendable {
  /// Whom it calls.
  enum Place: Sendable {
    case server(ServerRow)
    /// The exchangers of a mail domain, best first.
    case exchanger(Domain)
  }

  enum Command: Sendable {
    case hello
    case login(PersonID)
    case mail(Mailbox?)
    case rcpt(Mailbox)
    /// A command whose address is none to this server.
    case malformed(SMTPCommand.Malformation)
    case data
    /// The message and its end.
    case dot
    case noop
    case quit
  }

  /// What the message says that the envelope does not.
  struct Content: Sendable {
    /// The From field.
    var author: Mailbox?
    var subject = "You have won"
    var octets: UInt32 = 4_000
    /// A signature that was made for this content before.
    var signature: DKIMSignature?
    var smuggled: Smuggled?
  }

  /// The try it belongs to.
  let number: UInt32
  let machine: MachineRow
  /// The address it shows; nil: that of its machine.
  var address: IPAddress?
  let place: Place
  var service = Service.smtp
  var commands: [Command] = []
  /// Before each line after the first.
  var pause = Delay.zero
  var stopsAtRefusal = true
  /// MAIL carries a text that looks like a login in a log.
  var forgesLogin = false
  var content = Content()

  init(number: UInt32, machine: MachineRow, place: Place) {
    self.number = number
    self.machine = machine
    self.place = place
  }
}

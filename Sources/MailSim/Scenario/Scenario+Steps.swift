extension Scenario {
  /// Something that happens at a stated time, with what is expected of it.
  public struct Step: Sendable {
    public var at: Instant
    /// A random delay on top of `at`, drawn anew in every run.
    public var jitter: Distribution?
    public var title: String
    public var action: Action
    public var expectations: [Expectation] = []
    public var position: SourcePosition

    public init(at: Instant, title: String, action: Action, position: SourcePosition) {
      self.at = at
      self.title = title
      self.action = action
      self.position = position
    }

    public enum Action: Sendable {
      case mail(Mail)
      case login(Login)
      case move(machine: MachineRow, to: SiteID, address: IPAddress?)
      case dialogue(Dialogue)
    }
  }

  /// One message to send.
  public struct Mail: Sendable {
    public enum Route: Sendable, Hashable {
      /// To the server of the person's submission settings.
      case asConfigured
      /// To this server on this service.
      case server(ServerRow, Service)
      /// Straight to the recipient's mail exchanger, port 25.
      case direct
    }

    public var person: PersonID
    public var recipients: [Mailbox]
    public var subject = ""
    public var octets: UInt32 = 2_000
    public var endToEnd: EndToEndProtection
    /// The reverse-path; `.own` is the person's address.
    public var reversePath: ReversePath = .own
    /// The From field, where it differs from the person's address.
    public var from: Mailbox?
    public var route: Route = .asConfigured
    /// What to say in EHLO; nil: the machine's name.
    public var helloName: String?

    public init(person: PersonID, recipients: [Mailbox], endToEnd: EndToEndProtection = .none) {
      self.person = person
      self.recipients = recipients
      self.endToEnd = endToEnd
    }
  }

  public enum ReversePath: Sendable, Hashable {
    case own
    case null
    case stated(Mailbox)
  }

  /// One check for mail.
  public struct Login: Sendable {
    public var person: PersonID
    /// nil: the home server.
    public var server: ServerRow?
    /// nil: as the person's retrieval settings say.
    public var service: Service?
    public var passwordIsRight = true

    public init(person: PersonID) {
      self.person = person
    }
  }

  /// SMTP typed by hand: lines as they go over the wire, each waiting for its reply.
  public struct Dialogue: Sendable {
    public var machine: MachineRow
    public var server: ServerRow
    public var service: Service
    public var lines: [TypedLine]

    public struct TypedLine: Sendable {
      public var text: String
      /// The reply expected, such as `503 5.5.1`; nil: any.
      public var reply: ExpectedReply?
      public var position: SourcePosition

      public init(text: String, reply: ExpectedReply? = nil, position: SourcePosition) {
        self.text = text
        self.reply = reply
        self.position = position
      }
    }

    public init(machine: MachineRow, server: ServerRow, service: Service, lines: [TypedLine]) {
      self.machine = machine
      self.server = server
      self.service = service
      self.lines = lines
    }
  }

  /// Mail that comes by itself, without a line for each message.
  public struct Traffic: Sendable {
    public var name: String
    public var people: [PersonID]
    public var recipients: [Mailbox]
    /// Time from one message of a person to the next.
    public var interval: Distribution
    /// Time from the start to each person's first message; nil: like any other interval.
    public var first: Distribution?
    /// The chance that a person takes part at all, drawn once in every run.
    public var active = 1.0
    public var octets: MessageSize
    public var from: Instant = .start
    public var until: Instant?
    /// Messages of each person, at most.
    public var limit: Int?
    public var reversePath: ReversePath = .own
    public var route: Mail.Route = .asConfigured
    /// Where its interval is stated; nil for traffic built in code.
    public var position: SourcePosition?

    public init(name: String, people: [PersonID], recipients: [Mailbox], interval: Distribution) {
      self.name = name
      self.people = people
      self.recipients = recipients
      self.interval = interval
      octets = .fixed(2_000)
    }
  }

  /// Octets of a message: fixed, or between two bounds.
  public enum MessageSize: Sendable {
    case fixed(UInt32)
    case uniform(UInt32, UInt32)
  }
}

/// One thing about a delivery that could have been different.
public enum FactChange: Hashable, Sendable {
  /// Somebody at the client's address reads mail just before.
  case readMailFirst
  /// The window of the client's address has run out, or never opened.
  case noWindow
  /// The client logs in with AUTH.
  case logIn(RelayFacts.Login)
  case noLogin
  case sendFrom(IPAddress, inside: Bool)
  case writeTo(Mailbox, inside: Bool)
  /// The recipient's address without its detour.
  case dropDetour(Mailbox)
  case askDetour(Mailbox)
  case recipientExists(Bool)
  /// The login's own address, or one of ours, in MAIL FROM.
  case sendAs(Mailbox, isOwn: Bool)

  /// How small a change it is: what the sender can do at once comes before what others must do.
  var size: Int {
    switch self {
    case .readMailFirst, .noWindow, .dropDetour: 1
    case .sendAs(_, let isOwn): isOwn ? 1 : 5
    case .logIn, .noLogin: 2
    case .recipientExists: 3
    case .sendFrom: 4
    case .writeTo: 5
    case .askDetour: 6
    }
  }

  func apply(to facts: inout RelayFacts, under settings: RelaySettings) {
    switch self {
    case .readMailFirst: facts.client.window = .open(sinceLogin: .zero)
    case .noWindow: facts.client.window = .expired(sinceLogin: settings.window)
    case .logIn(let login): facts.client.login = login
    case .noLogin: facts.client.login = nil
    case .sendFrom(let address, _):
      facts.client.address = address
      // The window belongs to the address that was left.
      facts.client.window = .none
    case .writeTo(let mailbox, _), .dropDetour(let mailbox), .askDetour(let mailbox):
      facts.forwardPath = mailbox
      facts.recipientIsUnknown = false
    case .recipientExists(let exists): facts.recipientIsUnknown = !exists
    case .sendAs(let mailbox, _): facts.reversePath = mailbox
    }
  }
}

extension FactChange {
  /// The change after "would be accepted" or "would be refused".
  func words(for facts: RelayFacts, under settings: RelaySettings) -> String {
    switch self {
    case .readMailFirst:
      "within \(settings.window.spoken) of a POP or IMAP login from \(facts.client.address)"
        + facts.client.window.history
    case .noWindow:
      "\(settings.window.spoken) or more after the last POP or IMAP login from"
        + " \(facts.client.address)\(facts.client.window.history)"
    case .logIn(let login): "after a login by AUTH as \(login.mailbox?.description ?? login.name)"
    case .noLogin: "without the login by AUTH"
    case .sendFrom(let address, let inside):
      "from a machine \(inside ? "inside" : "outside"), such as \(address)"
    case .writeTo(let mailbox, let inside):
      "to a recipient \(inside ? "inside" : "outside"), such as \(mailbox)"
    case .dropDetour(let mailbox): "without the detour in the recipient's address, to \(mailbox)"
    case .askDetour(let mailbox): "with a detour in the recipient's address, such as \(mailbox)"
    case .recipientExists(let exists):
      "if \(facts.forwardPath) \(exists ? "had a mailbox" : "had no mailbox") here"
    case .sendAs(let mailbox, let isOwn):
      isOwn
        ? "with the login's own address \(mailbox) in MAIL FROM"
        : "with \(mailbox) in MAIL FROM"
    }
  }
}

extension RelayFacts.WindowState {
  /// What is known of the last login, to go on after a statement.
  fileprivate var history: String {
    switch self {
    case .none: ""
    case .open(let age), .expired(let age): "; the last login was \(age.spoken) ago"
    }
  }
}

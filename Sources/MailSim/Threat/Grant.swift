/// What an attacker has been given: without it the attack cannot take its next step.
public enum Grant: String, Hashable, Sendable, CaseIterable, Codable, BitwiseCopyable {
  /// Reads what passes between two places.
  case tap
  /// Reads it, and may also drop or change it.
  case modify
  /// Answers a server's questions to the name service before the right answer comes.
  case answerNames = "answer-dns"
  /// Has a machine of somebody else's under its control.
  case ownHost = "own-host"
  /// Sits behind the same address translation as a person.
  case sameAddress = "same-nat"
  /// Gets the next lease of an address a person leaves behind.
  case nextLease = "next-lease"
  /// Reads the disk of a mail server.
  case ownGateway = "own-gateway"
  /// Knows the password of a person's account.
  case account
  /// Writes lines into the log of a server, by what it sends.
  case writeLog = "write-log"

  /// In a sentence.
  public var meaning: String {
    switch self {
    case .tap: "Reads what passes between two sites, or on the line of one site."
    case .modify: "Reads what passes there, and may drop or change it."
    case .answerNames: "May answer a server's DNS questions before the right answer comes."
    case .ownHost: "Controls a machine that belongs to somebody else."
    case .sameAddress: "Shares the public address of a person, behind the same NAT."
    case .nextLease: "Is lent the address a person leaves behind."
    case .ownGateway: "Reads the spool and the mailboxes of a mail server."
    case .account: "Knows the password of a person's account."
    case .writeLog: "Can make a server write a line of his into its log."
    }
  }
}

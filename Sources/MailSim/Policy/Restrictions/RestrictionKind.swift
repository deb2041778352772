/// A kind of restriction: all there is to say of one word of a restriction list (postconf(5)).
///
/// Each is declared in one file of `Kinds/` and named in `RestrictionKind.all`. What it looks at is
/// part of the declaration, since proofs cut their classes by it: it must be the whole of it.
public struct RestrictionKind: Sendable {
  /// The word in a list.
  public let word: String
  /// How older versions spelt it.
  let oldWords: [String]
  /// What stands behind the word.
  let argument: Argument
  /// Whether only a scenario knows the word, and no server.
  let isOurs: Bool
  /// What it says of the facts.
  let test: Test
  /// What it looks at.
  let parts: FactParts
  /// What its table is asked for, if it has one.
  let subject: TableSubject?
  /// Why a recipient is taken or refused by it.
  let reason: Reason
  /// In a few words, as a picture's row has it.
  let meaning: @Sendable (Restriction) -> String
  /// How a server is told, where it has no such word.
  let export: RestrictionExport
  /// What it asks that nobody here can answer; nil where the facts hold the answer.
  let outside: String?

  enum Argument: Hashable, Sendable {
    case none
    /// A lookup table.
    case table
    /// A table that this parameter of main.cf names.
    case parameter(String)
    /// A word of its own, such as the name of a DNS list.
    case word
    /// The restriction that follows.
    case restriction
  }

  /// What follows from a question or an opinion.
  enum Test: Sendable {
    case permitIf(FactQuestion)
    case rejectIf(FactQuestion, with: Refusal)
    case rejectUnless(FactQuestion, with: Refusal)
    case opinion(
      @Sendable (Restriction, RelayFacts, RestrictionPolicy) -> RestrictionOpinion)
  }

  enum Refusal: Hashable, Sendable, BitwiseCopyable {
    case reply(Reply)
    /// The policy's own word to whom it does not relay for (`relay_domains_reject_code`).
    case relay
  }

  enum Reason: Hashable, Sendable, BitwiseCopyable {
    case fixed(ReasonCode)
    /// Nobody is inside; the facts say what came nearest.
    case relay
    /// The policy's own affair.
    case policy
  }

  init(
    _ word: String, oldWords: [String] = [], argument: Argument = .none, isOurs: Bool = false,
    _ test: Test, parts: FactParts = [], subject: TableSubject? = nil, reason: Reason = .policy,
    meaning: String, export: RestrictionExport = .word, outside: String? = nil
  ) {
    self.init(
      word, oldWords: oldWords, argument: argument, isOurs: isOurs, test, parts: parts,
      subject: subject, reason: reason, export: export, outside: outside
    ) { _ in meaning }
  }

  init(
    _ word: String, oldWords: [String] = [], argument: Argument = .none, isOurs: Bool = false,
    _ test: Test, parts: FactParts = [], subject: TableSubject? = nil, reason: Reason = .policy,
    export: RestrictionExport = .word, outside: String? = nil,
    meaning: @escaping @Sendable (Restriction) -> String
  ) {
    self.word = word
    self.oldWords = oldWords
    self.argument = argument
    self.isOurs = isOurs
    self.test = test
    self.parts = parts.union(test.question?.parts ?? []).union(subject?.parts ?? [])
    self.subject = subject
    self.reason = reason
    self.export = export
    self.outside = outside
    self.meaning = meaning
  }
}

extension RestrictionKind.Test {
  var question: FactQuestion? {
    switch self {
    case .permitIf(let question), .rejectIf(let question, _), .rejectUnless(let question, _):
      question
    case .opinion: nil
    }
  }
}

/// A kind is told by its word; there is one declaration of each.
extension RestrictionKind: Hashable {
  public static func == (a: RestrictionKind, b: RestrictionKind) -> Bool { a.word == b.word }

  public func hash(into hasher: inout Hasher) { hasher.combine(word) }
}

extension RestrictionKind {
  /// Every kind whose word may stand in a list.
  static let all: [RestrictionKind] =
    [
      .permit, .reject, .deferAll, .deferIfPermit, .deferIfReject, .warnIfReject,
      .permitNetworks, .permitLogin, .permitWindow, .permitClientCertificate,
      .permitListedCertificate, .permitDestination, .permitSenderDomain, .permitDomainSuffix,
      .rejectUnauthDestination, .deferUnauthDestination, .rejectUnlistedRecipient,
      .rejectUnlistedSender, .rejectNonFQDNHelo, .rejectInvalidHelo, .rejectNonFQDNSender,
      .rejectNonFQDNRecipient, .rejectPlaintext, .rejectForeignSender, .rejectUnknownSenderDomain,
      .rejectUnknownRecipientDomain, .rejectMultiRecipientBounce, .rejectUnauthPipelining,
    ] + access + loginMismatches + askedOutside

  /// By every word there is, old ones included.
  static let byWord: [String: RestrictionKind] = Dictionary(
    all.flatMap { kind in ([kind.word] + kind.oldWords).map { ($0, kind) } },
    uniquingKeysWith: { first, _ in first })
}

/// What a table is asked for.
enum TableSubject: Hashable, Sendable {
  case access(AccessSubject)
  /// Who may send as the sender (`smtpd_sender_login_maps`).
  case owner

  var parts: FactParts {
    switch self {
    case .access(.client): [.address, .clientName]
    case .access(.helo): [.helo]
    case .access(.sender): [.sender]
    case .access(.recipient): [.recipient]
    case .access(.certificate): [.certificate]
    case .owner: [.sender, .login]
    }
  }
}

/// How a restriction is written for a real server.
enum RestrictionExport: Hashable, Sendable {
  /// By its word, with its table if it has one.
  case word
  /// By another word and a table that is made for it.
  case made(String, MadeTable)
  /// By another word, with the owners of addresses as a table.
  case ownLogins(String)

  /// Tables that stand for what a server has no word for.
  enum MadeTable: Hashable, Sendable {
    /// Addresses whose roaming window is open; a daemon fills it.
    case window
    /// Senders that claim a domain of ours.
    case ownSenders
    /// Addresses that end like a domain of ours.
    case suffixes
  }
}

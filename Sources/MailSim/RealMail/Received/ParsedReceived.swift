/// A trace line taken apart: who took the message from whom, how, and when (RFC 5321 §4.4).
///
/// Everything in it is what the server that wrote it claims.
public struct ParsedReceived: Hashable, Sendable {
  /// Whose way of writing it is.
  public internal(set) var dialect = ReceivedDialect.rfc5321
  public internal(set) var from: Peer?
  public internal(set) var by: Server?
  /// What `via` says: a link, a transport inside the server.
  public internal(set) var via: String?
  public internal(set) var with: ReceivedProtocol?
  public internal(set) var id: String?
  /// Addresses after `for`, as written.
  public internal(set) var recipients: [String] = []
  public internal(set) var envelopeFrom: String?
  public internal(set) var date: MailDate?
  public internal(set) var tls: ReceivedTLS?
  public internal(set) var authentication: Authentication?
  /// A program on the machine passed the message on; nothing came over a network.
  public internal(set) var isLocalHandover = false
  /// Comments that say something else.
  public internal(set) var remarks: [String] = []
  /// Words no clause has a use for; empty when the whole line was understood.
  public internal(set) var leftovers: [String] = []

  public init() {}

  /// The client, as the server saw it.
  public struct Peer: Hashable, Sendable {
    /// What it called itself in EHLO or HELO, or a name nobody says the origin of.
    public internal(set) var hello: String?
    /// What its address resolved to, where this software, in this form of line, writes that;
    /// nil where a name may be no more than what was said in EHLO.
    public internal(set) var reverseName: String?
    public internal(set) var address: IPAddress?
    public internal(set) var port: UInt16?
    /// What the client's ident service or local account is called.
    public internal(set) var user: String?
    /// The server looked and found no name for the address.
    public internal(set) var hasNoReverseName = false
    /// The name and the address do not vouch for each other (sendmail).
    public internal(set) var mayBeForged = false
    /// How the clause puts names and address, which tells what each of them is.
    var form = PeerForm.other

    public init() {}

    /// The name to show: checked names first.
    public var name: String? {
      [reverseName, hello, address?.description, user].lazy.compactMap { $0 }.first { !$0.isEmpty }
    }

    var isEmpty: Bool {
      hello == nil && reverseName == nil && address == nil && user == nil && !hasNoReverseName
    }
  }

  /// The server that wrote the line.
  public struct Server: Hashable, Sendable {
    public internal(set) var name: String?
    public internal(set) var address: IPAddress?
    /// What it says it runs, as written: `Postfix`, `Exim 4.97`, `8.18.1/8.18.1`.
    public internal(set) var software: String?

    public init() {}
  }

  public struct Authentication: Hashable, Sendable {
    /// Who logged in; nil when the line says only that somebody did.
    public internal(set) var user: String?
    public internal(set) var mechanism: String?
    /// The words it was read from.
    public internal(set) var clause: String
  }

  /// Whether every word found its place.
  public var isComplete: Bool { leftovers.isEmpty }
}

/// A trace line and what became of reading it. No line is lost: `text` is always there.
public struct ReceivedLine: Sendable {
  /// The field's body on one line, safe to print.
  public let text: String
  /// Where the field begins in the file, counted from 1.
  public let line: Int
  /// `received` or `x-received`.
  public let fieldName: String
  /// nil when the line was not understood.
  public let field: ParsedReceived?

  public init(_ header: HeaderField) {
    text = header.text
    line = header.line
    fieldName = header.name
    field = ReceivedParser.parse(header.bytes[...])
  }

  /// A line whose names were replaced: whose way of writing it is, was seen before.
  init(_ header: HeaderField, dialect: ReceivedDialect?) {
    text = header.text
    line = header.line
    fieldName = header.name
    var field = ReceivedParser.parse(header.bytes[...])
    if let dialect { field?.dialect = dialect }
    self.field = field
  }

  public enum Grade: String, Hashable, Sendable, CaseIterable {
    case understood, partly, notUnderstood = "not understood"
  }

  public var grade: Grade {
    guard let field else { return .notUnderstood }
    return field.isComplete ? .understood : .partly
  }
}

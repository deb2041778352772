/// A reply as an expectation states it: the code, and the enhanced code if that matters.
public struct ExpectedReply: Hashable, Sendable, CustomStringConvertible {
  public var code: UInt16
  public var enhanced: EnhancedStatus?

  public init(code: UInt16, enhanced: EnhancedStatus? = nil) {
    self.code = code
    self.enhanced = enhanced
  }

  public func matches(_ reply: Reply) -> Bool {
    reply.code == code && (enhanced == nil || reply.enhanced == enhanced)
  }

  public var description: String { enhanced.map { "\(code) \($0)" } ?? "\(code)" }
}

extension Scenario {
  /// What should come of one step. Each key of `expect:` is one of these, with its place in the file.
  public struct Expectation: Sendable {
    public var what: What
    /// Only this recipient, where a message has several; nil: every one.
    public var recipient: Mailbox?
    public var position: SourcePosition

    public init(_ what: What, recipient: Mailbox? = nil, position: SourcePosition) {
      self.what = what
      self.recipient = recipient
      self.position = position
    }

    public enum What: Hashable, Sendable {
      /// The first server's verdict on the recipient.
      case relay(RelayVerdict)
      case because(ReasonCode)
      /// The first server's reply to RCPT (or the reply that ended the attempt before it).
      case reply(ExpectedReply)
      /// Protection of each hop from author to reader, in order.
      case hops([Protection])
      /// How the message lay on every disk.
      case stored(Protection)
      case delivered(Bool)
      case deliveredWithin(Delay)
      case bounced(Bool)
      /// A retrieval or AUTH login succeeds.
      case login(Bool)
      /// The connection is made at all: false where an egress rule or an outage prevents it.
      case connects(Bool)
      /// The last server the message reached.
      case reaches(HostID)
    }
  }

  /// Whether an attack should have what it wants by the end of the run.
  public struct AttackExpectation: Sendable {
    public enum Outcome: String, Sendable, CaseIterable { case succeeds, fails }

    public var attack: AttackID
    public var outcome: Outcome
    public var position: SourcePosition

    public init(_ attack: AttackID, _ outcome: Outcome, position: SourcePosition) {
      self.attack = attack
      self.outcome = outcome
      self.position = position
    }
  }

  /// What should hold at the end of the run.
  public struct CountExpectation: Sendable {
    public enum Quantity: String, Sendable, CaseIterable {
      case messages, delivered, bounced, refused, queued
      case accepted = "relay-accepted"
      case denied = "relay-refused"
      case logins
      case failedLogins = "failed-logins"
      case encryptedHops = "encrypted-hops"
      case plaintextHops = "plaintext-hops"
      case unknownHops = "unknown-hops"
      case blockedConnections = "blocked-connections"
    }

    public var quantity: Quantity
    public var range: ClosedRange<Int>
    public var position: SourcePosition

    public init(_ quantity: Quantity, in range: ClosedRange<Int>, position: SourcePosition) {
      self.quantity = quantity
      self.range = range
      self.position = position
    }
  }
}

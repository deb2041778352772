extension Scenario {
  /// How much spam should have come through, and what it should have cost honest mail.
  public struct SpamExpectation: Sendable {
    public enum Quantity: String, Sendable, CaseIterable {
      case delivered = "spam-delivered"
      case junked = "spam-junked"
      case refused = "spam-refused"
      case honestJunked = "honest-junked"
      case honestRefused = "honest-refused"
      case noticed = "attacks-noticed"

      /// What is counted.
      public var meaning: String {
        switch self {
        case .delivered: "Attackers' messages put into mailboxes, junk folders not counted."
        case .junked: "Attackers' messages put into junk folders."
        case .refused: "Attackers' commands that servers refused or deferred."
        case .honestJunked: "Honest messages put into junk folders."
        case .honestRefused: "Recipients and messages of honest clients that were refused."
        case .noticed: "Attacks that show in a log."
        }
      }
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

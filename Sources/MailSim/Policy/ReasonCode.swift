/// Why a server took or refused a recipient: a closed list, so that reports, lessons and
/// expectations speak of the same thing. `mailsim explain CODE` has a page on each.
public enum ReasonCode: String, Hashable, Sendable, CaseIterable, Codable, BitwiseCopyable {
  case insideSender = "REL-INSIDE-SENDER"
  case insideRecipient = "REL-INSIDE-RCPT"
  case window = "REL-WINDOW"
  case authenticated = "REL-AUTH"
  case senderDomain = "REL-SENDER-DOMAIN"
  case anyone = "REL-ANYONE"
  /// Another rule or table of the policy permits it.
  case policyPermits = "REL-POLICY"
  case bothOutside = "REF-BOTH-OUTSIDE"
  case windowExpired = "REF-WINDOW-EXPIRED"
  case routingTrick = "REF-ROUTING-TRICK"
  case userUnknown = "REF-USER-UNKNOWN"
  case senderNotOwned = "REF-SENDER-NOT-OWNED"
  /// Another rule or table of the policy refuses it.
  case policyRefuses = "REF-POLICY"
  case greylisted = "REF-GREYLIST"
  case blockListed = "REF-BLOCK-LIST"
  case rateLimit = "REF-RATE-LIMIT"
  /// The login has sent more than it may, and was disabled for it.
  case accountDisabled = "REF-ACCOUNT-DISABLED"
  case windowCap = "REF-WINDOW-CAP"
  case senderNotAuthorised = "REF-SENDER-CHECK"
  case contentFilter = "REF-CONTENT"
  /// A server's own limit, not its relay policy: full mailbox, too many recipients, size.
  case limit = "REF-LIMIT"

  /// Whether it is a reason to take mail.
  var isAcceptance: Bool { rawValue.utf8.starts(with: "REL-".utf8) }
}

/// The moments of a session at which a server with restriction lists may speak.
public enum RestrictionMoment: Hashable, Sendable, CaseIterable {
  case connect, hello, mail, recipient, data

  /// How much of the session is known then.
  var known: RestrictionStage {
    switch self {
    case .connect: .client
    case .hello: .helo
    case .mail: .sender
    case .recipient: .recipient
    case .data: .data
    }
  }
}

extension Restriction {
  /// The first list at which what it asks for is known.
  var needs: RestrictionStage {
    switch test {
    case .rejectNonFQDNHelo, .rejectInvalidHelo, .access(.helo, _): .helo
    case .rejectNonFQDNSender, .rejectLoginMismatch, .permitSenderDomain, .rejectForeignSender,
      .rejectUnknownDomain(.sender), .rejectUnlistedSender, .access(.sender, _):
      .sender
    case .permitDestination, .rejectUnauthDestination, .deferUnauthDestination,
      .rejectUnlistedRecipient, .rejectNonFQDNRecipient, .rejectUnknownDomain(.recipient),
      .access(.recipient, _):
      .relay
    default: .client
    }
  }
}

/// Whether a listener on a connection could read what passed.
public enum Protection: String, Hashable, Sendable, CaseIterable, Codable, BitwiseCopyable {
  case encrypted
  case plaintext
  /// A connection that nobody in the scenario controls, or a line that does not say.
  case unknown
}

/// What the author did to the content, for the recipient alone to undo.
///
/// It hides the body. Envelope, header fields, size and time stay readable on every gateway.
public enum EndToEndProtection: String, Hashable, Sendable, CaseIterable, Codable, BitwiseCopyable {
  case none
  case openPGP = "openpgp"  // RFC 9580
  case sMIME = "smime"  // RFC 8551

  /// How the content looks to whoever reads the disk it is stored on.
  public var atRest: Protection { self == .none ? .plaintext : .encrypted }
}

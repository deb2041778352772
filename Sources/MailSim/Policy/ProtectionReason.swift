/// Why a connection is encrypted, in the clear, or not known: a closed list.
public enum ProtectionReason: String, Hashable, Sendable, CaseIterable, Codable, BitwiseCopyable {
  case startTLS = "starttls"
  case implicitTLS = "implicit-tls"
  case tlsNotWanted = "tls-not-wanted"
  case tlsNotOffered = "tls-not-offered"
  case tlsRefused = "tls-refused"
  case handshakeFailed = "handshake-failed"
  case noClientCertificate = "no-client-certificate"
  case certificateNotTrusted = "certificate-not-trusted"
  case certificateNameMismatch = "certificate-name-mismatch"
  case certificateExpired = "certificate-expired"
  case portWithoutTLS = "port-without-tls"
  case beyondTheModel = "beyond-the-model"
  /// A trace line or a log of a real message says that TLS was used; not how it began.
  case reportedTLS = "reported-tls"
  /// A trace line or a log that would mention TLS does not.
  case reportedPlaintext = "reported-plaintext"

  /// Whether the connection is encrypted for this reason.
  public var isEncrypted: Bool {
    self == .startTLS || self == .implicitTLS || self == .reportedTLS
  }
}

extension ProtectionReason {
  /// A short phrase for a picture: what stands under the lock.
  public var phrase: String {
    switch self {
    case .startTLS: "STARTTLS"
    case .implicitTLS: "implicit TLS"
    case .tlsNotWanted: "TLS not wanted"
    case .tlsNotOffered: "no TLS offered"
    case .tlsRefused: "TLS refused"
    case .handshakeFailed: "handshake failed"
    case .noClientCertificate: "no user certificate"
    case .certificateNotTrusted: "certificate not trusted"
    case .certificateNameMismatch: "certificate names another"
    case .certificateExpired: "certificate expired"
    case .portWithoutTLS: "port without TLS"
    case .beyondTheModel: "not known"
    case .reportedTLS: "TLS, as reported"
    case .reportedPlaintext: "no TLS reported"
    }
  }

  /// One sentence that explains it.
  public var sentence: String {
    switch self {
    case .startTLS: "The client upgraded the connection with STARTTLS before it sent anything."
    case .implicitTLS: "The port speaks TLS from the first octet."
    case .tlsNotWanted: "The client is set up not to encrypt."
    case .tlsNotOffered: "The server did not offer STARTTLS."
    case .tlsRefused: "The server offered STARTTLS and then refused to start it."
    case .handshakeFailed: "The TLS handshake failed."
    case .noClientCertificate: "The user's program has no certificate, so it does not encrypt."
    case .certificateNotTrusted: "Nobody the client trusts vouches for the server's certificate."
    case .certificateNameMismatch: "The server's certificate names another host."
    case .certificateExpired: "The server's certificate has expired."
    case .portWithoutTLS: "The service on this port knows no TLS."
    case .beyondTheModel: "Nobody in the scenario controls this connection."
    case .reportedTLS: "The server that took the message wrote down that TLS was used."
    case .reportedPlaintext:
      "The server that took the message writes down when TLS is used, and did not."
    }
  }
}

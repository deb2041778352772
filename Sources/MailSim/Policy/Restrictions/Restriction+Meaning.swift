extension Restriction {
  /// The restriction in a few words, as a picture's row has it.
  public var meaning: String {
    switch test {
    case .permit: "anybody"
    case .reject: "nobody"
    case .defer, .deferIfPermit, .deferIfReject: "not now"
    case .permitNetworks: "client machine is inside"
    case .permitLogin: "client is logged in"
    case .permitWindow: "mail was read from its address"
    case .permitClientCertificate, .permitListedCertificate: "client has a certificate"
    case .permitDestination: "recipient is inside"
    case .rejectUnauthDestination, .deferUnauthDestination: "recipient is outside"
    case .rejectUnlistedRecipient: "no such mailbox here"
    case .rejectUnlistedSender: "no such sender here"
    case .rejectNonFQDNHelo, .rejectInvalidHelo: "HELO is no host name"
    case .rejectNonFQDNSender, .rejectNonFQDNRecipient: "address without a full domain"
    case .rejectPlaintext: "connection in the clear"
    case .rejectLoginMismatch, .rejectForeignSender: "MAIL FROM is not the login's"
    case .permitSenderDomain: "MAIL FROM claims inside"
    case .rejectUnknownDomain: "domain is not in the DNS"
    case .access(let subject, _): "\(subject.word) is in a table"
    case .list: "the class \(name)"
    case .warnOnly: "a refusal is only logged"
    case .noEffect: "no bearing here"
    case .unknown(let source, _): "asks \(source)"
    }
  }
}

extension AccessSubject {
  fileprivate var word: String {
    switch self {
    case .client: "client"
    case .helo: "HELO"
    case .sender: "sender"
    case .recipient: "recipient"
    case .certificate: "certificate"
    }
  }
}

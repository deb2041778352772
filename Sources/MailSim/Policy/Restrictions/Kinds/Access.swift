/// `check_*_access`: what a table says of a part of the question (access(5)).
extension RestrictionKind {
  static let access = AccessSubject.allCases.map { checkAccess($0) }

  static func checkAccess(_ subject: AccessSubject) -> RestrictionKind {
    RestrictionKind(
      subject.restriction, argument: .table,
      .opinion { restriction, facts, policy in
        guard let table = restriction.table else { return .goOn }
        return .lookedUp(policy.access(subject, table, facts))
      }, subject: .access(subject), meaning: "\(subject.word) is in a table")
  }
}

extension AccessSubject {
  var restriction: String {
    switch self {
    case .client: "check_client_access"
    case .helo: "check_helo_access"
    case .sender: "check_sender_access"
    case .recipient: "check_recipient_access"
    case .certificate: "check_ccert_access"
    }
  }

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

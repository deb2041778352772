/// What one restriction says of some facts.
public enum RestrictionOpinion: Hashable, Sendable {
  case permit
  case goOn
  case reject(Reply)
  /// It hangs on something unknown, which may do these; a refusal would be this reply.
  case depends(String, Set<Restriction.Effect>, Reply)
}

extension RestrictionPolicy {
  /// The opinion of a restriction that needs no list of its own.
  func opinion(of restriction: Restriction, on facts: RelayFacts) -> RestrictionOpinion {
    let client = facts.client
    switch restriction.test {
    case .permit: return .permit
    case .reject: return .reject(Self.denied)
    case .defer: return .reject(Reply(450, EnhancedStatus(4, 3, 2), .accessDenied))
    case .permitNetworks: return permitNetworks(client.address)
    case .permitLogin: return offersLogin && client.login != nil ? .permit : .goOn
    case .permitWindow: return client.window.isOpen ? .permit : .goOn
    case .permitClientCertificate: return client.certificate != nil ? .permit : .goOn
    case .permitListedCertificate(let table): return permitCertificate(client.certificate, table)
    case .permitDestination:
      return destinations.accepts(facts.forwardPath).opinion(yes: .permit, no: .goOn, may: .permit)
    case .rejectUnauthDestination, .deferUnauthDestination:
      let isHard = restriction.test == .rejectUnauthDestination
      let reply = isHard ? relayRefusal : .relayingDeferred
      return destinations.accepts(facts.forwardPath).opinion(
        yes: .goOn, no: .reject(reply), may: .reject, reply)
    case .rejectUnlistedRecipient:
      return facts.recipientIsUnknown ? .reject(.userUnknown) : .goOn
    case .rejectNonFQDNHelo: return needsFullName(client.helloName, .heloRejected)
    case .rejectInvalidHelo: return invalidHelo(client.helloName)
    case .rejectNonFQDNSender: return needsFullName(facts.reversePath?.domain.text, .senderRejected)
    case .rejectNonFQDNRecipient:
      return needsFullName(facts.forwardPath.domain.text, .recipientRejected)
    case .rejectPlaintext:
      return client.isEncrypted
        ? .goOn : .reject(Reply(450, EnhancedStatus(4, 7, 1), .encryptionTooWeak))
    case .rejectLoginMismatch(let scope, let table): return mismatch(facts, scope, table)
    case .permitSenderDomain:
      let sender = facts.reversePath
      guard let sender, !sender.hasRoutingTricks else { return .goOn }
      return destinations.isOurs(sender.domain).opinion(yes: .permit, no: .goOn, may: .permit)
    case .rejectForeignSender:
      return facts.claimsForeignSender ? .reject(.senderNotOwned) : .goOn
    case .rejectUnknownDomain(let side): return unknownDomain(side, facts)
    case .rejectUnlistedSender:
      return unlistedSender(facts.reversePath)
    case .unknown(let source, let may):
      return .depends(source, may, Self.denied)
    case .access, .list, .warnOnly, .noEffect, .deferIfPermit, .deferIfReject: return .goOn
    }
  }

  private static let denied = Reply(554, EnhancedStatus(5, 7, 1), .accessDenied)

  /// Whether the address is one of `mynetworks`.
  func permitNetworks(_ address: IPAddress) -> RestrictionOpinion {
    if networks.contains(where: { $0.contains(address) }) { return .permit }
    for table in networkTables {
      switch table.look(up: address) {
      case .found, .oneOf: return .permit
      case .unknown: return .depends(table.name, [.permit, .goOn], Self.denied)
      case .notFound: continue
      }
    }
    return .goOn
  }

  private func permitCertificate(_ certificate: String?, _ table: LookupTable) -> RestrictionOpinion
  {
    guard let certificate else { return .goOn }
    switch table.look(up: certificate) {
    case .found, .oneOf: return .permit
    case .notFound: return .goOn
    case .unknown: return .depends(table.name, [.permit, .goOn], Self.denied)
    }
  }

  private func needsFullName(_ name: String?, _ wording: Reply.Wording) -> RestrictionOpinion {
    guard let name, !name.hasPrefix("["), !name.contains(".") else { return .goOn }
    return .reject(Reply(504, EnhancedStatus(5, 5, 2), wording))
  }

  private func invalidHelo(_ name: String?) -> RestrictionOpinion {
    guard let name, Domain(name) == nil else { return .goOn }
    return .reject(Reply(501, EnhancedStatus(5, 5, 2), .heloRejected))
  }

  /// Domains of our own, literals and the null reverse-path are not asked for.
  private func unknownDomain(
    _ side: Restriction.EnvelopeSide, _ facts: RelayFacts
  ) -> RestrictionOpinion {
    let isSender = side == .sender
    let domain =
      isSender ? facts.reversePath?.domain : destinations.resolve(facts.forwardPath).domain
    guard let domain, domain.literalAddress == nil, destinations.isOurs(domain) != .yes else {
      return .goOn
    }
    let missing = Reply(450, EnhancedStatus(4, 1, isSender ? 8 : 2), .domainNotFound)
    switch isSender ? facts.senderDomain : facts.recipientDomain {
    case .exists: return .goOn
    case .missing, .failing: return .reject(missing)
    case .nullMX:
      return .reject(
        isSender ? Reply(550, EnhancedStatus(5, 7, 27), .nullMXSender) : .nullMXRecipient)
    case nil:
      return .depends(
        "the DNS (\(isSender ? "sender" : "recipient") domain)", [.reject, .goOn], missing)
    }
  }

  /// Which senders of our own domains exist is a matter of the user tables, which are not read.
  private func unlistedSender(_ sender: Mailbox?) -> RestrictionOpinion {
    guard let sender, destinations.isOurs(sender.domain) != .no else { return .goOn }
    return .depends(
      "the list of users", [.reject, .goOn], Reply(550, EnhancedStatus(5, 1, 0), .senderRejected))
  }

  private func mismatch(
    _ facts: RelayFacts, _ scope: Restriction.MismatchScope, _ table: LookupTable?
  ) -> RestrictionOpinion {
    // Where no login is offered, smtpd passes these over.
    guard offersLogin, let sender = facts.reversePath else { return .goOn }
    let login = facts.client.login
    switch (scope, login) {
    case (.authenticated, nil), (.unauthenticated, .some): return .goOn
    default: break
    }
    let refusal = RestrictionOpinion.reject(
      Reply(553, EnhancedStatus(5, 7, 1), .senderNotOwned))
    guard let table else {
      // Without smtpd_sender_login_maps nobody owns an address.
      return login != nil && scope != .known ? refusal : .goOn
    }
    switch owners(of: sender, in: table) {
    case .unknown:
      return .depends(
        table.name, [.reject, .goOn], Reply(553, EnhancedStatus(5, 7, 1), .senderNotOwned))
    case .notFound: return login != nil && scope != .known ? refusal : .goOn
    case .oneOf(let entries):
      return .depends(
        "\(table.name) (\(entries.count) values)", [.reject, .goOn],
        Reply(553, EnhancedStatus(5, 7, 1), .senderNotOwned))
    case .found(let entry):
      let owners = entry.value.split { $0 == "," || $0.isWhitespace }.map { $0.lowercased() }
      return login.map { owners.contains($0.name.lowercased()) } == true ? .goOn : refusal
    }
  }
}

extension MatchList.Answer {
  fileprivate func opinion(
    yes: RestrictionOpinion, no: RestrictionOpinion, may effect: Restriction.Effect,
    _ reply: Reply = .relayingDenied
  ) -> RestrictionOpinion {
    switch self {
    case .yes: yes
    case .no: no
    case .unknown(let table): .depends(table, [effect, .goOn], reply)
    }
  }
}

/// What clients want of a connection, read off the scenario.
extension World {
  // MARK: Sending

  /// The encryption a server asks for on the way to a job's target, and how it talks.
  mutating func relayOptions(of row: ServerRow, for job: UInt32) -> SMTPClientOptions {
    let domain = mail.book[mail.jobs[job].domain]
    var options = SMTPClientOptions()
    options.pipelines = servers[row].settings.outbound.usesPipelining
    options.tls =
      mail.jobs[job].avoidsTLS ? .never(.handshakeFailed) : demand(of: row, for: domain, job)
    return options
  }

  /// What a server asks for, after what the domain publishes.
  private mutating func demand(
    of row: ServerRow, for domain: Domain, _ job: UInt32
  ) -> TLSDemand {
    let isMisled = mail.jobs[job].isMisled
    // Records speak for the domain, whatever host a false answer named.
    let source = (isMisled ? deceptions[job]?.genuine : nil) ?? mail.jobs[job].target
    switch servers[row].securityLevel(for: domain) {
    case .none: return .never(.tlsNotWanted)
    case .may: return .opportunistic
    case .encrypt: return .encrypt
    case .verify: return .verify
    case .secure: return .secure
    case .sts:
      let isHidden = isMisled || isPolicyHidden(from: row, at: source)
      let published = isHidden ? nil : servers[source].settings.tls
      return servers[row].policy(of: domain, published: published, by: source, at: now).demand
    case .dane: return servers[source].settings.tls.dane.demand
    }
  }

  /// Fetches every policy that has not run out anew, unless somebody drops the answer: who does so
  /// has to do it for as long as the policy lasts (RFC 8461 §10.2).
  mutating func refreshPolicies(of row: ServerRow) {
    // No policy has to do with another, so their order does not matter.
    for (domain, policy) in servers[row].knownPolicies where now < policy.until {
      guard !isPolicyHidden(from: row, at: policy.source) else { continue }
      let published = servers[policy.source].settings.tls
      servers[row].remember(published, of: domain, by: policy.source, at: now)
    }
    if let pause = servers[row].settings.outbound.policyRefresh {
      events.schedule(WorldEvent(.policyRefresh, row.index), at: now + pause)
    }
  }

  /// How a person's mail program talks to the server it hands mail to.
  mutating func submissionOptions(of id: PersonID, for job: UInt32) -> SMTPClientOptions {
    let submission = people[id].settings.submission
    var options = SMTPClientOptions()
    options.authenticates = submission.authenticates
    options.pipelines = submission.usesPipelining
    if mail.jobs[job].service.isImplicitTLS {
      options.start = .implicit
    } else {
      options.tls =
        mail.jobs[job].avoidsTLS
        ? .never(.handshakeFailed)
        : submission.encryption.demand(hasCertificate: submission.hasCertificate)
    }
    return options
  }

  // MARK: Reading

  /// How a person's mail program reads; nil for somebody without a mailbox.
  mutating func retrievalOptions(of id: PersonID, _ service: Service, passwordIsRight: Bool)
    -> AccessClientOptions?
  {
    guard let language = service.accessProtocol else { return nil }
    let submission = people[id].settings.submission
    let retrieval = people[id].settings.retrieval
    let demand = submission.encryption.demand(hasCertificate: submission.hasCertificate)
    return AccessClientOptions(
      language: language, tls: service.isImplicitTLS ? .opportunistic : demand,
      start: service.isImplicitTLS ? .implicit : .upgrade,
      credentials: Credentials(
        account: AccountID(index: id.index), secretIsRight: passwordIsRight),
      deletes: language == .pop3 && !retrieval.keeps,
      idles: language == .imap && retrieval.idles)
  }
}

extension Scenario.ServerTLS.STSMode {
  /// What a sender asks for that knows the policy (RFC 8461 §5).
  fileprivate var demand: TLSDemand {
    switch self {
    case .none: .opportunistic
    case .testing: .reportOnly
    case .enforce: .secure
    }
  }
}

extension Scenario.ServerTLS.DANE {
  /// What a sender asks for that checks the records (RFC 7672 §2.2).
  fileprivate var demand: TLSDemand {
    switch self {
    case .none: .opportunistic
    case .usable: .dane
    case .unusable: .encrypt
    case .bogus: .refuse
    }
  }
}

extension Scenario.ServerTLS {
  /// Whether STARTTLS or STLS stands among what the server offers.
  var offersUpgrade: Bool {
    switch offer {
    case .yes, .refuses, .broken: true
    case .no, .unknown: false
    }
  }
}

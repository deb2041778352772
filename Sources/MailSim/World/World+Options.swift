/// What the two ends of a connection want and offer, read off the scenario.
extension World {
  // MARK: Sending

  /// The encryption a server asks for on the way to a job's target, and how it talks.
  mutating func relayOptions(of row: ServerRow, for job: UInt32) -> SMTPClientOptions {
    let domain = book[jobs[job].domain]
    var options = SMTPClientOptions()
    options.pipelines = servers[row].settings.outbound.usesPipelining
    options.tls =
      jobs[job].avoidsTLS ? .never(.handshakeFailed) : demand(of: row, for: domain, job)
    return options
  }

  /// What a server asks for on the way to a domain.
  mutating func securityLevel(of row: ServerRow, for domain: Domain)
    -> Scenario.OutboundTLS.SecurityLevel
  {
    servers[row].settings.outbound.exceptions.first { $0.domain == domain }?.level
      ?? servers[row].settings.outbound.level
  }

  private mutating func demand(
    of row: ServerRow, for domain: Domain, _ job: UInt32
  ) -> TLSDemand {
    let isMisled = jobs[job].isMisled
    // Records speak for the domain, whatever host a false answer named.
    let source = (isMisled ? deceptions[job]?.genuine : nil) ?? jobs[job].target
    switch securityLevel(of: row, for: domain) {
    case .none: return .never(.tlsNotWanted)
    case .may: return .opportunistic
    case .encrypt: return .encrypt
    case .verify: return .verify
    case .secure: return .secure
    case .sts:
      let isHidden = isMisled || isPolicyHidden(from: row, at: source)
      return publishedPolicy(of: domain, at: source, askedBy: row, isHidden: isHidden).demand
    case .dane: return servers[source].settings.tls.dane.demand
    }
  }

  /// The MTA-STS policy of a domain: the one remembered, or fetched now (RFC 8461 §3.3, §5.1).
  private mutating func publishedPolicy(
    of domain: Domain, at target: ServerRow, askedBy row: ServerRow, isHidden: Bool
  ) -> Scenario.ServerTLS.STSMode {
    if let known = servers[row].knownPolicies[domain], now < known.until { return known.mode }
    if isHidden { return .none }
    let tls = servers[target].settings.tls
    if tls.sts != .none {
      servers[row].knownPolicies[domain] = KnownPolicy(
        mode: tls.sts, until: now + tls.stsMaxAge, source: target)
    }
    return tls.sts
  }

  /// Fetches every policy that has not run out anew, unless somebody drops the answer: who does so
  /// has to do it for as long as the policy lasts (RFC 8461 §10.2).
  mutating func refreshPolicies(of row: ServerRow) {
    // No policy has to do with another, so their order does not matter.
    for (domain, policy) in servers[row].knownPolicies where now < policy.until {
      guard !isPolicyHidden(from: row, at: policy.source) else { continue }
      let tls = servers[policy.source].settings.tls
      servers[row].knownPolicies[domain] = KnownPolicy(
        mode: tls.sts, until: now + tls.stsMaxAge, source: policy.source)
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
    if jobs[job].service.isImplicitTLS {
      options.start = .implicit
    } else {
      options.tls =
        jobs[job].avoidsTLS
        ? .never(.handshakeFailed)
        : submission.encryption.demand(hasCertificate: submission.hasCertificate)
    }
    return options
  }

  /// The server's half of a new SMTP connection.
  mutating func serverSession(of row: ServerRow, _ service: Service) -> SMTPServerSession {
    var rules = SMTPServiceRules()
    rules.offersTLS = servers[row].offersUpgrade()
    rules.refusesTLS = servers[row].settings.tls.offer == .refuses
    rules.authNeedsTLS = servers[row].settings.tls.offersUpgrade || service.isImplicitTLS
    if service != .smtp {
      rules.requiresAuth = servers[row].settings.submissionRequiresAuth
      rules.requiresTLS = servers[row].settings.submissionRequiresTLS
    }
    rules.maxOctets = servers[row].settings.limits.messageOctets
    rules.maxRecipients = UInt32(clamping: servers[row].settings.limits.recipients)
    rules.softErrorLimit = UInt32(clamping: servers[row].settings.defences.errors.soft)
    rules.hardErrorLimit = UInt32(clamping: servers[row].settings.defences.errors.hard)
    rules.errorPause = servers[row].settings.defences.errors.pause
    return SMTPServerSession(rules: rules, isEncrypted: false)
  }

  // MARK: Retrieval

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

  mutating func accessSession(
    of row: ServerRow, _ language: AccessProtocol
  ) -> AccessServerSession {
    let offersTLS = servers[row].offersUpgrade()
    return AccessServerSession(
      rules: AccessServerSession.Rules(
        language: language, offersTLS: offersTLS,
        requiresTLS: servers[row].settings.accessRequiresTLS),
      isEncrypted: false)
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

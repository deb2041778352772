import Testing

@testable import MailSim

/// What each rule of a sending server makes of each situation on the path (RFC 3207 §6,
/// RFC 7435, RFC 7672, RFC 8461).
@Suite struct TLSDemandTests {
  enum Path: CaseIterable {
    case clean
    /// The peer has no TLS, or somebody took the offer out of its reply.
    case withoutOffer
    /// Somebody in the middle shows a certificate of its own making.
    case interceptor
    /// A false MX with a certificate that is good for its own name.
    case rogueExchanger
  }

  enum Outcome { case plain, encrypted, deferred, read }

  @Test(
    arguments: [
      (TLSDemand.never(.tlsNotWanted), [Outcome.plain, .plain, .read, .read]),
      (.opportunistic, [.encrypted, .plain, .read, .read]),
      (.encrypt, [.encrypted, .deferred, .read, .read]),
      (.verify, [.encrypted, .deferred, .deferred, .read]),
      (.secure, [.encrypted, .deferred, .deferred, .deferred]),
      (.reportOnly, [.encrypted, .plain, .read, .read]),
      (.dane, [.encrypted, .deferred, .deferred, .deferred]),
      (.refuse, [.deferred, .deferred, .deferred, .deferred]),
    ] as [(TLSDemand, [Outcome])])
  func aDemandStopsWhatItCanStop(demand: TLSDemand, outcomes: [Outcome]) {
    #expect(Path.allCases.map { Self.outcome(demand, $0) } == outcomes)
  }

  @Test(
    arguments: [
      (CertificateStanding.wrongName, ProtectionReason.certificateNameMismatch),
      (.expired, .certificateExpired), (.selfSigned, .certificateNotTrusted),
    ] as [(CertificateStanding, ProtectionReason)])
  func whoeverVerifiesSaysWhatIsWrong(
    certificate: CertificateStanding, reason: ProtectionReason
  ) {
    for demand in [TLSDemand.verify, .secure] {
      #expect(
        demand.afterHandshake(certificate, isGenuine: true, over: .upgrade) == .giveUp(reason))
    }
    // DANE trusts the DNS, not authorities: dates and names do not matter (RFC 7672 §3.1.1).
    #expect(
      TLSDemand.dane.afterHandshake(certificate, isGenuine: true, over: .upgrade)
        == .goOn(.startTLS))
  }

  @Test func aRefusedSTARTTLSIsToleratedByThoseWhoTolerateNone() {
    for demand in [TLSDemand.never(.tlsNotWanted), .opportunistic, .reportOnly] {
      #expect(demand.afterRefusal() == .goOn(.tlsRefused))
    }
    for demand in [TLSDemand.encrypt, .verify, .secure, .dane, .refuse] {
      #expect(demand.afterRefusal() == .giveUp(.tlsRefused))
    }
  }

  @Test func encryptionSaysHowItBegan() {
    #expect(
      TLSDemand.opportunistic.afterHandshake(.valid, isGenuine: true, over: .implicit)
        == .goOn(.implicitTLS))
  }

  /// The page asks for a certificate of the user; TLS itself for one of the server.
  @Test(
    arguments: [
      (UserEncryption.clientCertificate, false, TLSDemand.never(.noClientCertificate)),
      (.clientCertificate, true, .opportunistic),
      (.serverCertificate, false, .opportunistic), (.serverCertificate, true, .opportunistic),
      (.both, false, .never(.noClientCertificate)), (.both, true, .opportunistic),
    ] as [(UserEncryption, Bool, TLSDemand)])
  func whatMakesAMailProgramEncrypt(
    rule: UserEncryption, hasCertificate: Bool, demand: TLSDemand
  ) {
    #expect(rule.demand(hasCertificate: hasCertificate) == demand)
  }

  private static func outcome(_ demand: TLSDemand, _ path: Path) -> Outcome {
    let isAttacked = path == .interceptor || path == .rogueExchanger
    switch demand.afterHello(offered: path != .withoutOffer) {
    case .goOn: return isAttacked ? .read : .plain
    case .giveUp: return .deferred
    case .startTLS: break
    }
    let certificate = path == .interceptor ? CertificateStanding.selfSigned : .valid
    switch demand.afterHandshake(certificate, isGenuine: !isAttacked, over: .upgrade) {
    case .giveUp: return .deferred
    case .goOn, .startTLS: return isAttacked ? .read : .encrypted
    }
  }
}

/// A form of trace line in which the software that writes it says when TLS was used, so that
/// silence means there was none.
///
/// What is not on the list proves nothing by silence: many programs never mention TLS, and some
/// that do, do so in one form of their lines only.
struct TLSReportingForm: Sendable {
  let name: String
  /// How it says so, and where that was read.
  let source: String
  let matches: @Sendable (ParsedReceived) -> Bool

  static func of(_ field: ParsedReceived) -> TLSReportingForm? {
    guard field.with?.channel == .smtp, field.by?.name != nil else { return nil }
    return all.first { $0.matches(field) }
  }

  static let all: [TLSReportingForm] = [
    TLSReportingForm(
      name: "Postfix with ESMTP, since 2009",
      source: """
        smtpd.c of 2.3 and later adds S to ESMTP; not to SMTP, where only the optional \
        smtpd_tls_received_header would tell. 2.2 and older never did, and were in use until \
        about 2009.
        """
    ) { field in
      field.dialect == .postfix && field.from?.form == .helloThenLookup
        && field.with?.keyword?.usesEHLO == true && field.year >= 2009
    },
    TLSReportingForm(
      name: "Exim",
      source: """
        Exim specification, received_header_text and $received_protocol: esmtps and smtps, and \
        the cipher in parentheses or after tls
        """
    ) { field in
      field.dialect == .exim && field.by?.software?.lowercased().hasPrefix("exim ") == true
        && [.nameThenLiteral, .heloEquals, .addressAlone].contains(field.from?.form)
    },
    TLSReportingForm(
      name: "Sendmail 8",
      source: """
        Sendmail (O'Reilly), ${tls_version}: the standard Received header has version= and \
        cipher= since 8.11; before it there was no TLS
        """
    ) { field in
      field.dialect == .sendmail && field.with?.keyword != nil
        && field.by?.software?.split(separator: "/").contains { $0.hasPrefix("8.") } == true
        && [.helloThenLookup, .nameThenLiteral].contains(field.from?.form)
    },
    TLSReportingForm(
      name: "OpenSMTPD",
      source: "smtp_session.c: %sSMTP%s%s, with S for TLS, and the cipher in parentheses"
    ) { field in
      field.by?.software == "OpenSMTPD" && field.from?.form == .helloThenLookup
    },
    TLSReportingForm(
      name: "Haraka 2 and later",
      source: "connection.js, received_line: S for TLS after SMTP and ESMTP (RFC 3848)"
    ) { field in
      field.by?.software?.hasPrefix("Haraka") == true
        && field.by?.software?.hasPrefix("Haraka/0") == false
        && field.by?.software?.hasPrefix("Haraka/1") == false
        && [.helloThenLookup, .nameThenLiteral].contains(field.from?.form)
    },
    TLSReportingForm(
      name: "Stalwart",
      source: "session, write_received: ESMTPS, and using … with cipher …"
    ) { field in
      field.by?.software?.hasPrefix("Stalwart") == true && field.from?.address != nil
    },
    TLSReportingForm(
      name: "Oracle, Sun and iPlanet Messaging Server, PMDF, with ESMTP from an address",
      source: """
        PMDF System Manager's Guide, TLS: ESMTPS and ESMTPSA instead of ESMTP and ESMTPA; the \
        servers that came of it write the same
        """
    ) { field in
      field.dialect == .messagingServer && field.with?.keyword?.usesEHLO == true
        && field.from?.address != nil
    },
    TLSReportingForm(
      name: "Gmail from a named client",
      source: """
        lists' archives of 2013 and later: one and the same mx.google.com writes ESMTPS with \
        version= and cipher= for some clients, ESMTP or SMTP for others; Google shows its \
        reader "no encryption" for the latter
        """
    ) { field in
      field.dialect == .gmail && field.by?.name?.lowercased() == "mx.google.com"
        && [.helloThenLookup, .nameThenLiteral].contains(field.from?.form)
    },
    TLSReportingForm(
      name: "Exchange 2007 and later, with Microsoft SMTP Server",
      source: """
        lists' archives: (TLS) since 8.1, (version=TLS1_2, cipher=…) since 15.0, both from \
        servers that write the bare words for other clients
        """
    ) { field in
      field.with?.text.lowercased() == "microsoft smtp server" && field.from?.address != nil
        && (field.id?.prefix { $0 != "." }).flatMap { Int($0) }.map { $0 >= 8 } == true
    },
    TLSReportingForm(
      name: "CommuniGate Pro 5 and later, with ESMTP",
      source: "lists' archives of 2007 to 2025: ESMTPS, ESMTPSA, ESMTPA and ESMTP"
    ) { field in
      field.dialect == .communiGate && field.with?.keyword?.usesEHLO == true
        && field.by?.software?.lowercased().contains("smtp ") == true
        && field.by?.software.flatMap(majorVersion).map { $0 >= 5 } == true
    },
    TLSReportingForm(
      name: "MDaemon 19 and later, with ESMTP",
      source: "lists' archives of 2019 and later: ESMTPS and ESMTPSA"
    ) { field in
      field.dialect == .mdaemon && field.with?.keyword?.usesEHLO == true
        && field.by?.software.flatMap(majorVersion).map { $0 >= 19 } == true
    },
  ]

  /// The first number of a version: 24 of `MDaemon PRO v24.0.1`.
  private static func majorVersion(_ software: String) -> Int? {
    let word = software.split(separator: " ").first { word in
      word.drop { $0 == "v" }.first?.isNumber == true
    }
    return word.flatMap { Int($0.drop { $0 == "v" }.prefix { $0.isNumber }) }
  }
}

extension ParsedReceived {
  /// The year the line was written in; 0 where it has no date.
  fileprivate var year: Int {
    guard let date else { return 0 }
    return CivilDate.date(days: MailDate.day(of: date.seconds)).year
  }
}

extension TransmissionKeyword {
  fileprivate var usesEHLO: Bool { self != .smtp && !isLMTP }
}

/// Whose way of writing trace lines one follows.
public enum ReceivedDialect: String, Hashable, Sendable, CaseIterable {
  case postfix = "Postfix"
  case exim = "Exim"
  case sendmail = "Sendmail"
  case qmail = "qmail"
  case exchange = "Exchange"
  case microsoftSMTP = "Microsoft SMTPSVC"
  case gmail = "Gmail"
  case courier = "Courier"
  case dovecot = "Dovecot"
  case cyrus = "Cyrus"
  case mdaemon = "MDaemon"
  case zimbra = "Zimbra"
  case amavis = "amavis"
  case amazonSES = "Amazon SES"
  case yahoo = "Yahoo"
  case messagingServer = "Messaging Server"
  case openSMTPD = "OpenSMTPD"
  case haraka = "Haraka"
  case communiGate = "CommuniGate"
  case interMail = "InterMail"
  case ironPort = "IronPort"
  case momentum = "Momentum"
  case domino = "Domino"
  case groupWise = "GroupWise"
  case xMail = "XMail"
  case fetchmail = "fetchmail"
  case coremail = "Coremail"
  case sendGrid = "SendGrid"
  case mailgun = "Mailgun"
  case stalwart = "Stalwart"
  case iceWarp = "IceWarp"
  case listServer = "list server"
  /// Another program that names itself.
  case other
  /// By the grammar of RFC 5321 §4.4, from a program that does not say which.
  case rfc5321 = "RFC 5321"

  /// By what stands after `with`, by the program's name where the line has its form, by the
  /// shape of the line. A number in parentheses alone says nothing: many programs write one.
  static func of(_ field: ParsedReceived) -> ReceivedDialect {
    if field.dialect != .rfc5321 { return field.dialect }
    if let words = field.with?.text.lowercased(), let told = told(by: words, field) { return told }
    if let software = field.by?.software?.lowercased(), let named = named(software) {
      return named.isForm(of: field) ? named : .other
    }
    if let remark = field.remarks.lazy.compactMap({ named($0.lowercased()) }).first {
      return remark
    }
    if let shaped = shaped(field) { return shaped }
    return field.by?.software == nil ? .rfc5321 : .other
  }

  /// Whether the program writes lines like this one; true where no more than its name is known.
  private func isForm(of field: ParsedReceived) -> Bool {
    switch self {
    case .postfix:
      field.from == nil || field.from?.form == .helloThenLookup || field.isLocalHandover
    case .sendmail: field.with == nil || field.with?.keyword?.isLMTP == false
    default: true
    }
  }

  /// By the program's own name.
  private static func named(_ software: String) -> ReceivedDialect? {
    if let entry = names.first(where: { software.hasPrefix($0.beginning) }) { return entry.dialect }
    if software.contains("listserv") || software.contains("listmanager") { return .listServer }
    if software.contains("/exim)") || software == "connectmail/exim" { return .exim }
    return isSendmailVersion(software) ? .sendmail : nil
  }

  private static let names: [(beginning: String, dialect: ReceivedDialect)] = [
    ("postfix", .postfix), ("exim", .exim), ("qmail", .qmail), ("qpsmtpd", .qmail),
    ("netqmail", .qmail), ("notqmail", .qmail), ("s/qmail", .qmail), ("qp ", .qmail),
    ("courier", .courier), ("dovecot", .dovecot), ("cyrus", .cyrus), ("mdaemon", .mdaemon),
    ("zimbra", .zimbra), ("amavis", .amavis), ("oracle communications", .messagingServer),
    ("sun java", .messagingServer), ("sun internet", .messagingServer),
    ("iplanet", .messagingServer), ("sun one", .messagingServer), ("pmdf", .messagingServer),
    ("opensmtpd", .openSMTPD), ("haraka", .haraka), ("communigate", .communiGate),
    ("intermail", .interMail), ("ecelerity", .momentum), ("momentum", .momentum),
    ("lotus", .domino), ("ibm domino", .domino), ("hcl domino", .domino), ("domino", .domino),
    ("fetchmail", .fetchmail), ("coremail", .coremail), ("sg)", .sendGrid), ("sg", .sendGrid),
    ("stalwart", .stalwart), ("merak", .iceWarp), ("icewarp", .iceWarp),
    ("visnetic", .iceWarp), ("mailman", .listServer), ("sympa", .listServer),
    ("lyris", .listServer), ("lsmtp", .listServer), ("microsoft exchange", .microsoftSMTP),
    ("sendmail", .sendmail), ("ssmtp", .other),
  ]

  /// Program and configuration: `8.18.1/8.18.1`, `8.14.4/8.14.4/Debian-4.1`,
  /// `AIX5.1/8.11.6p2`, `5.65/1.37`.
  private static func isSendmailVersion(_ software: String) -> Bool {
    let parts = software.split(separator: "/")
    guard parts.count >= 2, !software.contains(" ") else { return false }
    return parts.contains { part in
      let numbers = part.prefix { $0.isNumber || $0 == "." }.split(separator: ".")
      return (numbers.first == "8" || numbers.first == "5") && numbers.count >= 2
    }
  }

  private static func told(by words: String, _ field: ParsedReceived) -> ReceivedDialect? {
    if words.hasPrefix("microsoft smtp server") || words == "mapi" { return .exchange }
    if words.hasPrefix("microsoft smtpsvc") || words.hasPrefix("internet mail service") {
      return .microsoftSMTP
    }
    if words.contains("xmail") { return .xMail }
    if words.contains("groupwise") { return .groupWise }
    if words.hasPrefix("esmtp/tls") || words.hasPrefix("smtp/tls") { return .ironPort }
    if words.hasPrefix("qmail-scanner") || words == "nnfmp" {
      return words == "nnfmp" ? .yahoo : .qmail
    }
    return nil
  }

  /// By the shape of the line or the operator's host names, where no program names itself.
  private static func shaped(_ field: ParsedReceived) -> ReceivedDialect? {
    let host = field.by?.name?.lowercased() ?? ""
    if GoogleNetwork.contains(host) { return .gmail }
    if field.isInsideGoogle { return .gmail }
    if host.hasSuffix(".amazonaws.com") || host.hasSuffix(".amazonses.com") { return .amazonSES }
    if host.hasSuffix(".outlook.com") || host.hasSuffix(".office365.com") { return .exchange }
    if host.hasSuffix(".yahoo.com") { return .yahoo }
    if host.hasSuffix(".mailgun.net") { return .mailgun }
    if isCourierID(field.id) { return .courier }
    if isEximID(field.id) { return .exim }
    if field.tls?.clause.hasPrefix("TLS: ") == true { return .courier }
    guard let peer = field.from, field.with?.keyword == .smtp || field.with?.saysEncrypted == true
    else { return nil }
    // qmail knows the address without brackets and gives no id.
    return peer.address != nil && field.id == nil && field.by?.address == nil
      && (peer.form == .heloWord || peer.form == .nameThenAddress && field.by?.software == nil)
      && field.recipients.isEmpty ? .qmail : nil
  }

  /// Six letters and digits, a process, two more: the Exim message id.
  static func isEximID(_ id: String?) -> Bool {
    guard let id else { return false }
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0].utf8.count == 6
      && (parts[1].utf8.count == 6 && parts[2].utf8.count == 2
        || parts[1].utf8.count == 11 && parts[2].utf8.count == 4)
      && parts.allSatisfy { $0.utf8.allSatisfy { ASCII.isDigit($0) || ASCII.isLetter($0) } }
  }

  /// Three or more groups of hexadecimal digits with dots between.
  private static func isCourierID(_ id: String?) -> Bool {
    guard let parts = id?.split(separator: "."), parts.count == 3 else { return false }
    return parts.allSatisfy { $0.utf8.count >= 8 && $0.utf8.allSatisfy(ASCII.isHexDigit) }
  }
}

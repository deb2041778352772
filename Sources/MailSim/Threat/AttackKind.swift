/// The attacks MailSim knows, numbered as the catalogue numbers them.
///
/// A kind says what an attacker does; what it may do is said by grants, and what stops it is a
/// setting of servers, people and links, never of the attack.
public enum AttackKind: String, Hashable, Sendable, CaseIterable, Codable {
  case openRelayScan = "open-relay-scan"
  case spoofedSender = "spoofed-sender"
  case natRider = "nat-rider"
  case addressReuse = "address-reuse"
  case sniffedPassword = "sniffed-password"
  case tlsStripping = "starttls-stripping"
  case tlsInjection = "starttls-injection"
  case smuggling = "smtp-smuggling"
  case rogueExchanger = "rogue-mx"
  case compromisedGateway = "compromised-gateway"
  case passiveTap = "passive-tap"
  case backscatter = "backscatter"
  case harvest = "directory-harvest"
  case campusBot = "campus-bot"
  case stolenAccount = "stolen-account"
  case snowshoe = "snowshoe"
  case slowloris = "slowloris"
  case mailLoop = "mail-loop"
  case replay = "replay"
  case greylistBypass = "greylist-bypass"
  case blockListEvasion = "block-list-evasion"
  case windowForgery = "window-log-forgery"
  case accessDowngrade = "access-downgrade"

  /// `A1` to `A23`.
  public var number: String {
    "A\((Self.allCases.firstIndex(of: self) ?? 0) + 1)"
  }

  /// By its word or its number, whatever the case of the letters.
  public init?(named name: String) {
    let name = name.lowercased()
    let found = Self.allCases.first { $0.rawValue == name || $0.number.lowercased() == name }
    guard let found else { return nil }
    self = found
  }
}

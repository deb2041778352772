/// A share somebody has measured in the world and published: a setting with a name and a source.
///
/// Only what stands in the publication itself is here, and only as what it is: a number of that
/// year, of that population. A scenario may write the name in place of a number.
public struct PublishedShare: Hashable, Sendable {
  public let name: String
  /// From 0 to 1.
  public let value: Double
  /// Of what it is a share, and when.
  public let meaning: String
  public let source: String

  public static func named(_ name: String) -> PublishedShare? { all.first { $0.name == name } }

  static let names = all.map(\.name)

  public static let all: [PublishedShare] =
    encryption + stripping

  private static let encryption: [PublishedShare] = [
    PublishedShare(
      name: "tls-google-outbound-2014", value: 0.65,
      meaning: "Mail from Gmail to others that was encrypted, June 2014.",
      source: "Google Transparency Report, Safer email, June 2014"),
    PublishedShare(
      name: "tls-google-inbound-2014", value: 0.50,
      meaning: "Mail from others to Gmail that was encrypted, June 2014.",
      source: "Google Transparency Report, Safer email, June 2014"),
    PublishedShare(
      name: "tls-google-2018", value: 0.90,
      meaning: "Mail between Gmail and others that was encrypted, either way, July 2018.",
      source: "Google Transparency Report, Email encryption in transit, July 2018"),
    PublishedShare(
      name: "tls-facebook-hosts-2014", value: 0.76,
      meaning: "MX hosts Facebook sends to that offer STARTTLS, May 2014.",
      source: "Facebook, The Current State of SMTP STARTTLS Deployment, 2014"),
    PublishedShare(
      name: "tls-facebook-mail-2014", value: 0.58,
      meaning: "Notification mail of Facebook that was encrypted, May 2014.",
      source: "Facebook, The Current State of SMTP STARTTLS Deployment, 2014"),
    PublishedShare(
      name: "tls-configured-2015", value: 0.35,
      meaning: "Mail servers of popular domains that configure encryption without a mistake.",
      source: "Durumeric et al., Neither Snow Nor Rain Nor MITM, IMC 2015, abstract"),
  ]

  private static let stripping: [PublishedShare] = [
    ("tunisia", 0.9613, "Tunisia"), ("iraq", 0.2561, "Iraq"),
    ("papua-new-guinea", 0.25, "Papua New Guinea"), ("nepal", 0.2429, "Nepal"),
    ("kenya", 0.2413, "Kenya"),
  ].map { name, value, country in
    PublishedShare(
      name: "stripped-\(name)-2015", value: value,
      meaning: "Mail from \(country) to Gmail whose STARTTLS was taken out, April 2015.",
      source: "Durumeric et al., Neither Snow Nor Rain Nor MITM, IMC 2015")
  }
}

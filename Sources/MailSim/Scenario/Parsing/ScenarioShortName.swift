/// A short name for a setting that is varied often, and the places it stands for.
public struct ScenarioShortName: Sendable {
  public let name: String
  public let meaning: String
  let places: @Sendable (ScenarioDocument) -> [[String]]

  static func named(_ name: String) -> ScenarioShortName? { all.first { $0.name == name } }

  public static let all: [ScenarioShortName] = [
    studied("window", "the roaming window of each server that is ours", ["roaming", "window"]),
    studied("expiry", "how each server that is ours forgets logins", ["roaming", "expiry"]),
    studied("policy", "whom each server that is ours relays for", ["policy"]),
    studied("outbound", "the encryption each server that is ours wants", ["outbound"]),
    studied("schedule", "the tries of each server that is ours", ["queue", "schedule"]),
    studied("workers", "how many messages it processes at a time", ["queue", "workers"]),
    studied("processing", "the time it takes over each message", ["queue", "processing"]),
    studied("slots", "SMTP connections it serves at a time", ["limits", "connections"]),
    everywhere("tls", "what every server offers", "servers", ["tls"]),
    everywhere("pgp", "what all people do to the content", "people", ["end-to-end"]),
    everywhere("rate", "the interval of every traffic", "traffic", ["every"]),
    everywhere("hold", "how long every DHCP range keeps addresses back", "sites", ["dhcp", "hold"])
    {
      $0.value("sites", $1, "dhcp") != nil
    },
    everywhere("poll", "the automatic checks of all who make some", "people", ["read", "every"]) {
      $0.value("people", $1, "read", "every") != nil
    },
    everywhere("failing", "the share of their checks that fails", "people", ["read", "failing"]) {
      $0.value("people", $1, "read", "every") != nil
    },
  ]

  private static func studied(
    _ name: String, _ meaning: String, _ keys: [String]
  ) -> ScenarioShortName {
    ScenarioShortName(name: name, meaning: meaning) { document in
      document.studiedServers.map { ["servers", $0] + keys }
    }
  }

  private static func everywhere(
    _ name: String, _ meaning: String, _ table: String, _ keys: [String],
    where isMeant: @escaping @Sendable (ScenarioDocument, String) -> Bool = { _, _ in true }
  ) -> ScenarioShortName {
    ScenarioShortName(name: name, meaning: meaning) { document in
      document.names(in: table).filter { isMeant(document, $0) }.map { [table, $0] + keys }
    }
  }
}

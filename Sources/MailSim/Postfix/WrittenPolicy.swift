/// Restriction lists written elsewhere than in a main.cf, in the same words.
struct WrittenPolicy {
  typealias ConfigurationLine = (text: String, position: ConfigurationPosition)

  var settings: RelaySettings
  var lists: [RestrictionStage: [ConfigurationLine]] = [:]
  var classes: [(name: String, lines: [ConfigurationLine])] = []
  /// The lines of each table, by its kind and name: `cidr:clients`.
  var tables: [String: [ConfigurationLine]] = [:]
  var delaysRefusals = true

  init(_ settings: RelaySettings) {
    self.settings = settings
  }

  /// Every word there is, for error messages.
  static let words = RestrictionKind.byWord.keys.sorted()

  func policy(named name: String) -> (RestrictionPolicy, [ConfigurationError]) {
    var builder = PolicyBuilder(parameters, directory: "")
    builder.knowsOurWords = true
    builder.declare(tables)
    var policy = builder.policy(named: name)
    policy.networks = settings.insideNetworks
    policy.window = settings.window
    policy.relayRefusal = settings.refusal
    policy.destinations.ownAddresses = settings.ownAddresses
    return (policy, builder.errors)
  }

  private var parameters: MainParameters {
    var parameters = MainParameters()
    func set(_ name: String, _ value: String) {
      parameters.set(name, value, at: ConfigurationPosition(file: "the scenario", line: 0))
    }
    set("compatibility_level", "3.6")
    set("mynetworks", "")
    set("mydestination", settings.localDomains.sorted().map(\.text).joined(separator: ", "))
    set("relay_domains", settings.relayDomains.sorted().map(\.text).joined(separator: ", "))
    set("smtpd_sasl_auth_enable", "yes")
    set("smtpd_delay_reject", delaysRefusals ? "yes" : "no")
    set("smtpd_restriction_classes", classes.map(\.name).joined(separator: " "))
    for stage in RestrictionStage.allCases {
      if let lines = lists[stage], !lines.isEmpty {
        parameters.set(stage.parameter, .init(lines: lines))
      } else {
        set(stage.parameter, "")
      }
    }
    for one in classes { parameters.set(one.name, .init(lines: one.lines)) }
    return parameters
  }
}

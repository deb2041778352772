/// What a site lets out: packet filters between its machines and the rest of the world.
enum Egress {
  enum Outcome: Hashable, Sendable {
    case pass
    case blocked(Scenario.EgressRule.Action)
  }

  /// Judges the first packet of a connection that leaves a site.
  ///
  /// - Parameter client: nil when the client is a machine rather than a server.
  static func judge(
    _ rules: [Scenario.EgressRule], client: ServerRow?, port: UInt16
  ) -> Outcome {
    for rule in rules where rule.ports.contains(port) {
      if let client, rule.except.contains(client) { continue }
      return .blocked(rule.action)
    }
    return .pass
  }
}

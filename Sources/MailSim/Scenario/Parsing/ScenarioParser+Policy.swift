import Yams

/// Relay policies: a preset, restriction lists written in the scenario, or a real configuration.
extension ScenarioParser {
  mutating func readPolicy(_ server: inout Scenario.Server, _ node: Node?) {
    var settings = settings(of: server)
    guard let node, case .mapping = node else {
      let preset = word(node, RelayPreset.self) ?? .csim
      server.policy = placed(preset.policy(settings), at: node)
      return
    }
    guard let fields = fields(node, .policy) else { return }
    let kinds = ["preset", "rules", "postfix"].filter { fields[$0] != nil }
    if kinds.count > 1 {
      report(
        .conflict(
          "one policy is one of \(kinds.joined(separator: " and "))",
          help: "a preset, `rules` written here, or a `postfix` directory"), at: node)
      return
    }
    adjust(&settings, fields, node)
    if let rules = fields["rules"] {
      readRules(&server, rules, fields, settings)
    } else if let directory = fields["postfix"] {
      readPostfix(&server, directory, fields, settings)
    } else {
      refuse(["tables", "classes", "delay-refusals", "unknown"], with: "rules", fields)
      refuse(["service", "window-table"], with: "postfix", fields)
      let preset = word(fields["preset"], RelayPreset.self) ?? .csim
      server.policy = placed(preset.policy(settings), at: node)
    }
  }

  private func settings(of server: Scenario.Server) -> RelaySettings {
    let hasSite = scenario.sites.indices.contains(Int(server.site.index))
    return RelaySettings(
      insideNetworks: hasSite ? scenario.sites[server.site].networks : [],
      localDomains: Set(server.domains), relayDomains: Set(server.relayDomains),
      ownAddresses: Set(server.addresses), window: server.roaming.window)
  }

  private mutating func adjust(_ settings: inout RelaySettings, _ fields: Fields, _ node: Node) {
    if let inside = fields["inside"] {
      settings.insideNetworks = some(inside).compactMap { network($0) }
    }
    guard let refusal = reply(fields["refusal"]) else { return }
    if refusal.code < 400 {
      report(
        .badValue(refusal.description, expected: "refusal: a 4xx or 5xx reply"),
        at: fields["refusal"] ?? node)
    }
    settings.refusal = Reply(refusal.code, refusal.enhanced, .relayAccessDenied)
  }

  /// Where a preset is named, there its rules stand.
  private func placed(_ policy: RelayPolicy, at node: Node?) -> RelayPolicy {
    guard let node else { return policy }
    let place = position(of: node)
    return policy.standing(at: ConfigurationPosition(file: place.file, line: place.line))
  }

  private mutating func refuse(_ keys: [String], with other: String, _ fields: Fields) {
    for key in keys {
      guard let stated = fields.key(key) else { continue }
      report(.conflict("`\(key)` goes with `\(other)`", help: ""), at: stated)
    }
  }

  // MARK: Lists written here

  private mutating func readRules(
    _ server: inout Scenario.Server, _ node: Node, _ fields: Fields, _ settings: RelaySettings
  ) {
    refuse(["service", "window-table"], with: "postfix", fields)
    guard let rules = self.fields(node, .rules) else { return }
    var written = WrittenPolicy(settings)
    var items: [Node] = []
    for stage in RestrictionStage.allCases {
      items += some(rules[stage.rawValue])
      written.lists[stage] = words(rules[stage.rawValue])
    }
    for entry in entries(fields["classes"], of: "classes by name") {
      items += some(entry.value)
      written.classes.append((entry.name, words(entry.value)))
    }
    for entry in entries(fields["tables"], of: "tables by name") {
      guard let table = self.fields(entry.value, .table) else { continue }
      let kind = word(table["kind"], ["hash", "cidr", "pcre", "regexp"]) ?? "hash"
      written.tables["\(kind):\(entry.name)"] = words(table["lines"])
    }
    written.delaysRefusals = flag(fields["delay-refusals"]) ?? true
    let (policy, errors) = written.policy(named: "rules")
    for error in errors { report(error, among: items, or: node) }
    // Who misspelt a word is told so, and not asked what the word would say.
    let misspelt = Set(errors.compactMap(\.word))
    adopt(policy, for: &server, settings, fields, at: node, except: misspelt)
  }

  private mutating func words(_ node: Node?) -> [(text: String, position: ConfigurationPosition)] {
    some(node).compactMap { item in
      guard let text = scalar(item, "words of a restriction list") else { return nil }
      let place = position(of: item)
      return (text, ConfigurationPosition(file: place.file, line: place.line))
    }
  }

  /// A problem belongs to the item that holds the word, on the line the problem names.
  private mutating func report(
    _ error: ConfigurationError, among items: [Node], or node: Node
  ) {
    // Tables that are unknown are asked for by name, all together.
    if error.isOpenQuestion { return }
    let onLine = items.filter { position(of: $0).line == error.position?.line }
    let place =
      onLine.first { item in
        guard let word = error.word, case .scalar(let scalar) = item else { return false }
        return scalar.string.contains(word)
      } ?? onLine.first ?? node
    if let word = error.word {
      report(.unknownWord(word, known: WrittenPolicy.words), at: place)
    } else {
      report(.conflict(error.words, help: ""), at: place)
    }
  }

  // MARK: A real configuration

  private mutating func readPostfix(
    _ server: inout Scenario.Server, _ node: Node, _ fields: Fields, _ settings: RelaySettings
  ) {
    refuse(["tables", "classes", "delay-refusals", "inside", "refusal"], with: "rules", fields)
    guard let path = scalar(node, "directory with a main.cf") else { return }
    let configuration: PostfixConfiguration
    do {
      configuration = try PostfixConfiguration.read(
        directory: besideFile(path), shownAs: path, reach: .directory)
    } catch {
      report(.conflict(error.description, help: "the path starts at the scenario file"), at: node)
      return
    }
    let names = configuration.serviceNames
    let service = fields["service"].map { word($0, names) ?? names[0] } ?? names[0]
    var (policy, errors) = configuration.policy(service: service)
    policy.name = path
    policy.window = settings.window
    if let table = fields["window-table"], let name = text(table) {
      if let opened = policy.openingWindow(through: name) {
        policy = opened
      } else {
        report(.unknownName(name, of: "table of clients", known: policy.clientTables), at: table)
      }
    }
    scenario.notes += errors.filter { !$0.isOpenQuestion }.map(\.description)
    if server.domains.isEmpty { server.domains = policy.destinations.local.domains }
    var settings = settings
    settings.localDomains = Set(server.domains)
    settings.insideNetworks = policy.networks
    settings.refusal = policy.relayRefusal
    adopt(policy, for: &server, settings, fields, at: node)
  }

  private func besideFile(_ path: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return file[...slash] + path
  }

  /// Settles what cannot be known here as the scenario states it; a run needs every answer.
  private mutating func adopt(
    _ policy: RestrictionPolicy, for server: inout Scenario.Server, _ settings: RelaySettings,
    _ fields: Fields, at node: Node, except known: Set<String> = []
  ) {
    var answers: [String: UnknownAnswer] = [:]
    var common: UnknownAnswer?
    if let stated = fields["unknown"] {
      if case .mapping = stated {
        for entry in entries(stated, of: "tables and restrictions by name") {
          let names = policy.openQuestions
          if !names.contains(entry.name) {
            report(
              .unknownName(entry.name, of: "unknown table or restriction", known: names),
              at: entry.key)
          }
          answers[entry.name] = word(entry.value, UnknownAnswer.self)
        }
      } else {
        common = word(stated, UnknownAnswer.self)
      }
    }
    let settled = policy.settled { answers[$0] ?? common }
    for question in settled.openQuestions where !known.contains(question) {
      report(
        .conflict(
          "what \(question) would say is not known here",
          help: "state it: `unknown: {\(question): dunno}` (or permit, reject, defer)"), at: node)
    }
    server.policy = RelayPolicy(settled, settings: settings)
  }
}

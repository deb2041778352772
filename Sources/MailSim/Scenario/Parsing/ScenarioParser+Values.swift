import Yams

/// Single values: each reader gives nil for what was left out, and reports what it cannot read.
extension ScenarioParser {
  private mutating func parsed<Value>(
    _ node: Node?, _ expected: String, _ parse: (String) -> Value?
  ) -> Value? {
    guard let node, let text = scalar(node, expected) else { return nil }
    if let value = parse(text) { return value }
    report(.badValue(String(text.prefix(60)), expected: expected), at: node)
    return nil
  }

  mutating func text(_ node: Node?) -> String? {
    guard let node else { return nil }
    return scalar(node, "text")
  }

  mutating func flag(_ node: Node?) -> Bool? {
    parsed(node, "yes or no") { ScalarSyntax.flag($0) }
  }

  mutating func integer(_ node: Node?, _ range: ClosedRange<Int>) -> Int? {
    let expected =
      range.upperBound == .max
      ? "whole number" : "whole number from \(range.lowerBound) to \(range.upperBound)"
    return parsed(node, expected) { Int($0).flatMap { range.contains($0) ? $0 : nil } }
  }

  mutating func number(_ node: Node?, _ range: ClosedRange<Double>) -> Double? {
    parsed(node, "number from \(range.lowerBound) to \(range.upperBound)") {
      Double($0).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// A share: a number, or the name of a published one.
  mutating func share(_ node: Node?) -> Double? {
    parsed(node, "number from 0 to 1, nor the name of a published share") {
      PublishedShare.named($0)?.value ?? Double($0).flatMap { (0...1).contains($0) ? $0 : nil }
    }
  }

  mutating func delay(_ node: Node?) -> Delay? {
    parsed(node, "time such as 15m, 1h30m or 2.5ms") { ScalarSyntax.delay($0) }
  }

  mutating func octets(_ node: Node?) -> UInt64? {
    parsed(node, "size such as 2000, 64KiB or 10MB") { ScalarSyntax.octets($0) }
  }

  /// A size that must fit a message.
  mutating func messageOctets(_ node: Node?) -> UInt32? {
    parsed(node, "size such as 2000, 64KiB or 10MB, below 4 GB") {
      ScalarSyntax.octets($0).flatMap { UInt32(exactly: $0) }
    }
  }

  mutating func address(_ node: Node?) -> IPAddress? {
    parsed(node, "IP address") { IPAddress($0) }
  }

  mutating func network(_ node: Node?) -> IPNetwork? {
    parsed(node, "network such as 192.0.2.0/24, no bits beyond its prefix") { IPNetwork($0) }
  }

  mutating func mailbox(_ node: Node?) -> Mailbox? {
    parsed(node, "mail address such as alice@example.org") { Mailbox($0) }
  }

  mutating func domain(_ node: Node?) -> Domain? {
    parsed(node, "domain name") { Domain($0) }
  }

  mutating func reply(_ node: Node?) -> ExpectedReply? {
    parsed(node, "reply such as 550 5.7.1") { ScalarSyntax.reply($0) }
  }

  mutating func range(_ node: Node?) -> ClosedRange<Int>? {
    parsed(node, "count such as 3, 1..5, >=2 or <=7") { ScalarSyntax.range($0) }
  }

  mutating func reversePath(_ node: Node?) -> Scenario.ReversePath? {
    parsed(node, "mail address, or <>") {
      $0 == "<>" ? .null : Mailbox($0).map { .stated($0) }
    }
  }

  /// A time of day, or a time after the start.
  mutating func instant(_ node: Node?) -> Instant? {
    let expected = "time of day such as 09:14:59, or time after the start such as 15m"
    guard let node, let text = scalar(node, expected) else { return nil }
    if let delay = ScalarSyntax.delay(text.hasPrefix("+") ? text.dropFirst() : text[...]) {
      return .start + delay
    }
    if let time = ScalarSyntax.timeOfDay(text) {
      let midnight = scenario.startSeconds % 86_400
      let since = time - .seconds(midnight)
      if since >= .zero { return .start + since }
      report(
        .conflict(
          "\(text) is before the run begins",
          help: "times of day count on the day of `start`; for the next day write the time after "
            + "the start, such as 25h"), at: node)
      return nil
    }
    report(.badValue(text, expected: expected), at: node)
    return nil
  }

  /// What ends before it begins would never happen.
  mutating func checkEnd(_ node: Node?, _ end: Instant?, after beginning: Instant) {
    guard let node, let end, end <= beginning else { return }
    report(.conflict("`until` is not after the beginning", help: ""), at: node)
  }

  /// One of some words, as the value it stands for.
  mutating func word<Value: RawRepresentable & CaseIterable>(
    _ node: Node?, _: Value.Type
  ) -> Value? where Value.RawValue == String {
    word(node, Value.allCases.map(\.rawValue)).flatMap { Value(rawValue: $0) }
  }

  mutating func word(_ node: Node?, _ known: [String]) -> String? {
    guard let node, let text = scalar(node, "one of \(known.joined(separator: ", "))") else {
      return nil
    }
    if known.contains(text) { return text }
    // YAML editors write yes and no as true and false.
    if let flag = ScalarSyntax.flag(text), known.contains(flag ? "yes" : "no") {
      return flag ? "yes" : "no"
    }
    report(.unknownWord(text, known: known), at: node)
    return nil
  }

  // MARK: Names

  mutating func site(_ node: Node?) -> SiteID? { row(node, .site, \.sites) }
  mutating func server(_ node: Node?) -> ServerRow? { row(node, .server, \.servers) }
  mutating func person(_ node: Node?) -> PersonID? { row(node, .person, \.people) }

  /// A machine by its name, or by the name of the person whose it is.
  mutating func machine(_ node: Node?) -> MachineRow? {
    guard let node, let name = scalar(node, "the name of a machine or a person") else {
      return nil
    }
    if let row = machines[name] { return row }
    if let person = people[name], scenario.people.indices.contains(Int(person.index)) {
      return scenario.people[person].machine
    }
    let names = (known[.machine] ?? []) + (known[.person] ?? [])
    report(.unknownName(name, of: "machine", known: names), at: node)
    return nil
  }

  private mutating func row<Row>(
    _ node: Node?, _ table: Schema.Table, _ rows: KeyPath<ScenarioParser, [String: Row]>
  ) -> Row? {
    guard let node, let name = scalar(node, "the name of a \(table.rawValue)") else { return nil }
    if let row = self[keyPath: rows][name] { return row }
    report(.unknownName(name, of: table.rawValue, known: known[table] ?? []), at: node)
    return nil
  }

  // MARK: Distributions

  /// A fixed time, or `{exponential: 10m}` and its kin.
  mutating func distribution(_ node: Node?) -> Distribution? {
    guard let node else { return nil }
    guard case .mapping(let mapping) = node else { return delay(node).map { .fixed($0) } }
    let laws = ["fixed", "uniform", "exponential", "poisson", "erlang", "normal", "lognormal"]
    guard mapping.count == 1, let (key, value) = mapping.first,
      let law = scalar(key, "the name of a distribution")
    else {
      report(.wrongStructure(found: "several keys", expected: "one distribution"), at: node)
      return nil
    }
    switch law {
    case "fixed": return delay(value).map { .fixed($0) }
    case "exponential", "poisson": return positive(value).map { .exponential(mean: $0) }
    case "uniform": return uniform(value)
    case "erlang":
      let parameters = parameters(value, ["shape", "mean"])
      guard let shape = integer(parameters["shape"], 1...1_000),
        let mean = positive(parameters["mean"])
      else { return nil }
      return .erlang(shape: shape, mean: mean)
    case "normal":
      let parameters = parameters(value, ["mean", "deviation"])
      guard let mean = delay(parameters["mean"]), let deviation = delay(parameters["deviation"])
      else { return nil }
      return .normal(mean: mean, deviation: deviation)
    case "lognormal":
      let parameters = parameters(value, ["median", "sigma"])
      guard let median = positive(parameters["median"]),
        let sigma = number(parameters["sigma"], 0...10)
      else { return nil }
      return .logNormal(median: median, sigma: sigma)
    default:
      report(.unknownWord(law, known: laws), at: key)
      return nil
    }
  }

  /// A time to wait: waiting no time at all would never end.
  mutating func positive(_ node: Node?) -> Delay? {
    guard let node, let value = delay(node) else { return nil }
    if value > .zero { return value }
    report(.badValue("0", expected: "time longer than 0"), at: node)
    return nil
  }

  private mutating func uniform(_ node: Node) -> Distribution? {
    let bounds = list(node, "two times")
    guard bounds.count == 2, let least = delay(bounds[0]), let most = delay(bounds[1]) else {
      if bounds.count != 2, case .sequence = node {
        report(.wrongStructure(found: "\(bounds.count) values", expected: "two times"), at: node)
      }
      return nil
    }
    guard least <= most else {
      report(.conflict("the first bound is larger than the second", help: ""), at: node)
      return nil
    }
    return .uniform(least, most)
  }

  private mutating func parameters(_ node: Node, _ names: [String]) -> [String: Node] {
    var found: [String: Node] = [:]
    for entry in entries(node, of: names.joined(separator: " and ")) {
      if names.contains(entry.name) {
        found[entry.name] = entry.value
      } else {
        report(
          .unknownKey(entry.name, in: "the distribution", known: names), at: entry.key)
      }
    }
    for name in names where found[name] == nil {
      if case .mapping = node { report(.missingKey(name, in: "the distribution"), at: node) }
    }
    return found
  }
}

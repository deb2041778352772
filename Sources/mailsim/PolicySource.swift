import Foundation
import MailSim

/// Policies as they are named on the command line: a Postfix directory, `-` for the output of
/// `postconf -n`, a preset, or a scenario file for those of its servers.
enum PolicySource {
  typealias Found = (policy: RestrictionPolicy, errors: [ConfigurationError])

  /// Says which patterns have reached their limit.
  static func noteHardPatterns(_ policy: RelayPolicy) throws {
    for pattern in policy.lists.hardPatterns { try Terminal.writeError("note: \(pattern)") }
  }

  /// The same as remarks of a report.
  static func hardPatterns(_ policy: RestrictionPolicy) -> [ConfigurationError] {
    policy.hardPatterns.map { ConfigurationError("\($0)", at: nil) }
  }

  /// - Parameters:
  ///   - services: which smtpd services of a directory, or servers of a scenario; all of them when
  ///     empty.
  ///   - reach: which files a configuration may name.
  static func read(
    _ name: String, services: [String] = [], reach: ConfigurationReach
  ) throws -> [Found] {
    if name == "-" {
      let text = String(decoding: try InputFile.octets(ofFile: "-"), as: UTF8.self)
      var configuration = PostfixConfiguration.read(postconf: text, file: "stdin")
      configuration.reach = reach
      return [configuration.policy()]
    }
    if let preset = RelayPreset(rawValue: name) {
      return [(preset.restrictions(), [])]
    }
    if isScenario(name) { return try servers(of: name, named: services) }
    do {
      let configuration = try PostfixConfiguration.read(directory: name, reach: reach)
      let known = configuration.serviceNames
      for service in services where !known.contains(service) {
        throw CommandError(
          .usage,
          "mailsim: \(name) has no service '\(service)'; services: "
            + known.joined(separator: ", "))
      }
      return (services.isEmpty ? known : services).map { configuration.policy(service: $0) }
    } catch let failure as PostfixConfigurationError {
      let presets = RelayPreset.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError(
        .noInput,
        "mailsim: \(failure); a policy is a Postfix directory, - for postconf -n, a scenario file, "
          + "or one of \(presets)"
      )
    }
  }

  /// The one policy that is meant.
  ///
  /// - Parameter service: the service of a directory or the server of a scenario; nil: `smtp`, or
  ///   the scenario's first server.
  static func one(
    _ name: String, service: String?, reach: ConfigurationReach
  ) throws -> Found {
    let isDirectory = name != "-" && RelayPreset(rawValue: name) == nil && !isScenario(name)
    let services = service.map { [$0] } ?? (isDirectory ? ["smtp"] : [])
    guard let found = try read(name, services: services, reach: reach).first else {
      throw CommandError(.noInput, "mailsim: \(name): no policy")
    }
    return found
  }

  /// The files that names of policies stand for: of a configuration those that it names itself.
  static func files(of names: String...) -> [String] { files(of: names) }

  static func files(of names: [String]) -> [String] {
    names.flatMap { name -> [String] in
      let own = ["\(name)/main.cf", "\(name)/master.cf"]
      let text = own.compactMap { try? InputFile($0).octets(atMost: 10_000_000) }
        .map { String(decoding: $0, as: UTF8.self) }.joined()
      guard !text.isEmpty else { return [name] }
      let beside = (try? FileManager.default.contentsOfDirectory(atPath: name)) ?? []
      return own + beside.filter { text.contains($0) }.map { "\(name)/\($0)" }
    }
  }

  private static func isScenario(_ name: String) -> Bool {
    name.hasSuffix(".yaml") || name.hasSuffix(".yml")
  }

  private static func servers(of file: String, named names: [String]) throws -> [Found] {
    let (scenario, _) = try ScenarioFiles.read(file, seed: nil)
    let known = scenario.servers.map(\.name)
    for name in names where !known.contains(name) {
      throw CommandError(
        .usage,
        "mailsim: \(file) has no server '\(name)'; servers: \(known.joined(separator: ", "))")
    }
    return scenario.servers.filter { names.isEmpty || names.contains($0.name) }.map { server in
      var policy = server.policy.lists
      policy.name = server.name
      return (policy, [])
    }
  }

  // MARK: Results

  /// Complains about a format nobody knows before any work is done.
  static func check(_ format: String) throws {
    guard !ProofReport.formats.contains(format) else { return }
    throw CommandError(
      .usage,
      "mailsim: no format is called '\(format)'; formats: "
        + ProofReport.formats.joined(separator: ", "))
  }

  static func write(
    _ text: String?, to output: String?, _ content: TerminalText.Content = .words
  ) throws {
    guard let text else { return }
    if let output {
      try OutputFile.write(text.utf8, to: output)
    } else {
      try Terminal.print(text, content)
    }
  }

  /// What a report in a format of `ProofReport.formats` brings along besides words.
  static func content(of format: String) -> TerminalText.Content {
    format == "github" ? .workflowCommands : .words
  }

  /// How a scenario names the policy.
  static func counterexampleSource(_ name: String, service: String) throws
    -> CounterexampleScenario.Source
  {
    if let preset = RelayPreset(rawValue: name) { return .preset(preset) }
    guard name != "-" else {
      throw CommandError(
        .usage, "mailsim: a scenario needs the configuration's directory, not its postconf -n")
    }
    guard !isScenario(name) else {
      throw CommandError(
        .usage,
        "mailsim: the counterexample's dialogue can be typed into \(name) itself; for a scenario of "
          + "its own, write the policy out first with `mailsim export postfix`")
    }
    // The scenario may be written anywhere, so that the path must not start where it is read.
    return .postfix(
      directory: URL(fileURLWithPath: name).standardizedFileURL.path, service: service)
  }
}

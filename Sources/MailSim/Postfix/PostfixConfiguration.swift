import Foundation

/// A real Postfix configuration: its parameters, its smtpd services, and the tables they name.
public struct PostfixConfiguration: Sendable {
  public var parameters: MainParameters
  public var services: [MasterService]
  /// Where tables named by relative paths, or below `/etc/postfix`, are looked for.
  public var directory: String
  /// Which files it may name.
  public var reach = ConfigurationReach.machine
  /// What positions call the directory; empty: its path.
  var shown = ""

  public init(parameters: MainParameters, services: [MasterService] = [], directory: String) {
    self.parameters = parameters
    self.services = services
    self.directory = directory
  }

  /// Reads `main.cf` and, if there is one, `master.cf`.
  ///
  /// - Parameters:
  ///   - shown: what positions in the files call the directory; nil: its path.
  ///   - reach: which files it may name.
  public static func read(
    directory: String, shownAs shown: String? = nil, reach: ConfigurationReach = .machine
  ) throws(PostfixConfigurationError) -> PostfixConfiguration {
    let base = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
    let shown = shown ?? base
    func text(_ name: String) -> String? {
      let path = "\(base)/\(name)"
      return reach.permits(path, from: base) ? Self.text(of: path) : nil
    }
    guard let main = text("main.cf") else {
      throw PostfixConfigurationError(description: "\(shown)/main.cf: cannot be read")
    }
    let master = text("master.cf").map {
      MasterService.read($0, file: "\(shown)/master.cf")
    }
    var configuration = PostfixConfiguration(
      parameters: MainParameters(text: main, file: "\(shown)/main.cf"), services: master ?? [],
      directory: base)
    configuration.shown = shown
    configuration.reach = reach
    return configuration
  }

  /// Reads what `postconf -n` printed.
  public static func read(postconf text: String, file: String = "postconf") -> PostfixConfiguration
  {
    PostfixConfiguration(parameters: MainParameters(text: text, file: file), directory: "")
  }

  /// The names of the services a policy can be asked for; `smtp` when there is no master.cf.
  public var serviceNames: [String] {
    services.isEmpty ? ["smtp"] : services.map(\.name)
  }

  /// The policy of one service, with what of it is not understood.
  ///
  /// - Parameter service: as in master.cf: `smtp`, `submission`, `submissions`; one that is not
  ///   there is judged by main.cf alone.
  public func policy(service: String = "smtp") -> (
    policy: RestrictionPolicy, errors: [ConfigurationError]
  ) {
    var overlay = parameters
    for override in services.first(where: { $0.name == service })?.overrides ?? [] {
      overlay.set(override.name, override.value, at: override.position)
    }
    var builder = PolicyBuilder(overlay, directory: directory, reach: reach, shown: shown)
    let policy = builder.policy(named: service)
    return (policy, overlay.errors + builder.errors)
  }

  /// How long a file of a configuration may be; tables of a large provider have some 10 MB.
  public static let mostOctets = 256 * 1024 * 1024

  /// A file as text; octets that are no UTF-8 are read as Latin-1, as old configurations have them.
  static func text(of path: String) -> String? {
    guard
      let octets = try? InputFile(path, mustBeRegular: true).octets(atMost: mostOctets)
    else { return nil }
    return String(validating: octets, as: UTF8.self)
      ?? String(String.UnicodeScalarView(octets.lazy.map { Unicode.Scalar($0) }))
  }
}

/// Why there is nothing to read.
public struct PostfixConfigurationError: Error, CustomStringConvertible {
  public var description: String
}

import Foundation
import MailSim

/// Policies as they are named on the command line: a Postfix directory, `-` for the output of
/// `postconf -n`, or a preset.
enum PolicySource {
  typealias Found = (policy: RestrictionPolicy, problems: [ConfigurationProblem])

  /// - Parameter services: which smtpd services of a directory; all of them when empty.
  static func read(_ name: String, services: [String] = []) throws -> [Found] {
    if name == "-" {
      let data = FileHandle.standardInput.readDataToEndOfFile()
      let text = String(decoding: data, as: UTF8.self)
      return [PostfixConfiguration.read(postconf: text, file: "stdin").policy()]
    }
    if let preset = RelayPreset(rawValue: name) {
      return [(preset.restrictions(), [])]
    }
    do {
      let configuration = try PostfixConfiguration.read(directory: name)
      let known = configuration.serviceNames
      for service in services where !known.contains(service) {
        throw Complaint(
          .usage,
          "mailsim: \(name) has no service '\(service)'; services: "
            + known.joined(separator: ", "))
      }
      return (services.isEmpty ? known : services).map { configuration.policy(service: $0) }
    } catch let failure as PostfixConfiguration.Failure {
      let presets = RelayPreset.allCases.map(\.rawValue).joined(separator: ", ")
      throw Complaint(
        .noInput,
        "mailsim: \(failure); a policy is a Postfix directory, - for postconf -n, or one of \(presets)"
      )
    }
  }
}

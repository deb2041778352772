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

  // MARK: Results

  /// Complains about a format nobody knows before any work is done.
  static func check(_ format: String) throws {
    guard !ProofReport.formats.contains(format) else { return }
    throw Complaint(
      .usage,
      "mailsim: no format is called '\(format)'; formats: "
        + ProofReport.formats.joined(separator: ", "))
  }

  static func write(_ text: String?, to output: String?) throws {
    guard let text else { return }
    if let output { try OutputFile.write(text.utf8, to: output) } else { Terminal.print(text) }
  }

  /// How a scenario names the policy.
  static func replaySource(_ name: String, service: String) throws -> Replay.Source {
    if let preset = RelayPreset(rawValue: name) { return .preset(preset) }
    guard name != "-" else {
      throw Complaint(
        .usage, "mailsim: a scenario needs the configuration's directory, not its postconf -n")
    }
    // The scenario may be written anywhere, so that the path must not start where it is read.
    return .postfix(
      directory: URL(fileURLWithPath: name).standardizedFileURL.path, service: service)
  }
}

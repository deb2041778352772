import Foundation
import Testing

@testable import MailSim

/// Configurations of public servers, in a directory each below `MAILSIM_POSTFIX_DIRECTORY`: all are
/// read, and nothing in their lists is passed over.
@Suite struct PublicConfigurationTests {
  @Test func everyRestrictionIsModelledOrNamed() throws {
    guard let root = ProcessInfo.processInfo.environment["MAILSIM_POSTFIX_DIRECTORY"] else {
      FileHandle.standardError.write(
        Data("SKIPPED: MAILSIM_POSTFIX_DIRECTORY names no public configurations\n".utf8))
      return
    }
    var services = 0
    for directory in Self.directories(root) {
      let configuration = try PostfixConfiguration.read(directory: directory)
      for name in configuration.serviceNames {
        let (policy, errors) = configuration.policy(service: name)
        services += 1
        for rule in policy.restrictions.flatMap(\.withInner) {
          guard rule.kind.outside?.hasPrefix("the restriction ") == true else { continue }
          #expect(
            errors.contains { $0.words.contains("'\(rule.name)'") && $0.position != nil },
            "\(directory), \(name): \(rule.name)")
        }
        #expect(!policy.decide(Self.question).endings.isEmpty)
      }
    }
    #expect(services > 0)
    print("\(services) services of public configurations read")
  }

  private static let question = RelayFacts(
    client: .init(address: IPAddress(v4: 0xc633_6409)), reversePath: Mailbox("a@example.org"),
    forwardPath: Mailbox(localPart: "b", domain: Domain("example.net")!))

  private static func directories(_ root: String) -> [String] {
    let names = (FileManager.default.subpaths(atPath: root) ?? []).sorted()
    return names.filter {
      $0.hasSuffix("main.cf") && ($0 as NSString).lastPathComponent == "main.cf"
    }
    .map { (("\(root)/\($0)") as NSString).deletingLastPathComponent }
  }
}

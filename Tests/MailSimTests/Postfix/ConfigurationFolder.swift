import Foundation
import Testing

@testable import MailSim

/// A Postfix configuration in a directory of its own, gone with the test.
struct ConfigurationFolder: ~Copyable {
  let path: String

  init(_ files: [String: String]) throws {
    path = NSTemporaryDirectory() + "mailsim-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files {
      try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func policy(service: String = "smtp") throws -> RestrictionPolicy {
    try PostfixConfiguration.read(directory: path).policy(service: service).policy
  }

  func errors() throws -> [ConfigurationError] {
    try PostfixConfiguration.read(directory: path).policy().errors
  }
}

/// The server of the teaching world: its network may relay, its domain ends here.
let csimMain = """
  compatibility_level = 3.6
  myhostname = mail.cs.ait.ac.th
  mydestination = cs.ait.ac.th, $myhostname
  mynetworks = 192.0.2.0/24 [2001:db8:ca::]/48
  inet_interfaces = 192.0.2.25

  """

/// Asks a policy about a client, a sender and a recipient in words.
func ask(
  _ policy: RestrictionPolicy, _ client: String, _ from: String, _ to: String,
  _ change: (inout RelayFacts) -> Void = { _ in }
) throws -> String {
  var facts = RelayFacts(
    client: .init(address: try #require(IPAddress(client))),
    reversePath: from == "<>" ? nil : try #require(AddressSyntax.path(from[...])).mailbox,
    forwardPath: try #require(AddressSyntax.path(to[...])).mailbox)
  change(&facts)
  let decision = policy.decide(facts)
  guard decision.verdict != nil else {
    return "depends on " + decision.dependsOn.joined(separator: ", ")
  }
  return decision.endings[0].reply.codes
}

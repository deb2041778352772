import Foundation
import Testing

@testable import MailSim

/// Where the model is compared with real servers, how much of it.
enum RealServers {
  private static let environment = ProcessInfo.processInfo.environment

  /// Dialogues to compare: a slice with the other tests, all with `make test-real`.
  static var cases: Int { environment["MAILSIM_REAL_CASES"].flatMap { Int($0) } ?? 300 }

  static var isWhole: Bool { cases >= 5_000 }

  /// Whether to go on; says aloud when it must not, and fails where it may not be skipped.
  static func isThere(_ program: String, _ isInstalled: Bool) -> Bool {
    if isInstalled { return true }
    let words = "SKIPPED: \(program) is not installed, or this is not root"
    FileHandle.standardError.write(Data((words + "\n").utf8))
    if environment["MAILSIM_REAL_REQUIRED"] != nil { Issue.record("\(words)") }
    return false
  }
}

/// Random configurations and random dialogues: a real Postfix and the model answer alike. Each kind
/// of difference is printed once.
@Suite(.serialized) struct RealAgreementTests {
  @Test func theModelAnswersAsTheServerDoes() throws {
    guard RealServers.isThere("Postfix", RealPostfix.isInstalled) else { return }
    let streams = RandomStreams(seed: 25)
    let perServer = 500
    let perService = 25
    var tally = Tally()
    for number in 0..<max(1, RealServers.cases / perServer) {
      let count = min(RealServers.cases, perServer) / perService
      let generated = GeneratedServer(
        streams.stream(for: "configuration \(number)"), services: count)
      var dialogues = streams.stream(for: "dialogues \(number)")
      try compare(generated, perService, &dialogues, &tally)
    }
    tally.report()
    #expect(tally.compared >= RealServers.cases * 9 / 10)
    #expect(tally.differences == 0)
    if RealServers.isWhole { tally.expectCoverage() }
  }

  private func compare(
    _ generated: GeneratedServer, _ perService: Int, _ dialogues: inout RandomStream,
    _ tally: inout Tally
  ) throws {
    let ports = try Loopback.freePorts(generated.services.count)
    var files = generated.files
    files["main.cf"] = generated.main
    let server = try RealPostfix(
      files: files, services: Array(zip(ports, generated.services)).map { ($0, $1) },
      indexed: generated.indexed)
    defer { server.stop() }
    tally.add(generated)
    let configuration = try PostfixConfiguration.read(directory: server.directory)
    for (port, options) in zip(ports, generated.services) {
      let (policy, errors) = configuration.policy(service: "\(port)")
      #expect(errors.isEmpty)
      for _ in 0..<perService {
        let one = GeneratedCase(&dialogues, namingPeopleBare: generated.namesPeopleBare)
        let session = try RealSession(port: port)
        tally.compare(
          Conversation(of: one, with: session),
          Conversation(of: one, by: policy, users: generated.users), one,
          generated.words(of: options))
      }
    }
  }
}

/// What was compared and with what outcome.
struct Tally {
  var compared = 0
  var recipients = 0
  var differences = 0
  var kindsOfDifference: [String: Int] = [:]
  var words: [String: Int] = [:]
  var kinds: [String: Int] = [:]
  var answers: [String: Int] = [:]

  mutating func add(_ server: GeneratedServer) {
    words.merge(server.words, uniquingKeysWith: +)
    kinds.merge(server.kinds, uniquingKeysWith: +)
  }

  mutating func compare(
    _ real: Conversation, _ model: Conversation, _ one: GeneratedCase, _ service: String
  ) {
    compared += 1
    recipients += real.steps.count { $0.asked == "RCPT" }
    for step in real.steps { answers[step.answer, default: 0] += 1 }
    guard real != model else { return }
    differences += 1
    let kind = real.difference(from: model)
    kindsOfDifference[kind, default: 0] += 1
    // One example of each kind says enough.
    guard kindsOfDifference[kind] == 1 else { return }
    print(
      """
      \(one)
        server: \(real.line)
        model:  \(model.line)
        \(service)
      """)
  }

  func report() {
    print("\(compared) dialogues, \(recipients) recipients, \(differences) differences")
    print(
      "replies:", answers.sorted { $0.key < $1.key }.map { "\($0) x\($1)" }.joined(separator: ", "))
  }

  /// Every word the generator knows, and every kind of table, was part of many policies.
  func expectCoverage() {
    for kind in GeneratedServer.tableKinds { #expect(kinds[kind, default: 0] >= 10, "\(kind)") }
    for (word, kind) in RestrictionKind.byWord.sorted(by: { $0.key < $1.key })
    where !kind.isOurs && kind.outside == nil && !GeneratedServer.notAsked.contains(word) {
      #expect(words[word, default: 0] >= 3, "\(word)")
    }
  }
}

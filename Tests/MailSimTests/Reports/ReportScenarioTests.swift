import Foundation
import Testing

@testable import MailSim

/// Every scenario that comes with MailSim, through everything that is made of a run.
@Suite struct ReportScenarioTests {
  private static let directory = Repository.scenarios

  static let files: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted()
  }()

  @Test func thereAreScenarios() {
    #expect(Self.files.contains("figure-1-encryption.yaml"))
  }

  @Test(arguments: files)
  func aScenarioIsSoundAndComesBackAndReadsWell(_ file: String) throws {
    let path = Self.directory.appending(path: file).path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let scenario = try ScenarioReader.read(text, file: path)
    let trace = Simulation(scenario).run()
    #expect(Audit(trace).text == "")
    let report = RunReport(scenario, trace, source: text)
    #expect(ExpectationReport(report.checks).failures.map(\.found) == [])
    // A long trace takes its time in a debug build; what is asked of it is the same.
    guard trace.records.count < 5_000 else { return }
    #expect(try TraceCodec.read(TraceCodec.text(of: trace)) == trace)
    let again = RunReport(scenario, Simulation(scenario).run(), source: text)
    for format in ReportFormat.all { #expect(format.text(of: report) == format.text(of: again)) }
    let lines = EventList(trace).text().split(separator: "\n")
    #expect(lines.filter { $0.count > 100 } == [])
  }

  /// `--until` is no failure: what a lesson states either holds so far, or is not reached.
  @Test(arguments: files)
  func aLessonCutShortDoesNotFail(_ file: String) throws {
    let path = Self.directory.appending(path: file).path
    let scenario = try ScenarioReader.read(
      try String(contentsOfFile: path, encoding: .utf8), file: path)
    let times = Set(scenario.steps.map(\.at)).sorted()
    let cuts = times.prefix(4) + times.prefix(4).map { $0 + .milliseconds(150) }
    for cut in cuts where !scenario.steps.isEmpty {
      let trace = Simulation(scenario).run(until: cut)
      let checks = ExpectationCheck.check(scenario, trace, until: cut)
      #expect(checks.filter(\.fails).map(\.found) == [], "cut at \(cut)")
      let late = checks.filter { $0.step.map { scenario.steps[$0].at > cut } ?? true }
      #expect(late.filter(\.isReached).isEmpty)
    }
  }

  /// What a page sends its reader to is there, and shows what the page is about.
  @Test(arguments: Explanation.all.compactMap(\.scenario).uniqued)
  func aScenarioShowsTheCodesOfItsPages(_ name: String) throws {
    let path = Self.directory.appending(path: "\(name).yaml").path
    let scenario = try ScenarioReader.read(contentsOf: path)
    let codes = Self.codes(in: Simulation(scenario).run())
    for page in Explanation.all where page.scenario == name {
      #expect(codes.contains(page.code), "\(page.code) does not come up in \(name)")
    }
  }

  /// Asking what a page says to ask gives the page's answer.
  @Test(arguments: ReasonCode.allCases.filter(\.isOfPolicy))
  func theQuestionOfAPageIsAnsweredByItsCode(_ reason: ReasonCode) throws {
    let page = try #require(Explanation.named(reason.rawValue))
    let words = page.example.split(separator: " ").map(String.init)
    try #require(words.count > 3 && words[1] == "why")
    let name = words[2].dropFirst("Scenarios/".count)
    let scenario = try ScenarioReader.read(
      contentsOf: Self.directory.appending(path: String(name)).path)
    var options: [String: String] = [:]
    for row in stride(from: 3, to: words.count, by: 2) { options[words[row]] = words[row + 1] }
    let server = options["--server"].map { name in
      scenario.servers.firstIndex { $0.name == name }!
    }
    var question = RelayQuestion(
      server: ServerRow(server ?? 0), client: try #require(IPAddress(options["--client"]!)),
      reversePath: Mailbox(options["--from"]!), forwardPath: try #require(Mailbox(options["--to"]!))
    )
    question.login = options["--auth"]
    question.loginAge = options["--login-age"].flatMap { Delay($0) }
    let known = ["--server", "--client", "--from", "--to", "--auth", "--login-age"]
    #expect(options.keys.allSatisfy(known.contains))
    let policy = scenario.servers[question.server].policy
    #expect(policy.decide(try question.facts(in: scenario)).reason == reason)
  }

  private static func codes(in trace: Trace) -> Set<String> {
    var codes: Set<String> = []
    for record in trace.records {
      switch record.event {
      case .decided(_, _, let reason, _, _, _): codes.insert(reason.rawValue)
      case .protection(_, _, let reason): codes.insert(reason.rawValue)
      case .deferred(_, _, .security(let reason), _): codes.insert(reason.rawValue)
      default: continue
      }
    }
    return codes
  }
}

extension Array<String> {
  fileprivate var uniqued: [String] { Set(self).sorted() }
}

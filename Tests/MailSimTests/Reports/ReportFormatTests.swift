import Foundation
import FoundationXML
import Testing

@testable import MailSim

@Suite struct ReportFormatTests {
  /// The hotel scenario with its expectations, of which some fail.
  static func report() throws -> RunReport {
    let yaml = ReportExpectationTests.hotel
    let scenario = try ScenarioReader.read(yaml, file: "hotel.yaml")
    var report = RunReport(scenario, Simulation(scenario).run(), source: yaml)
    report.trace.header.version = "0.0.0"
    return report
  }

  @Test(arguments: ReportFormat.all.map(\.name))
  func everyFormatIsTheSameEveryTime(_ name: String) throws {
    let format = try #require(ReportFormat.named(name))
    let text = format.text(of: try Self.report())
    #expect(text == format.text(of: try Self.report()))
    try expectGolden(text, "report-\(name).\(format.fileExtension)")
  }

  @Test func colourChangesNoWord() throws {
    var report = try Self.report()
    let plain = TextReport.text(of: report)
    report.options.style = .ansi
    let coloured = TextReport.text(of: report)
    #expect(coloured != plain)
    #expect(coloured.withoutEscapes == plain)
  }

  @Test func noLineOfTextIsWiderThanAsked() throws {
    var report = try Self.report()
    // Lines of the scenario file are shown as they are.
    report.checks = report.checks.filter(\.holds)
    for width in [80, 100, 140] {
      report.options.width = width
      let lines = TextReport.text(of: report).split(separator: "\n")
      #expect(lines.filter { $0.count > width } == [])
    }
  }

  @Test func theAnswerIsShownOnRequestOnly() throws {
    var report = try Self.report()
    #expect(!TextReport.text(of: report).contains("Everybody behind"))
    report.options.showsAnswer = true
    #expect(TextReport.text(of: report).contains("Answer: Everybody behind the hotel's address."))
  }

  @Test func aQuietReportSpeaksOfFailuresOnly() throws {
    var report = try Self.report()
    report.options.isQuiet = true
    #expect(TextReport.text(of: report).hasPrefix("FAIL hotel.yaml"))
    report.checks = report.checks.filter(\.holds)
    #expect(TextReport.text(of: report) == "")
  }

  @Test func hostileTextStaysText() throws {
    var report = try Self.report()
    let text = "a|b <i>&\"'\u{1}\n::error ::x%"
    report.trace.header.title = text
    for row in report.checks.indices {
      report.checks[row].subject = text
      report.checks[row].position.file = "a,b:c.yaml"
    }
    #expect(!MarkdownReport.text(of: report).contains("a|b <i>"))
    #expect(!JUnitReport.text(of: [report], invalid: []).contains("<i>"))
    #expect(!JUnitReport.text(of: [report], invalid: []).contains("\u{1}"))
    let commands = GitHubReport.text(of: [report], invalid: []).split(separator: "\n")
    #expect(commands.count == report.checks.count { !$0.holds })
    #expect(commands.allSatisfy { $0.hasPrefix("::error file=a%2Cb%3Ac.yaml,line=") })
  }

  @Test func noNameReachesTheTerminalAsACommand() throws {
    var report = try Self.report()
    let evil = "x\u{1b}[31m\r\u{9b}\u{202e}y"
    report.trace.header.title = evil
    for row in report.trace.messages.indices { report.trace.messages[row].subject = evil }
    for row in report.trace.cast.hosts.indices { report.trace.cast.hosts[row].name = evil }
    for row in report.trace.cast.people.indices {
      report.trace.cast.people[row].name = evil
      report.trace.cast.people[row].title = evil
    }
    for row in report.trace.cast.steps.indices { report.trace.cast.steps[row].title = evil }
    for row in report.checks.indices { report.checks[row].subject = evil }
    for name in ["text", "transcript", "mail"] {
      let text = try #require(ReportFormat.named(name)).text(of: report)
      let bad: [Unicode.Scalar] = ["\u{1b}", "\r", "\u{9b}", "\u{202e}"]
      #expect(!text.unicodeScalars.contains(where: bad.contains), "\(name)")
    }
  }

  @Test func filtersShowWhatTheyName() throws {
    let trace = try Self.report().trace
    let list = EventList(trace)
    let decisions = try EventFilter(only: ["decision"], in: trace)
    #expect(list.lines(decisions).count == 3)
    let alices = try EventFilter(only: ["decision", "alice"], in: trace)
    #expect(list.lines(alices).count == 2)
    let second = try EventFilter(only: ["decision"], message: 2, in: trace)
    #expect(list.lines(second).map(\.verdict) == [.refuse])
    #expect(throws: EventFilterError.unknownMessage(3, count: 2)) {
      try EventFilter(only: [], message: 3, in: trace)
    }
    let failure = #expect(throws: EventFilterError.self) {
      try EventFilter(only: ["alcie"], in: trace)
    }
    #expect(failure?.description.contains("parties: alice, bob, csim-mail") == true)
  }

  @Test func aMessageOfItsOwnHasItsPathOnly() throws {
    var report = try Self.report()
    report.options.filter = try EventFilter(only: [], message: 2, in: report.trace)
    let text = TextReport.text(of: report)
    #expect(text.contains("Message 2  alice to bob@example.org: refused"))
    #expect(!text.contains("Message 1 "))
  }

  @Test func detailsShowOnRequest() throws {
    let trace = try Self.report().trace
    let filter = try EventFilter(only: ["connection"], in: trace)
    #expect(EventList(trace).lines(filter).count { $0.outcome == "closed" } == 4)
    #expect(!EventList(trace).text().contains("closed"))
  }
}

extension String {
  fileprivate var withoutEscapes: String {
    var result = ""
    var isEscape = false
    for character in self {
      if character == "\u{1b}" { isEscape = true }
      if !isEscape { result.append(character) }
      if isEscape, character == "m" { isEscape = false }
    }
    return result
  }

  /// A report for programs that keeps silent about a file says that all is well.
  @Test(arguments: ["junit", "sarif", "github", "json"])
  func aFileThatCannotBePlayedStandsInEveryFormForPrograms(_ name: String) throws {
    let errors = try #require(throws: ScenarioErrors.self) {
      try ScenarioReader.read("mailsim: 1\ntitel: <x>\n", file: "mine.yaml")
    }
    let format = try #require(ReportFormat.named(name))
    let text = format.text(of: [], invalid: [errors])
    #expect(text.contains("mine.yaml") && text.contains("titel"))
    #expect(text.contains(errors.errors[0].code))
    #expect(!format.text(of: []).contains("mine.yaml"))
    if name == "junit" {
      let parser = XMLParser(data: Data(text.utf8))
      #expect(parser.parse())
      #expect(text.contains("errors=\"\(errors.errors.count)\""))
    }
    if name == "sarif" || name == "json" {
      _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
    }
  }
}

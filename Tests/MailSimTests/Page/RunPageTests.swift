import Foundation
import Testing

@testable import MailSim

/// A page of a run, held against its trace. What a browser makes of it is `Tests/Page/check.py`'s.
@Suite struct RunPageTests {
  private static let lessons: [URL] = {
    let folder = Repository.root.appending(path: "Scenarios")
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).filter {
      $0.pathExtension == "yaml" && !$0.lastPathComponent.hasPrefix("t09")
    }
    .sorted { $0.path < $1.path }
  }()

  private static func report(_ file: URL) throws -> RunReport {
    let source = try String(contentsOf: file, encoding: .utf8)
    let scenario = try ScenarioReader.read(source, file: file.path)
    return RunReport(scenario, try Simulation(scenario).run(within: .ordinary, until: nil) { _ in })
  }

  private static func data(_ page: String) throws -> [String: Any] {
    let start = try #require(page.range(of: "id=\"run\">"))
    let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
    let json = try JSONSerialization.jsonObject(
      with: Data(page[start.upperBound..<end.lowerBound].utf8))
    return try #require(json as? [String: Any])
  }

  // MARK: The fold

  /// What each change says was there before is what was there, and going all the way back leads to
  /// where it began.
  @Test(arguments: ["figure-2-relay", "a18-mail-loop-stopped", "t13-retries-and-bounces"])
  func goingBackUndoesGoingForward(_ name: String) throws {
    let file = try #require(
      Self.lessons.first { $0.lastPathComponent.hasPrefix(name) } ?? Self.lessons.first)
    let trace = try Self.report(file).trace
    let records = Array(trace.records.indices)
    let playback = Playback(RunFigure(trace, records: records), records: records)
    var values = [String?](repeating: nil, count: playback.parts.count)
    for change in playback.changes {
      #expect(values[change.part] == change.before)
      values[change.part] = change.after
    }
    #expect(!playback.changes.isEmpty)
    for change in playback.changes.reversed() {
      #expect(values[change.part] == change.after)
      values[change.part] = change.before
    }
    #expect(values.allSatisfy { $0 == nil })
  }

  /// The fold comes to what the trace's own lists say.
  @Test func theLastStateIsThatOfTheTrace() throws {
    for file in Self.lessons.prefix(40) {
      let trace = try Self.report(file).trace
      var state = TraceState()
      for record in trace.records { _ = state.apply(record, in: trace) }
      let lying = trace.rests().filter { $0.until == nil }
      #expect(
        Set(state.rests.keys)
          == Set(lying.map { TraceState.Place(copy: $0.copy, storage: $0.storage) }), "\(file)")
      for fate in trace.fates where fate.outcome != .queued {
        let pair = TraceState.Pair(message: fate.message, recipient: fate.recipient)
        #expect(state.fates[pair] == fate.outcome, "\(file)")
      }
      #expect(state.sessions.count == trace.connections.count, "\(file)")
    }
  }

  // MARK: The page

  @Test func everyEventOfEveryLessonHasItsPlaceInTheFigure() throws {
    for file in Self.lessons {
      let report = try Self.report(file)
      let page = RunPage(report).html
      let data = try Self.data(page)
      #expect(data["hasFigure"] as? Bool == true, "\(file)")
      let events = try #require(data["events"] as? [[Any]])
      for (row, event) in events.enumerated() {
        let line = try #require(event[12] as? Int)
        let party = try #require(event[13] as? Int)
        #expect(line >= 0 || party >= 0, "event \(row + 1) of \(file.lastPathComponent)")
      }
      #expect(page.utf8.count <= 500_000, "\(file.lastPathComponent): \(page.utf8.count) octets")
    }
  }

  @Test func theEventsAreThoseOfTheReport() throws {
    let file = try #require(Self.lessons.first { $0.lastPathComponent == "figure-2-relay.yaml" })
    let report = try Self.report(file)
    let data = try Self.data(RunPage(report).html)
    let events = try #require(data["events"] as? [[Any]])
    let strings = try #require(data["strings"] as? [String])
    let lines = EventList(report.trace).lines(EventFilter())
    #expect(events.count == lines.count)
    for (event, line) in zip(events, lines) {
      #expect(event[0] as? Int == Int(line.record.index))
      #expect(strings[try #require(event[9] as? Int)] == line.outcome)
      #expect(strings[try #require(event[10] as? Int)] == line.sentence)
    }
  }

  @Test func theSameRunGivesTheSamePage() throws {
    let report = try Self.report(Self.lessons[3])
    #expect(RunPage(report).html == RunPage(report).html)
  }

  /// A filter chooses a part, and the part is complete: all that was said on its connections.
  @Test func aFilterLeavesOutTheRest() throws {
    let file = try #require(Self.lessons.first { $0.lastPathComponent == "figure-2-relay.yaml" })
    var report = try Self.report(file)
    report.options.filter.message = MessageID(1)
    let data = try Self.data(RunPage(report).html)
    let events = try #require(data["events"] as? [[Any]])
    #expect(events.count == EventList(report.trace).lines(report.options.filter).count)
    let talks = try #require(data["dialogues"] as? [[Any]])
    let whole = try #require(
      try Self.data(RunPage(Self.report(file)).html)["dialogues"] as? [[Any]])
    #expect(talks.count { !$0.isEmpty } < whole.count { !$0.isEmpty })
    for (part, all) in zip(talks, whole) where !part.isEmpty {
      #expect((part[1] as? [Any])?.count == (all[1] as? [Any])?.count)
    }
  }

  // MARK: Questions

  /// What a question takes for right is what the trace says.
  @Test func theAnswersAreThoseOfTheTrace() throws {
    var asked = 0
    for file in Self.lessons.prefix(30) {
      let trace = try Self.report(file).trace
      var quiz = Quiz(trace)
      for line in EventList(trace).lines where !line.isDetail {
        guard case .object = quiz.question(about: line, facts: []) else { continue }
        asked += 1
        var fresh = Quiz(trace)
        let question = fresh.question(about: line, facts: [])
        guard case .integer(let right)? = question["right"] else {
          Issue.record("no answer is right")
          continue
        }
        switch trace.records[line.record].event {
        case .decided(_, let verdict, _, _, _, _):
          #expect([.accept, .refuse, .defer][Int(right)] == verdict)
        case .protection(_, let protection, _):
          #expect([.encrypted, .plaintext, .unknown][Int(right)] == protection)
        case .tlsFailed: #expect(right != 0)
        case .stored(let copy, _):
          let message = trace.messages[trace.copies[copy].message]
          #expect((right == 0) == (message.endToEnd.atRest == .encrypted))
        default: Issue.record("a question about \(line.outcome)")
        }
      }
    }
    #expect(asked > 100)
  }

  // MARK: Strangers' text

  @Test func nothingOfARunBecomesMarkup() throws {
    var report = try Self.report(Self.lessons[0])
    let evil = "</script><script>alert(1)</script><!-- \" ' ` ]]> \u{202e}\u{2028}"
    report.trace.header.title = evil
    report.lesson.goal = evil
    report.lesson.answer = evil
    for row in report.trace.messages.indices { report.trace.messages[row].subject = evil }
    for row in report.trace.cast.hosts.indices { report.trace.cast.hosts[row].title = evil }
    for row in report.trace.cast.people.indices { report.trace.cast.people[row].title = evil }
    for row in report.trace.cast.steps.indices { report.trace.cast.steps[row].title = evil }
    let page = RunPage(report).html
    #expect(!page.contains("<script>alert"))
    #expect(page.components(separatedBy: "<script").count == 3, "the data and the program")
    #expect(page.components(separatedBy: "</script").count == 3)
    #expect(!page.contains(" style=\""))
    let data = try Self.data(page)
    #expect(data["title"] as? String == evil)
  }

  /// The hashes that the pages promise, worked out by the system's own tool.
  @Test(arguments: PageAsset.all.map(\.file))
  func aPageNamesItsOwnStyleAndProgram(_ name: String) throws {
    let asset = try #require(PageAsset.all.first { $0.file == name })
    let file = Repository.root.appending(path: "Sources/MailSim/Page/\(name)")
    let process = Foundation.Process()
    let pipe = Foundation.Pipe()
    process.executableURL = URL(filePath: "/usr/bin/sha256sum")
    process.arguments = [file.path]
    process.standardOutput = pipe
    try process.run()
    let output = String(
      decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    let hex = Array(output.prefix(64).utf8)
    let octets = stride(from: 0, to: 64, by: 2).compactMap {
      UInt8(String(decoding: hex[$0...($0 + 1)], as: UTF8.self), radix: 16)
    }
    let hash = "sha256-" + Data(octets).base64EncodedString()
    #expect(asset.hash == hash, "write it into PageAsset")
    #expect(try Data(contentsOf: file) == Data(asset.text.utf8))
  }

  // MARK: The course

  @Test func theCourseHasEveryLessonBesideItsDefence() {
    var page = CoursePage()
    for name in ["a01-open-relay", "a01-open-relay-stopped", "figure-1-x", "t02-<b>", "my own"] {
      page.add(
        CoursePage.Lesson(
          name: name, title: "Title of \(name)", term: "a <term>", goal: "\"quoted\" </script>",
          files: [("Step through it", "\(name) 1.html")], expectationsHold: name != "my own"))
    }
    let html = page.html
    #expect(html.components(separatedBy: "<article>").count == 6)
    #expect(
      html.components(separatedBy: "<section").count == 5, "the sentences, course, attacks, others")
    let pair = html.range(
      of: "<li><article><h3><a href=.{0,40}>Title of a01-open-relay</a></h3>.*?</li>",
      options: .regularExpression)
    #expect(pair.map { html[$0].contains("a01-open-relay-stopped") } == true)
    #expect(!html.contains("<b>"))
    #expect(html.contains("my%20own%201.html"))
    #expect(html.components(separatedBy: "An expectation fails").count == 2)
    #expect(html.components(separatedBy: "</script>").count == 2)
  }
}

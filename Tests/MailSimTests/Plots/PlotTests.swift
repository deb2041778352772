import Foundation
import Testing

@testable import MailSim

@Suite struct PlotTests {
  private static func results() throws -> [SweepResult] {
    let document = try ScenarioDocument(
      """
      mailsim: 1
      title: One roamer
      run: 5h
      sites:
        csim: {networks: 192.0.2.0/24, ours: yes}
        far: {networks: 203.0.113.0/24}
      servers:
        mail: {host: mail.cs.ait.ac.th, site: csim, domains: cs.ait.ac.th}
      people:
        rita: {site: far, mailbox: rita@cs.ait.ac.th, read: {every: 10m}}
      traffic:
        letters: {from: rita, to: bob@example.org, every: {poisson: 5m}, start: 1h}
      """, file: "one.yaml")
    let plan = SweepPlan(
      factors: [
        try SweepFactor("window=4m,8m"), try SweepFactor("poll=fixed:10m,poisson:10m"),
      ], replications: 3, watched: ["refused"])
    return try Sweep(plan, of: document).run().results
  }

  @Test func aCurveForEachCombinationOfTheOtherSettings() throws {
    let plot = try Plot(
      try Self.results(), x: "window", y: ["refused"],
      laws: try SweepFactor("poll=poisson:10m").levels)
    #expect(
      plot.series.map(\.title) == [
        "poll fixed:10m", "poll poisson:10m", "poll poisson:10m: closed form",
      ])
    #expect(plot.series[0].points.map(\.x) == [240, 480])
    #expect(plot.x.label == "window (minutes)")
    #expect(plot.y.label == "refused (%)")
    let formula = try #require(plot.series.last?.points.first)
    #expect(abs(formula.y - ClosedForm.refused(window: 4, poisson: 10)) < 1e-12)
  }

  @Test func aMeasureOverAnotherIsATradeOffAlongTheFirstNumber() throws {
    let plot = try Plot(try Self.results(), x: "delivered", y: ["refused"])
    #expect(plot.series.map(\.title) == ["poll fixed:10m", "poll poisson:10m"])
    for series in plot.series { #expect(series.points.map(\.label) == ["4m", "8m"]) }
  }

  /// Five colours tell five variants apart, and no sixth.
  @Test func barsOfManyVariantsAreGroupedByVariant() throws {
    let few = try Plot(bars: try Self.results(), measures: ["refused", "delivered"])
    #expect(few.categories == ["refused", "delivered"])
    #expect(few.series.count == 4)
    #expect(few.y.label == "share (%)")
    let results = try Self.results()
    let many = try Plot(bars: results + results, measures: ["refused", "delivered"])
    #expect(many.series.map(\.title) == ["refused", "delivered"])
    #expect(many.categories.first == "4m fixed:10m")
    #expect(many.x.label == "window, poll")
  }

  @Test func whatWasNotMeasuredIsTold() throws {
    let results = try Self.results()
    #expect(throws: PlotError.self) { try Plot(results, x: "window", y: ["refusd"]) }
    #expect(throws: PlotError.self) { try Plot(results, x: "windo", y: ["refused"]) }
    #expect(throws: PlotError.self) { try Plot([], x: "window", y: ["refused"]) }
    #expect(throws: PlotError.self) {
      try Plot(
        results, x: "window", y: ["refused"], laws: try SweepFactor("poll=normal:10m:1m").levels)
    }
  }

  /// A title with quotes cannot leave its place in the script.
  @Test func textsStayTexts() throws {
    let plot = try Plot(
      bars: try Self.results(), measures: ["refused", "delivered"], title: "it's\n`date`")
    let script = plot.script(.svg, to: "it's.svg")
    #expect(script.contains(#"set title 'it'."'".'s `date`'"#))
    #expect(script.contains(#"set output 'it'."'".'s.svg'"#))
    #expect(script.contains("'refused' 0, 'delivered' 1"))
  }

  /// A line of data that reads as the end of its block makes commands of what follows: only
  /// numbers stand there.
  @Test func blocksOfDataHoldNumbersAlone() throws {
    for plot in try Self.hostilePlots() {
      var isInBlock = false
      for line in plot.script(.svg, to: "x").split(separator: "\n") {
        if line.hasSuffix(" << END") {
          isInBlock = true
          continue
        }
        if line == "END" { isInBlock = false }
        guard isInBlock else { continue }
        #expect(line.split(separator: " ").allSatisfy { Double($0) != nil }, "\(line)")
      }
      #expect(!isInBlock)
    }
  }

  /// Texts that are commands, ends of blocks, formats and markup to somebody else; each plot has
  /// them wherever a result of a sweep can put a text.
  private static func hostilePlots() throws -> [Plot] {
    let pair = Array(try results().prefix(2))
    let texts = [
      "x\nEND\nsystem 'touch PWNED'\n$junk << END\n1 2", "'; system 'touch PWNED'; '",
      "''''; system ''''touch PWNED''''; ''''",
      "`touch PWNED`", "\"`touch PWNED`\"", "| touch PWNED", "@x $(touch PWNED)", "100 %d %s %n",
      "\\", "\\'", "{/Bold x}", "</text><script>alert(1)</script>", "]]> & &amp;",
      "a\r\nsystem 'touch PWNED'", "\u{2028}\u{85}\u{1b}[31m\u{202e}\u{0}x",
      "'\u{301}`\u{301}\"\u{301}",
    ]
    return try texts.flatMap { text -> [Plot] in
      let results = pair.enumerated().map { row, result in
        var hostile = result
        hostile.settings = [
          .init(key: "k" + text, value: text, number: Double(row), isTime: false),
          .init(key: text, value: text, number: nil, isTime: false),
        ]
        let estimate = Estimate(value: 0.1 * Double(row + 1), low: 0.05, high: 0.3, count: 9)
        hostile.measures = ["m" + text, "n" + text].map {
          .init(name: $0, kind: .share, estimate: estimate)
        }
        return hostile
      }
      return [
        try Plot(results, x: "k" + text, y: ["m" + text], title: text),
        try Plot(results, x: "m" + text, y: ["n" + text], title: text),
        try Plot(bars: results, measures: ["m" + text], title: text),
        try Plot(bars: results + results + results, measures: ["m" + text], title: text),
      ]
    }
  }

  /// The real program draws them: no command runs, none is misread, and the picture is well-formed.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/gnuplot")))
  func textsThatAreCommandsElsewhereAreDrawnAsTexts() throws {
    let plots = try Self.hostilePlots()
    #expect(plots.count == 64)
    try Self.inTemporaryFolder { folder in
      for plot in plots {
        let script = folder.appendingPathComponent("plot.gp")
        try plot.script(.svg, to: "plot.svg").write(to: script, atomically: true, encoding: .utf8)
        // Long texts find no room, which is said; nothing else is.
        let complaints = try Self.gnuplot(script, in: folder).split(separator: "\n")
        #expect(complaints.allSatisfy { $0.contains("arning") }, "\(plot.title): \(complaints)")
        let picture = folder.appendingPathComponent("plot.svg")
        let texts = try XMLTexts.read(try Data(contentsOf: picture))
        let title = PlainText.line(plot.title).replacing("]]>", with: "]] >")
        let hasRoom = plot.categories.isEmpty
        #expect(!hasRoom || texts.contains(title.trimmingCharacters(in: .whitespaces)), "\(title)")
        try FileManager.default.removeItem(at: picture)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["plot.gp"])
      }
    }
  }

  /// Where gnuplot is installed it draws each kind without a word of complaint.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/gnuplot")))
  func gnuplotTakesTheScripts() throws {
    let results = try Self.results()
    let plots = [
      try Plot(results, x: "window", y: ["refused", "delivered"], title: "It's 50 %"),
      try Plot(results, x: "delivered", y: ["refused"]),
      try Plot(bars: results, measures: ["refused", "delivered"]),
    ]
    try Self.inTemporaryFolder { folder in
      for (row, plot) in plots.enumerated() {
        for format in Plot.Format.allCases {
          let path = folder.appendingPathComponent("\(row).\(format.rawValue)").path
          let script = folder.appendingPathComponent("\(row).gp")
          try plot.script(format, to: path).write(to: script, atomically: true, encoding: .utf8)
          #expect(try Self.gnuplot(script, in: folder) == "")
          let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
          #expect((size ?? 0) > 2_000)
        }
      }
    }
  }

  private static func inTemporaryFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("plots-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// What gnuplot complains of when it plays a script.
  private static func gnuplot(_ script: URL, in folder: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/gnuplot")
    process.arguments = ["--default-settings", script.path]
    process.currentDirectoryURL = folder
    let errors = Foundation.Pipe()
    process.standardError = errors
    try process.run()
    let words = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: words, as: UTF8.self)
  }
}

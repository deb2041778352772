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
    return try Sweep(plan, of: document).run()
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
    #expect(script.contains("set title 'it''s`date`'"))
    #expect(script.contains("set output 'it''s.svg'"))
    #expect(script.contains("'refused' 0, 'delivered' 1"))
  }

  /// Where gnuplot is installed it draws each kind without a word of complaint.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/gnuplot")))
  func gnuplotTakesTheScripts() throws {
    let results = try Self.results()
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("plots-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let plots = [
      try Plot(results, x: "window", y: ["refused", "delivered"], title: "It's 50 %"),
      try Plot(results, x: "delivered", y: ["refused"]),
      try Plot(bars: results, measures: ["refused", "delivered"]),
    ]
    for (row, plot) in plots.enumerated() {
      for format in Plot.Format.allCases {
        let path = folder.appendingPathComponent("\(row).\(format.rawValue)").path
        let script = folder.appendingPathComponent("\(row).gp").path
        try plot.script(format, to: path).write(toFile: script, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/gnuplot")
        process.arguments = [script]
        let errors = Foundation.Pipe()
        process.standardError = errors
        try process.run()
        let words = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(String(decoding: words, as: UTF8.self) == "")
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        #expect((size ?? 0) > 2_000)
      }
    }
  }
}

import ArgumentParser
import Foundation
import MailSim

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draws the results of a sweep with gnuplot: curves, trade-offs, bars.",
    discussion: """
      The ending of the output file says what is written: .svg, .png, .pdf, or .gp for the script.

      EXAMPLES
        mailsim plot output/window --x window --y refused -o refused.svg
        mailsim plot output/window --x window --y refused \\
            --closed-form fixed:10m --closed-form poisson:10m -o refused.png
        mailsim plot output/choice --x rider.taken --y refused -o trade-off.pdf
        mailsim plot output/window --bars refused delivered -o bars.svg
      """)

  @Argument(help: "The directory of a sweep (--out).", completion: .directory)
  var directory: String

  @Option(help: "What to draw over: a varied key, or a measure for a trade-off.")
  var x: String?

  @Option(name: .customLong("y"), parsing: .upToNextOption, help: "The measures to draw.")
  var y: [String] = []

  @Option(parsing: .upToNextOption, help: "Draw bars of these measures instead of curves.")
  var bars: [String] = []

  @Option(help: "Closed form of the refused share over the window, for checks of this law.")
  var closedForm: [String] = []

  @Option(help: "What stands above.")
  var title: String = ""

  @Option(
    name: [.short, .customLong("output")], help: "The file to write.", completion: .file())
  var output: String

  mutating func run() throws {
    try draw()
  }

  private func draw() throws {
    let results = try SweepFolder.results(in: directory)
    let plot = try plot(of: results)
    let ending = output.split(separator: ".").last.map(String.init) ?? ""
    if ending == "gp" {
      try OutputFile.write(plot.script(.svg, to: "plot.svg").utf8, to: output)
      return
    }
    guard let format = Plot.Format(rawValue: ending) else {
      throw CommandError(.usage, "mailsim: \(output): the file must end in .svg, .png, .pdf or .gp")
    }
    try OutputFile.write(try Gnuplot.draw(plot, format), to: output)
  }

  private func plot(of results: [SweepResult]) throws -> Plot {
    do {
      if !bars.isEmpty { return try Plot(bars: results, measures: bars, title: title) }
      guard let x, !y.isEmpty else {
        throw CommandError(
          .usage, "mailsim: say what to draw: --x KEY --y MEASURE, or --bars MEASURE…")
      }
      let laws = try closedForm.flatMap { try SweepFactor("poll=\($0)").levels }
      return try Plot(results, x: x, y: y, laws: laws, title: title)
    } catch let error as PlotError {
      throw CommandError(.usage, "mailsim: \(error)")
    } catch let error as SweepFactorError {
      throw CommandError(.usage, "mailsim: --closed-form: \(error)")
    }
  }
}

/// The program that draws plots.
enum Gnuplot {
  /// Draws a plot.
  ///
  /// - Throws: `CommandError` when gnuplot is not installed, or does not like the script.
  static func draw(_ plot: Plot, _ format: Plot.Format) throws -> [UInt8] {
    let created = try SourceDate.seconds()
    let folder = try TemporaryFolder.make("plot")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/plot"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gnuplot", "--default-settings", "-"]
    let input = Pipe()
    let errors = Pipe()
    process.standardInput = input
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    // A program that is not there never reads what is written to it.
    signal(SIGPIPE, SIG_IGN)
    do {
      try process.run()
    } catch {
      throw absent
    }
    try? input.fileHandleForWriting.write(contentsOf: Data(plot.script(format, to: path).utf8))
    try? input.fileHandleForWriting.close()
    let words = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    if process.terminationStatus == 127 { throw absent }
    guard process.terminationStatus == 0, let picture = try? InputFile.octets(ofFile: path) else {
      throw CommandError(
        .outputFailed,
        "mailsim: gnuplot could not draw this:\n\(String(decoding: words, as: UTF8.self))")
    }
    return format == .pdf ? PDFDate.setting(created, in: picture) : picture
  }

  private static let absent = CommandError(
    .outputFailed,
    "mailsim: plots need gnuplot, which is not installed here: apt-get install gnuplot-nox")
}

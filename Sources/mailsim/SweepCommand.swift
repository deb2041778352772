import ArgumentParser
import Foundation
import MailSim
import MailSimDatabase

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Plays a scenario with varied settings, and tells what each costs, with intervals.",
    discussion: """
      KEY is a path into the scenario file (servers.mail.roaming.window, people.*.read.every) or \
      a short name: \(ScenarioShortName.all.map(\.name).joined(separator: ", ")).
      VALUES is a list (5m,10m), a range (5m..60m/5m), or laws (fixed:10m,poisson:10m).
      Every variant plays the same random numbers, so that differences are not accidents of draws.

      EXAMPLES
        mailsim sweep Scenarios/t09-ten-against-fifteen.yaml --vary window=5m..30m/5m
        mailsim sweep Scenarios/t09-ten-against-fifteen.yaml --vary window=5m..30m/5m \\
            --vary poll=fixed:10m,poisson:10m --precision 5% --out output/window
        mailsim plot output/window --x window --y refused -o refused.svg
      """)

  @Argument(help: "The scenario file.", completion: .file())
  var file: String

  @Option(name: .customLong("vary"), help: "KEY=VALUES; may be given several times.")
  var vary: [String] = []

  @Option(help: "factorial: every combination; latin: --points of them, evenly spread.")
  var design = Design.factorial

  @Option(help: "How many combinations a Latin hypercube has.")
  var points: Int?

  @Option(help: "Runs of each combination, at most (100; with --precision 1000).")
  var replications: Int?

  @Option(help: "Where randomness starts, instead of the scenario's own seed.")
  var seed: UInt64?

  @Option(help: "A combination ends when its intervals are within this share: 5% or 0.05.")
  var precision: String?

  @Option(
    name: .customLong("measure"), parsing: .upToNextOption,
    help: "What to show, and what --precision is asked of (refused delivered encrypted delay).")
  var measures: [String] = []

  @Option(help: "Threads, 1 to 1024; as many as there are cores unless said otherwise.")
  var threads: ThreadCount?

  @Option(
    help: "Keep results in this directory: results.csv, results.jsonl, results.sqlite.",
    completion: .directory)
  var out: String?

  @Flag(help: "Go on where an interrupted sweep with the same settings stopped.")
  var resume = false

  @Flag(help: "List the measures of the scenario, and end.")
  var listMeasures = false

  enum Design: String, ExpressibleByArgument, CaseIterable { case factorial, latin }

  mutating func run() throws {
    try sweep()
  }

  private func sweep() throws {
    let document = try Self.document(file)
    if listMeasures {
      try Self.list(document)
      return
    }
    let plan = try plan(document)
    var sweep: Sweep
    do {
      sweep = try Sweep(plan, of: document)
    } catch {
      throw CommandError(.usage, "mailsim: \(error)")
    }
    sweep.threads = threads?.count
    sweep.cancellation = Interruption.watch()
    let folder = try out.map { try SweepFolder($0, plan: plan, document: document) }
    let finished = try resume ? earlier(folder) : []
    let meter = SweepMeter(alreadyDone: finished.count)
    let results = try sweep.run(finished: finished) {
      meter.show($0)
    } keep: { result in
      try folder?.keep(result, after: finished)
    }
    meter.clear()
    try folder?.complete(results)
    try Terminal.print(SweepTable(results, measures: plan.watched).text)
    if results.count < sweep.variants.count { throw interrupted(results.count, sweep) }
  }

  private func earlier(_ folder: SweepFolder?) throws -> [SweepResult] {
    guard let folder else {
      throw CommandError(
        .usage, "mailsim: --resume needs --out, the directory of the earlier results")
    }
    return try folder.earlier()
  }

  private func interrupted(_ done: Int, _ sweep: Sweep) -> CommandError {
    var words = "mailsim: stopped after \(done) of \(sweep.variants.count) variants"
    if out != nil {
      let arguments = CommandLine.arguments.filter { $0 != "--resume" } + ["--resume"]
      words += "; go on with\n  \(arguments.map(Self.quoted).joined(separator: " "))"
    } else {
      words += "; with --out DIR they would be kept, and --resume would go on from there"
    }
    return CommandError(.interrupted, words)
  }

  private static func quoted(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isLetter || $0.isNumber || "/.,:=-_%+@".contains($0) }
    return plain ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }

  private func plan(_ document: ScenarioDocument) throws -> SweepPlan {
    do {
      let factors = try vary.map { try SweepFactor($0) }
      let base = try document.scenario()
      let precision = try precision.map { try ShareText.read($0, of: "--precision") }
      var plan = SweepPlan(
        factors: factors, replications: replications ?? (precision == nil ? 100 : 1_000),
        seed: seed ?? base.seed, precision: precision)
      guard plan.replications > 0 else {
        throw CommandError(.usage, "mailsim: --replications must be at least 1")
      }
      if !measures.isEmpty { plan.watched = measures }
      if design == .latin {
        guard let points, points > 0 else {
          throw CommandError(.usage, "mailsim: --design latin needs --points N")
        }
        plan.design = .latin(points: points)
      }
      return plan
    } catch let error as SweepFactorError {
      throw CommandError(.usage, "mailsim: --vary \(error)")
    } catch let errors as ScenarioErrors {
      throw CommandError(.invalidScenario, errors.description)
    }
  }

  static func document(_ file: String) throws -> ScenarioDocument {
    do {
      return try ScenarioDocument(contentsOf: file)
    } catch {
      let isMissing = error.errors.contains { $0.code == "S001" }
      throw CommandError(isMissing ? .noInput : .invalidScenario, error.description)
    }
  }

  private static func list(_ document: ScenarioDocument) throws {
    do {
      for measure in Measure.all(for: try document.scenario()) {
        let name = measure.name.padding(toLength: 26, withPad: " ", startingAt: 0)
        try Terminal.print("\(name) \(measure.meaning)\n")
      }
    } catch let problems as ScenarioErrors {
      throw CommandError(.invalidScenario, problems.description)
    }
  }
}

/// Turns Ctrl-C into a request to stop.
enum Interruption {
  private static let request = Cancellation()

  static func watch() -> Cancellation {
    _ = request.isCancelled
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.request.cancel()
        // Who asks twice does not want to wait.
        signal(number, SIG_DFL)
      }
    }
    return request
  }
}

/// Where a sweep stands, and how long it will take, where somebody looks.
final class SweepMeter {
  private let began = Date()
  private let alreadyDone: Int
  private var shown = Date.distantPast
  private var isShown = false

  init(alreadyDone: Int) {
    self.alreadyDone = alreadyDone
  }

  func show(_ progress: Sweep.Progress) {
    let now = Date()
    guard Terminal.isErrorTerminal, now.timeIntervalSince(shown) > 0.2 else { return }
    shown = now
    isShown = true
    let before = Double(alreadyDone) / Double(max(1, progress.variants))
    let done = progress.share - before
    var words =
      "variant \(progress.variant + 1) of \(progress.variants), "
      + "run \(progress.replication) of \(progress.replications)"
    if done > 0.001 {
      let left = now.timeIntervalSince(began) * (1 - progress.share) / done
      words += ", \(Delay.seconds(Int64(left)).spoken) left"
    }
    Terminal.showProgress(words)
  }

  func clear() {
    if isShown { Terminal.showProgress("") }
  }
}

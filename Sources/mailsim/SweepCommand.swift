public import ArgumentParser
import Foundation
public import MailSim
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
        mailsim sweep Scenarios/t09-ten-against-fifteen.yaml --vary window=5m..30m/5m \\
            --against window=15m
        mailsim sweep Scenarios/t09-ten-against-fifteen.yaml --vary window=5m..30m/5m \\
            --replications 1000 --plan plan.json
        mailsim sweep --plan plan.json --print slurm --out output/window >sweep.sh
      """)

  @Argument(help: "The scenario file; none for a plan or a folder.", completion: .file())
  var file: String?

  @Option(name: .customLong("vary"), help: "KEY=VALUES; may be given several times.")
  var vary: [String] = []

  @Option(
    help: "factorial: every combination (unless said otherwise); latin: --points, evenly spread.")
  var design: Design?

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

  @Option(
    help: """
      KEY=VALUE: tell how each variant differs from the one with this value, by pairs of runs with \
      the same random numbers; may be given several times.
      """)
  var against: [String] = []

  @Option(help: "replications: keep the shown measures of every run, in the database.")
  var keep: Kept?

  @Option(help: "Runs that are kept, and handed to a shard, as one (25).")
  var block: Int?

  @Option(
    help: "Threads, 1 to 1024; as many as there are cores, or as a cluster's job was given.")
  var threads: ThreadCount?

  @OptionGroup var limits: RunLimitOptions

  @Option(
    help: "Keep results in this directory: results.csv, results.jsonl, results.sqlite.",
    completion: .directory)
  var out: String?

  @Flag(
    help: """
      Go on from what --out holds: what is missing is played, after an interruption or for more \
      replications, variants or measures.
      """)
  var resume = false

  @Flag(help: "List the measures of the scenario, and end.")
  var listMeasures = false

  @Option(
    help: "With a scenario, write the plan to this file; without, play or print this plan.",
    completion: .file())
  var plan: String?

  @Option(
    help: """
      I/N: play every N-th block of a plan, beginning with the I-th from 0; auto: as the array job \
      of Slurm or the indexed job of Kubernetes says.
      """)
  var shard: String?

  @Option(help: "Merge the shards in this directory into tables.", completion: .directory)
  var merge: String?

  @Option(
    help: """
      \(SweepScript.Engine.allCases.map(\.rawValue).joined(separator: ", ")): print a script that \
      plays a plan in --shards parts on such machines, and merges them.
      """)
  var print: SweepScript.Engine?

  @Option(help: "How many parts --print cuts a plan into; some minutes each unless said otherwise.")
  var shards: Int?

  enum Design: String, ExpressibleByArgument, CaseIterable { case factorial, latin }
  enum Kept: String, ExpressibleByArgument, CaseIterable { case replications }

  func run() throws {
    if let merge {
      try refuse(ofPlan + ofPlaying + ofShards + [("--plan", plan != nil)], for: "--merge")
      if let file {
        throw CommandError(.usage, "mailsim: --merge takes no scenario, but there is \(file)")
      }
      try SweepMerging(folder: merge).run()
    } else if let file {
      try refuse(ofShards, for: "a scenario; write a plan with --plan FILE first")
      if plan != nil { try refuse(ofPlaying, for: "--plan with a scenario") }
      try play(file)
    } else if let plan {
      try refuse(ofPlan, for: "a plan, which holds them")
      let file = try SweepFolder.plan(plan)
      if let print {
        try refuse(
          [("--threads", threads != nil), ("--shard", shard != nil)] + limits.given, for: "--print")
        try SweepPrinting(engine: print, plan: plan, file: file, folder: out, shards: shards).run()
      } else {
        try refuse([("--shards", shards != nil)], for: "a plan without --print")
        try SweepShardPlaying(
          plan: plan, file: file, shard: shard, folder: out, threads: threads?.count,
          limits: limits.limits
        ).run()
      }
    } else {
      throw CommandError(.usage, "mailsim: sweep takes a scenario file, --plan FILE or --merge DIR")
    }
  }

  /// Which options were given: those that make a plan, that play one here, and that cut one up.
  private var ofPlan: [(String, Bool)] {
    [
      ("--vary", !vary.isEmpty), ("--design", design != nil), ("--points", points != nil),
      ("--replications", replications != nil), ("--seed", seed != nil),
      ("--precision", precision != nil), ("--measure", !measures.isEmpty),
      ("--against", !against.isEmpty), ("--keep", keep != nil), ("--block", block != nil),
      ("--resume", resume), ("--list-measures", listMeasures),
    ]
  }

  private var ofPlaying: [(String, Bool)] {
    [("--out", out != nil), ("--threads", threads != nil), ("--resume", resume)] + limits.given
  }

  private var ofShards: [(String, Bool)] {
    [("--shard", shard != nil), ("--print", print != nil), ("--shards", shards != nil)]
  }

  /// An option that would do nothing is a mistake.
  private func refuse(_ options: [(name: String, isGiven: Bool)], for what: String) throws {
    guard let option = options.first(where: \.isGiven) else { return }
    throw CommandError(.usage, "mailsim: \(option.name) has no use with \(what)")
  }

  private func play(_ file: String) throws {
    let document = try Self.document(file)
    if listMeasures {
      try Self.list(document)
      return
    }
    let settings = try settings(document)
    var sweep: Sweep
    do {
      sweep = try Sweep(settings, of: document)
    } catch {
      throw CommandError(.usage, "mailsim: \(error)")
    }
    let plan = SweepPlanFile(settings, vary: vary, of: document)
    if let path = self.plan {
      try OutputFile.check([path], reading: [file])
      try OutputFile.write(plan.octets, to: path)
      return
    }
    if resume, out == nil {
      throw CommandError(
        .usage, "mailsim: --resume needs --out, the directory of the earlier results")
    }
    sweep.threads = threads?.count
    sweep.limits = limits.limits
    let folder = try out.map { try SweepFolder($0, plan: plan, isExtended: resume) }
    let (tallies, end) = try SweepPlaying(folder: folder).play(&sweep)
    let results = tallies.results
    try folder?.write(results, tallies)
    try Terminal.print(SweepTable(results, measures: settings.watched).text)
    if let end { throw interrupted(end, results.count, sweep) }
  }

  private func interrupted(_ end: Interruption.Kind, _ done: Int, _ sweep: Sweep) -> CommandError {
    var words = "mailsim: stopped after \(done) of \(sweep.variants.count) variants"
    if out != nil {
      let arguments = CommandLine.arguments.filter { $0 != "--resume" } + ["--resume"]
      words += "; go on with\n  \(arguments.map(ShellText.quoted).joined(separator: " "))"
    } else {
      words += "; with --out DIR they would be kept, and --resume would go on from there"
    }
    return CommandError(end.status, words)
  }

  private func settings(_ document: ScenarioDocument) throws -> SweepPlan {
    do {
      let factors = try vary.map { try SweepFactor($0) }
      let base = try document.scenario()
      let precision = try precision.map { try ShareText.read($0, of: "--precision") }
      var plan = SweepPlan(
        factors: factors, replications: replications ?? (precision == nil ? 100 : 1_000),
        seed: seed ?? base.seed, precision: precision)
      guard (1...SweepPlanFile.mostReplications) ~= plan.replications else {
        throw CommandError(
          .usage, "mailsim: --replications must be 1 to \(SweepPlanFile.mostReplications)")
      }
      if let block {
        guard SweepPlanFile.blockSizes ~= block else {
          throw CommandError(
            .usage, "mailsim: --block must be 1 to \(SweepPlanFile.blockSizes.upperBound)")
        }
        plan.blockSize = block
      }
      if !measures.isEmpty { plan.watched = measures }
      plan.keepsReplications = keep == .replications
      plan.against = try against.map { text in
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
          throw CommandError(.usage, "mailsim: --against \(text): write KEY=VALUE")
        }
        return SweepPlan.Setting(
          key: String(text[..<sign]), value: String(text[text.index(after: sign)...]))
      }
      if !plan.against.isEmpty, precision != nil {
        throw CommandError(
          .usage, "mailsim: --against compares runs one by one; --precision ends variants apart")
      }
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

extension SweepScript.Engine: ExpressibleByArgument {}

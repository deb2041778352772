import ArgumentParser
import MailSim

@main
struct Mailsim: ParsableCommand {
  @Argument var files: [String] = []
  mutating func run() throws {
    for f in files {
      do {
        let s = try ScenarioReader.read(contentsOf: f)
        let t = Simulation(s).run()
        for h in t.hops() {
          print(h.kind, t.cast.hosts[h.from].name, t.cast.hosts[h.to].name, h.protection, h.reason)
        }
        for d in t.decisions { print(d.verdict, d.reason, d.reply) }
        for f in t.fates { print(f.outcome) }
      } catch let e as ScenarioProblems { print(e) }
    }
  }
}

import ArgumentParser
import Foundation
import MailSim

@main
struct Mailsim: ParsableCommand {
  @Argument var files: [String] = []
  mutating func run() throws {
    for f in files {
      do {
        let s = try ScenarioReader.read(contentsOf: f)
        let t = Simulation(s).run()
        print(EventList(t).text())
        for d in Diagram.allCases {
          var o = DiagramOptions()
          if d == .sequence { o.message = MessageID(index: 0) }
          guard let g = try? d.graph(of: t, o) else { continue }
          let base =
            "/tmp/pics/" + URL(fileURLWithPath: f).deletingPathExtension().lastPathComponent
            + "-\(d)"
          try g.dot.write(toFile: base + ".dot", atomically: true, encoding: .utf8)
          do {
            try Data(Graphviz.render(g, as: .png)).write(to: URL(fileURLWithPath: base + ".png"))
            let svg = String(decoding: try Graphviz.render(g, as: .svg), as: UTF8.self)
            try o.polish.polished(svg, of: g).write(
              toFile: base + ".svg", atomically: true, encoding: .utf8)
          } catch { print(error) }
          for x in g.sentences.prefix(12) { print(x) }
        }
      } catch let e as ScenarioProblems { print(e) }
    }
  }
}

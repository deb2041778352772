import Foundation
import Testing

@testable import MailSim

@Suite struct DiagramCheckTests {
  static let scenarios: [URL] = {
    let files = try? FileManager.default.contentsOfDirectory(
      at: Repository.scenarios, includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "yaml" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }()

  /// Every picture of every lesson agrees with its run, and nothing lies on top of anything.
  @Test(arguments: scenarios) func everyScenarioCanBeDrawn(_ file: URL) throws {
    let trace = Simulation(try ScenarioReader.read(contentsOf: file.path)).run()
    for diagram in Diagram.allCases {
      // Of these two only the lettering grows.
      let isPlain = diagram == .sequence || diagram == .topology
      for density in isPlain ? [.page] : DiagramOptions.Density.allCases {
        var options = DiagramOptions()
        options.density = density
        guard let graph = try Self.graph(diagram, trace, options) else { continue }
        let routable = Graphviz.routable(graph)
        let picture = try Graphviz.render(
          dot: routable.dot, engine: graph.engine.rawValue, as: "svg")
        #expect(picture.remarks == "", "\(diagram) \(density)")
        let drawing = Drawing(svg: String(decoding: picture.bytes, as: UTF8.self))
        #expect(
          LayoutCheck.violations(of: graph, drawnAs: drawing) == [], "\(diagram) \(density)")
        if diagram == .relay { try Self.expectRowsMatchArrows(graph, drawing) }
      }
    }
  }

  @Test func thereAreScenarios() {
    #expect(Self.scenarios.count >= 2)
  }

  /// nil where the run did nothing that the picture shows; a contradiction is thrown on.
  private static func graph(_ diagram: Diagram, _ trace: Trace, _ options: DiagramOptions)
    throws -> Graph?
  {
    do {
      return try diagram.graph(of: trace, options)
    } catch DiagramError.nothingTravelled, DiagramError.nothingDecided, DiagramError.noDialogue {
      return nil
    }
  }

  /// Each arrow meets the server at the height of the row it is meant for: a router that knows
  /// no ports once led a refused arrow to a row that accepts.
  private static func expectRowsMatchArrows(_ graph: Graph, _ drawing: Drawing) throws {
    let server = try #require(graph.nodes.first { $0.id.hasPrefix("server-") })
    let texts = try #require(drawing.node(server.id)).texts
    var rows: [String: Double] = [:]
    for cell in server.label.cells {
      guard let port = cell.attributes["PORT"], port.hasPrefix("w"),
        let words = cell.content.texts.first?.text,
        let text = texts.first(where: {
          $0.words.trimmingCharacters(in: .whitespaces)
            == words.trimmingCharacters(in: .whitespaces)
        })
      else { continue }
      rows[String(port.dropFirst())] = text.at.y
    }
    for (row, edge) in graph.edges.enumerated() where edge.to.node == server.id {
      let port = try #require(edge.to.port?.dropFirst()).description
      let end = try #require(drawing.edge(row)?.curve.last)
      let nearest = rows.min { abs($0.value - end.y) < abs($1.value - end.y) }
      #expect(nearest?.key == port, "\(edge.title)")
    }
  }

  // MARK: Pictures that lie

  @Test func anUntouchedPictureAgrees() throws {
    for diagram in Diagram.allCases {
      for theme in DiagramOptions.Theme.allCases {
        var options = DiagramOptions()
        options.theme = theme
        let trace = DiagramWorld.world(for: diagram).trace
        let graph = try diagram.graph(of: trace, options)
        #expect(DiagramCheck.violations(in: graph, of: diagram, from: trace, options) == [])
      }
    }
  }

  @Test func aWrongColourIsFound() throws {
    #expect(
      try violations(.encryption) { graph in
        let row = graph.edges.firstIndex { $0.attributes["style"] == "dashed" }!
        graph.edges[row].attributes["color"] = Palette.light.ok
      } > 0)
  }

  @Test func aSolidLineForAReadableHopIsFound() throws {
    #expect(
      try violations(.encryption) { graph in
        for row in graph.edges.indices where graph.edges[row].attributes["style"] == "dashed" {
          graph.edges[row].attributes["style"] = nil
        }
      } > 0)
  }

  @Test func aMissingHopIsFound() throws {
    #expect(
      try violations(.encryption) { graph in
        graph.edges.removeAll { $0.from.node == "hop-1" || $0.to.node == "hop-1" }
      } > 0)
  }

  @Test func anArrowTheWrongWayIsFound() throws {
    #expect(
      try violations(.encryption) { graph in
        for row in graph.edges.indices where graph.edges[row].from.node == "hop-1" {
          graph.edges[row].attributes["dir"] = "none"
        }
      } > 0)
  }

  @Test func aRefusedArrowThatGoesOnIsFound() throws {
    #expect(
      try violations(.relay) { graph in
        var onward = graph.edges.first { $0.from.port?.hasPrefix("e") == true }!
        onward.from.port = "e3"
        graph.edges.append(onward)
      } > 0)
  }

  @Test func aRefusedArrowAtAnAcceptingRowIsFound() throws {
    #expect(
      try violations(.relay) { graph in
        let row = graph.edges.firstIndex { $0.attributes["arrowhead"] == "tee" }!
        graph.edges[row].to.port = "w1"
      } > 0)
  }

  @Test func aMissingVerdictIsFound() throws {
    #expect(
      try violations(.relay) { graph in
        graph.edges.remove(at: graph.edges.firstIndex { $0.to.port == "w2" }!)
      } > 0)
  }

  private func violations(_ diagram: Diagram, _ change: (inout Graph) -> Void) throws -> Int {
    let trace = DiagramWorld.world(for: diagram).trace
    var graph = try diagram.graph(of: trace)
    change(&graph)
    return DiagramCheck.violations(in: graph, of: diagram, from: trace).count
  }

  // MARK: Layouts that cannot be read

  @Test func partsOnTopOfEachOtherAreFound() throws {
    var graph = Graph(name: "x")
    graph.engine = .neato
    let words = GraphLabel.lines([GraphLabel.TextLine("words", size: 14, color: "#000000")])
    for (row, x) in [0, 10, 200, 400].enumerated() {
      graph.nodes.append(
        Graph.Node("\(row)", words, title: "\(row)", ["shape": "box", "pos": "\(x),0!"]))
    }
    graph.attributes["inputscale"] = "72"
    graph.edges = [Graph.Edge(Graph.End("1"), Graph.End("3"), title: "long", [:])]
    let drawing = Drawing(svg: try Graphviz.text(graph))
    #expect(
      LayoutCheck.violations(of: graph, drawnAs: drawing) == [
        "'0' and '1' overlap", "the arrow 'long' runs through '2'",
      ])
  }

  // MARK: Random runs

  @Test func randomPathsAreDrawnAsTheyWere() throws {
    for seed in UInt64(1)...40 {
      var stream = RandomStreams(seed: seed).stream(for: "paths")
      var world = DiagramWorld()
      let servers = [DiagramWorld.csim, DiagramWorld.gatewayA, DiagramWorld.gatewayB]
      for _ in 0...stream.below(5) {
        let message = world.message(to: "bob@example.org", sealed: stream.below(4) == 0)
        var copy: CopyID?
        var here = [DiagramWorld.alice, DiagramWorld.mallory, DiagramWorld.bob][stream.below(3)]
        for _ in 0...stream.below(4) {
          let next = servers.filter { $0 != here }[stream.below(here.index < 3 ? 2 : 3)]
          let reasons = ProtectionReason.allCases
          let reason = reasons[stream.below(reasons.count)]
          let protection: Protection =
            reason.isEncrypted ? .encrypted : reason == .beyondTheModel ? .unknown : .plaintext
          copy = world.send(message, here, next, protection, reason, after: copy)
          here = next
        }
        if let copy, stream.below(2) == 0 { world.read(copy, by: PersonID(stream.below(3))) }
      }
      let graph = try Diagram.encryption.graph(of: world.trace)
      _ = try Graphviz.render(graph, as: .plain)
    }
  }

  @Test func randomVerdictsAreDrawnAsTheyWere() throws {
    for seed in UInt64(1)...40 {
      var stream = RandomStreams(seed: seed).stream(for: "verdicts")
      var world = DiagramWorld()
      for _ in 0...stream.below(12) {
        let verdict = RelayVerdict.allCases[stream.below(3)]
        world.decide(
          HostID(1 + stream.below(5)), to: "u@\(["a", "b", "c"][stream.below(3)]).example",
          rule: stream.below(4), verdict,
          ReasonCode.allCases[stream.below(ReasonCode.allCases.count)],
          verdict == .accept ? .recipientOk : [.mailboxFull, .relayingDenied][stream.below(2)])
      }
      let graph = try Diagram.relay.graph(of: world.trace)
      let drawing = Drawing(svg: try Graphviz.text(graph))
      try Self.expectRowsMatchArrows(graph, drawing)
    }
  }
}

import Testing

@testable import MailSim

/// Pictures of runs nobody has thought of.
@Suite struct DiagramGeneratedTests {
  /// Whatever happened, a picture that comes out agrees with the run, and Graphviz can draw it.
  @Test func everyRunIsDrawnAsItWas() throws {
    for number in stride(from: 7, to: 2_000, by: 67) {
      let trace = Simulation(GeneratedScenario.make(UInt64(number))).run()
      for diagram in Diagram.allCases {
        do {
          let graph = try diagram.graph(of: trace)
          _ = try Graphviz.render(graph, as: .plain)
        } catch DiagramError.nothingTravelled, DiagramError.nothingDecided, DiagramError.noDialogue
        {
          continue
        }
      }
    }
  }

  /// For this placement the library's orthogonal router fails an assertion and ends the process.
  @Test func aRouterThatGivesUpTakesNobodyWithIt() throws {
    let trace = Simulation(GeneratedScenario.make(208)).run()
    let graph = try Diagram.encryption.graph(of: trace)
    let drawing = Drawing(svg: try Graphviz.text(graph))
    #expect(graph.edges.indices.contains { drawing.edge($0)?.curve.isEmpty == false })
  }
}

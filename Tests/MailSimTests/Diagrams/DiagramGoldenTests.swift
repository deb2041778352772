import Testing

@testable import MailSim

/// Our own text, never the library's bytes: what a newer Graphviz makes of it is its business.
@Suite struct DiagramGoldenTests {
  @Test(arguments: Diagram.allCases) func theTextIsAsReviewed(_ diagram: Diagram) throws {
    let graph = try diagram.graph(of: DiagramWorld.world(for: diagram).trace)
    try expectGolden(graph.dot, "diagram-\(diagram.rawValue).dot")
  }

  @Test func thePrintedPathIsAsReviewed() throws {
    var options = DiagramOptions()
    options.theme = .mono
    options.density = .lecture
    let graph = try Diagram.encryption.graph(of: DiagramWorld.path.trace, options)
    try expectGolden(graph.dot, "diagram-encryption-mono-lecture.dot")
  }

  @Test(arguments: Diagram.allCases) func theSentencesAreAsReviewed(_ diagram: Diagram) throws {
    let graph = try diagram.graph(of: DiagramWorld.world(for: diagram).trace)
    try expectGolden(
      graph.sentences.joined(separator: "\n") + "\n", "diagram-\(diagram.rawValue).txt")
  }
}

import Foundation
import Testing

@testable import MailSim

@Suite struct GraphvizTests {
  /// Names come from a file and may be anything.
  static let names = [
    "Tom & Jerry", "1a", "\"quoted\"", "it's", "back\\slash", "trailing\\", "\\N \\G \\l", "Grüße",
    "日本語", "<b>bold</b>", "</TABLE>", "&amp;", "&#45;", "%3", "a:b:c", "{x|y}", "a\nb\tc", "\0",
    "\u{7f}\u{85}\u{feff}", "\u{fffe}\u{ffff}", "e\u{301}", "🔒", "", " ", "digraph", "node -> edge",
    String(repeating: "long ", count: 40), "--", "]]>", "/* */", "#x", "'\"><script>",
  ]

  @Test(arguments: Diagram.allCases) func everyNameCanBeDrawn(_ diagram: Diagram) throws {
    for name in Self.names {
      var world = DiagramWorld.world(for: diagram)
      world.trace.header.title = name
      for row in world.trace.cast.sites.indices { world.trace.cast.sites[row].title = name }
      for row in world.trace.cast.hosts.indices {
        world.trace.cast.hosts[row].title = name
        world.trace.cast.hosts[row].remark = name
      }
      for row in world.trace.cast.people.indices { world.trace.cast.people[row].title = name }
      for row in world.trace.cast.rules.indices { world.trace.cast.rules[row].meaning = name }
      world.trace.cast.links = [
        Cast.Link(a: SiteID(index: 0), b: SiteID(index: 1), remark: name)
      ]
      for row in world.trace.cast.mailboxes.indices {
        world.trace.cast.mailboxes[row] = Mailbox(
          localPart: name, domain: world.trace.cast.mailboxes[row].domain)
      }
      let graph = try diagram.graph(of: world.trace)
      let picture = try Graphviz.render(dot: graph.dot, engine: graph.engine.rawValue, as: "svg")
      #expect(picture.remarks == "", "\(name.debugDescription)")
      let svg = DiagramOptions().polish.polished(
        String(decoding: picture.bytes, as: UTF8.self), of: graph)
      expectWellFormed(svg, name)
    }
  }

  @Test func randomNamesCanBeDrawn() throws {
    let letters = Array("ab<>&\"'\\{}|[]:;#%=\n\t\0é日🔒/-—\u{202e}\u{301}")
    for seed in UInt64(1)...60 {
      var stream = RandomStreams(seed: seed).stream(for: "names")
      let name = String((0...stream.below(50)).map { _ in letters[stream.below(letters.count)] })
      var world = DiagramWorld.path
      world.trace.cast.hosts[0].title = name
      world.trace.cast.sites[0].title = name
      let graph = try Diagram.encryption.graph(of: world.trace)
      let svg = DiagramOptions().polish.polished(try Graphviz.text(graph), of: graph)
      expectWellFormed(svg, name)
    }
  }

  private func expectWellFormed(_ svg: String, _ name: String) {
    #expect(XMLShape.violation(in: svg) == nil, "\(name.debugDescription)")
  }

  // MARK: What goes wrong

  /// The library itself would draw the node's name and call that a success.
  @Test func aBrokenLabelIsAFailure() {
    let failure = #expect(throws: GraphvizError.self) {
      try Graphviz.render(
        dot: "digraph g { \"a\" [label=<<B>Tom & Jerry</B>>] }", engine: "dot", as: "svg")
    }
    #expect(failure?.description.contains("label of node a") == true)
  }

  /// Tables whose cells have more attributes than the library knows fail by the party's title.
  @Test func aBrokenLabelIsNamedAfterItsParty() {
    var graph = Graph(name: "g")
    let table = GraphLabel.Table(["BORDER": "many"], [.cells([GraphLabel.Cell([:], .lines([]))])])
    graph.nodes = [Graph.Node("n7", .table(table), title: "CSIM mail server")]
    let words = GraphLabel.Table([:], [])
    graph.nodes.append(Graph.Node("n8", .table(words), title: "Gateway A"))
    let failure = #expect(throws: GraphvizError.self) { try Graphviz.render(graph, as: .svg) }
    #expect(failure?.description.contains("'Gateway A'") == true, "\(String(describing: failure))")
  }

  @Test(arguments: ["", "no graph", "digraph {", "digraph g { a -> }"])
  func whatIsNoGraphIsAFailure(_ dot: String) {
    #expect(throws: GraphvizError.self) {
      try Graphviz.render(dot: dot, engine: "dot", as: "svg")
    }
  }

  @Test func aMissingPluginSaysWhatToInstall() {
    for (engine, format) in [("dot", "no-such-format"), ("no-such-layout", "svg")] {
      let failure = #expect(throws: GraphvizError.self) {
        try Graphviz.render(dot: "digraph g { a -> b }", engine: engine, as: format)
      }
      #expect(failure?.description.hasSuffix("on Debian: apt install libgvc6") == true)
    }
  }

  /// One failure must not leave anything behind for the next picture.
  @Test func theNextPictureIsFine() throws {
    _ = try? Graphviz.render(dot: "digraph g { a [label=<<B>] }", engine: "dot", as: "svg")
    let picture = try Graphviz.render(dot: "digraph g { a -> b }", engine: "dot", as: "svg")
    #expect(picture.remarks == "")
  }

  @Test func everyFormatBeginsAsItShould() throws {
    let graph = try Diagram.encryption.graph(of: DiagramWorld.path.trace)
    #expect(try Graphviz.render(graph, as: .png).starts(with: [0x89, 0x50, 0x4e, 0x47]))
    #expect(try Graphviz.render(graph, as: .pdf).starts(with: Array("%PDF".utf8)))
    #expect(try Graphviz.text(graph, as: .plain).hasPrefix("graph "))
    #expect(try Graphviz.text(graph).contains("<svg"))
  }

  @Test func pictureFromManyThreadsAreWhole() async throws {
    let graph = try Diagram.encryption.graph(of: DiagramWorld.path.trace)
    let expected = try Graphviz.text(graph, as: .plain)
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 { group.addTask { try Graphviz.text(graph, as: .plain) } }
      for try await text in group { #expect(text == expected) }
    }
  }
}

/// Looks whether tags of an XML text are closed in the order they were opened, and whether
/// every ampersand begins a reference.
enum XMLShape {
  /// By scalars: an accent after a bracket makes one character of both.
  static func violation(in text: String) -> String? {
    var open: [String] = []
    var rest = text.unicodeScalars[...]
    while let start = rest.firstIndex(where: { $0 == "<" || $0 == "&" }) {
      let isTag = rest[start] == "<"
      rest = rest[rest.index(after: start)...]
      guard let end = rest.firstIndex(of: isTag ? ">" : ";") else { return "no end" }
      let inner = String(rest[..<end])
      rest = isTag ? rest[rest.index(after: end)...] : rest
      if !isTag {
        let isKnown = ["amp", "lt", "gt", "quot", "apos"].contains(inner) || inner.hasPrefix("#")
        if !isKnown { return "&\(inner.prefix(10))" }
      } else if inner.hasPrefix("/") {
        guard open.popLast() == String(inner.dropFirst()) else { return "<\(inner)> too early" }
      } else if !inner.hasSuffix("/") {
        open.append(String(inner.prefix { $0 != " " && $0 != "\n" }))
      }
    }
    return open.isEmpty ? nil : "<\(open[0])> stays open"
  }
}

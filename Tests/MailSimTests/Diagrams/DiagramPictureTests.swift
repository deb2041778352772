import Foundation
import Testing

@testable import MailSim

@Suite struct DiagramPictureTests {
  /// Graphviz orders zones by their addresses in memory; a page in version control must not change.
  @Test(arguments: Diagram.allCases) func fortyDrawingsAreOnePicture(_ diagram: Diagram) throws {
    let trace = DiagramWorld.world(for: diagram).trace
    var pictures: Set<String> = []
    for _ in 0..<40 { pictures.insert(try svg(diagram, trace)) }
    #expect(pictures.count == 1)
  }

  @Test func theGraphIsTheSameText() throws {
    for diagram in Diagram.allCases {
      let trace = DiagramWorld.world(for: diagram).trace
      #expect(try diagram.graph(of: trace).dot == diagram.graph(of: trace).dot)
    }
  }

  // MARK: SVG

  @Test func aScreenReaderFindsTitleAndSentences() throws {
    let svg = try svg(.encryption, DiagramWorld.path.trace)
    #expect(svg.hasPrefix("<svg "))
    #expect(svg.contains("role=\"graphics-document\""))
    #expect(svg.contains("aria-labelledby=\"picture-title picture-text\""))
    #expect(svg.contains("<title id=\"picture-title\">By hand: "))
    #expect(svg.contains("Alice to CSIM mail server: SMTP, encrypted (STARTTLS)."))
    #expect(svg.contains("Gateway A to Gateway B: SMTP, plaintext (no TLS offered)."))
  }

  /// A browser shows titles when something is pointed at: none of them may be an internal name.
  @Test(arguments: Diagram.allCases) func titlesAreWords(_ diagram: Diagram) throws {
    let svg = try svg(diagram, DiagramWorld.world(for: diagram).trace)
    let titles = svg.split(separator: "<title>").dropFirst().map { $0.prefix { $0 != "<" } }
    #expect(!titles.isEmpty)
    for title in titles {
      #expect(!title.contains("cluster") && !title.contains("-&gt;") && !title.contains("host-"))
    }
  }

  @Test(arguments: Diagram.allCases) func noForeignTonguesAreLeft(_ diagram: Diagram) throws {
    let svg = try svg(diagram, DiagramWorld.world(for: diagram).trace)
    for word in ["transparent", "<?xml", "<!DOCTYPE", "&#45;", "<!--"] {
      #expect(!svg.contains(word), "\(word)")
    }
    let head = svg.prefix { $0 != ">" }
    #expect(head.contains("viewBox=\"0.00 0.00 "))
    #expect(!head.contains(" width=") && !head.contains(" height="))
  }

  @Test func onlyAutoFollowsItsReader() throws {
    for theme in DiagramOptions.Theme.allCases {
      var options = DiagramOptions()
      options.theme = theme
      let svg = try svg(.encryption, DiagramWorld.path.trace, options)
      #expect(svg.contains("prefers-color-scheme") == (theme == .auto))
    }
  }

  /// Every colour in use changes with the reader, or dark ink would be left on dark ground.
  @Test(arguments: Diagram.allCases) func noColourIsForgottenInTheDark(_ diagram: Diagram) throws {
    let svg = try svg(diagram, DiagramWorld.world(for: diagram).trace)
    let known = Set(Palette.darkColors.map(\.light)).union(["none"])
    let body = try #require(svg.firstRange(of: "</style>")).upperBound
    for attribute in ["fill=\"", "stroke=\""] {
      for part in svg[body...].split(separator: attribute).dropFirst() {
        let color = String(part.prefix { $0 != "\"" })
        #expect(known.contains(color), "\(attribute)\(color)")
      }
    }
  }

  @Test func dashesAreWideEnoughForAProjector() throws {
    let svg = try svg(.encryption, DiagramWorld.path.trace)
    #expect(svg.contains(".dashed path{stroke-dasharray:9 6}"))
    #expect(svg.contains("class=\"edge hop plaintext dashed\""))
    #expect(svg.contains("class=\"edge hop unknown dotted\""))
  }

  // MARK: Frames

  @Test(arguments: [Diagram.encryption, .relay, .sequence])
  func framesHaveOneSizeAndGrow(_ diagram: Diagram) throws {
    let trace = DiagramWorld.world(for: diagram).trace
    let frames = try diagram.frames(of: trace)
    #expect(frames.count > 2)
    var sizes: Set<String> = []
    var arrows: [Int] = []
    for frame in frames {
      let drawing = Drawing(svg: try Graphviz.text(frame))
      sizes.insert("\(drawing.width) × \(drawing.height)")
      arrows.append(frame.edges.indices.count { drawing.edge($0)?.curve.isEmpty == false })
    }
    #expect(sizes.count == 1)
    #expect(arrows == arrows.sorted() && Set(arrows).count == arrows.count)
    let whole = Drawing(svg: try Graphviz.text(try diagram.graph(of: trace)))
    #expect(Drawing(svg: try Graphviz.text(frames[frames.count - 1])) == whole)
  }

  // MARK: The dialogue

  /// What passes before the handshake is readable, what passes after it is not.
  @Test func aDialogueTurnsGreenWithTheHandshake() throws {
    let graph = try Diagram.sequence.graph(of: DiagramWorld.dialogue.trace)
    let arrows = graph.edges.filter { $0.from.node.hasPrefix("a-") }
    #expect(
      arrows.map { $0.attributes["class"] } == [
        "hop plaintext dashed", "hop plaintext dashed", "hop plaintext dashed", "hop encrypted",
        "flow refused dashed",
      ])
  }

  @Test func aLongDialogueSaysWhatIsLeftOut() throws {
    var world = DiagramWorld()
    let connection = world.connect(DiagramWorld.alice, DiagramWorld.csim)
    for _ in 0..<130 {
      world.note(.smtpCommand(connection, .noop))
      world.note(.smtpReply(connection, .ok, offering: nil))
    }
    let graph = try Diagram.sequence.graph(of: world.trace)
    #expect(graph.allNodes.contains { $0.title == "… and 10 more lines" })
    #expect(graph.sentences.last == "And 10 more lines.")
  }

  // MARK: Rows

  /// A full mailbox: the rule that takes mail for inside takes some of it and not the rest.
  @Test func aRuleWithTwoVerdictsShowsBoth() throws {
    var world = DiagramWorld()
    let to = "alice@cs.ait.ac.th"
    world.decide(DiagramWorld.gatewayA, to: to, rule: 0, .accept, .insideRecipient)
    world.decide(DiagramWorld.gatewayA, to: to, rule: 0, .defer, .limit, .mailboxFull)
    world.decide(DiagramWorld.gatewayA, to: to, rule: 0, .defer, .limit, .mailboxFull)
    let graph = try Diagram.relay.graph(of: world.trace)
    let server = try #require(graph.nodes.first { $0.id.hasPrefix("server-") })
    let row = try #require(server.label.cells.first { $0.attributes["PORT"] == "e0" })
    #expect(row.content.texts.map(\.text) == ["✔ accept", "✘ not now  ×2", "452 4.2.2"])
    #expect(row.attributes["BGCOLOR"] == Palette.light.box)
  }

  // MARK: The projector

  @Test func smallLetteringIsRemarkedOn() throws {
    var options = DiagramOptions()
    let large = SlideLegibility(Drawing(svg: "<svg viewBox=\"0 0 900 500\">"), options)
    #expect(large.note == nil)
    let small = SlideLegibility(Drawing(svg: "<svg viewBox=\"0 0 1920 500\">"), options)
    #expect(small.names == 8.5 && small.words == 6.5)
    #expect(small.note?.contains("8.5 pt") == true)
    options.density = .lecture
    let lecture = SlideLegibility(Drawing(svg: "<svg viewBox=\"0 0 1200 500\">"), options)
    #expect(lecture.note == nil)
  }

  private func svg(
    _ diagram: Diagram, _ trace: Trace, _ options: DiagramOptions = DiagramOptions()
  ) throws -> String {
    let graph = try diagram.graph(of: trace, options)
    return options.polish.polished(try Graphviz.text(graph), of: graph)
  }
}

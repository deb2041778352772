import Foundation
import MailSimDatabase
import Testing

@testable import MailSim

/// Text written into another language stays text, as a parser of that language reads it.
@Suite struct EscapingTests {
  @Test(arguments: HostileText.all)
  func plainTextHasNoControlCharacters(_ text: String) {
    #expect(PlainText.lines(text).controls == [])
    #expect(PlainText.line(text).unicodeScalars.allSatisfy { !$0.isControl })
    #expect(PlainText.line(PlainText.line(text)) == PlainText.line(text))
  }

  @Test func printableTextStaysAsItIs() {
    for text in ["Grüße, 你好 😀 e\u{301}", "a\tb\nc", ""] { #expect(PlainText.lines(text) == text) }
    #expect(PlainText.line("a\r\nb\u{2028}c\u{1b}d") == "a  b c\u{fffd}d")
  }

  @Test(arguments: HostileText.all)
  func xmlReadsTheTextBack(_ text: String) throws {
    let escaped = XMLText.escaped(text)
    let document = try XMLTexts.document(Data("<a b=\"\(escaped)\"><c>\(escaped)</c></a>".utf8))
    #expect(document.elements == ["a", "c"])
    let words = PlainText.lines(text)
    let trimmed = words.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(document.texts.contains(trimmed) || trimmed.isEmpty)
    // A parser makes spaces of line ends in an attribute (XML 1.0 §3.3.3).
    #expect(document.texts.contains(words.replacing("\n", with: " ").replacing("\t", with: " ")))
  }

  @Test(arguments: HostileText.all)
  func jsonReadsTheTextBack(_ text: String) throws {
    let quoted = JSONText.quoted(text)
    let value = try JSONSerialization.jsonObject(with: Data("[\(quoted)]".utf8)) as? [String]
    #expect(value?.first.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    #expect(quoted.unicodeScalars.allSatisfy { !$0.isControl })
    #expect(try JSON(parsing: quoted) == .string(text))
    let encoder = JSONEncoder()
    let document = String(decoding: try encoder.encode([text]), as: UTF8.self)
    let clean = JSONText.escapingControls(in: document)
    #expect(clean.controls == [])
    #expect(try JSONDecoder().decode([String].self, from: Data(clean.utf8)) == [text])
  }

  @Test(arguments: HostileText.all)
  func csvReadsTheTextBack(_ text: String) {
    let line = CSVWriter.line(["a", text, CSVWriter.inert(text)])
    var reader = CSVReader(Array(line.utf8).makeIterator())
    let row = reader.next()
    #expect(row?.error == nil)
    #expect(row?.fields.count == 3)
    #expect(row?.fields[1] == text)
    #expect(row?.fields[2].first.map { !"=+-@\t\r".contains($0) } ?? true)
    #expect(reader.next() == nil)
  }

  @Test func numbersAreNoFormulas() {
    #expect(
      ["-1.5", "+2", "=1", "-x", "x"].map(CSVWriter.inert) == ["-1.5", "+2", "'=1", "'-x", "x"])
  }

  /// Graphviz reads the text back: as a name, a title and a label.
  @Test(arguments: HostileText.all)
  func graphvizReadsTheTextBack(_ text: String) throws {
    var graph = Graph(name: text)
    graph.nodes = ["n", "id \(text)"].map { id in
      .init(id, .lines([.init(text, size: 12, color: "#000000")]), title: "<\(text)>")
    }
    graph.title = text
    graph.sentences = [text]
    let drawn = String(decoding: try Graphviz.render(graph, as: .svg), as: UTF8.self)
    let document = try XMLTexts.document(Data(SVGPolish().polished(drawn, of: graph).utf8))
    let known: Set = ["svg", "title", "desc", "style", "g", "polygon", "ellipse", "text"]
    #expect(document.elements.isSubset(of: known))
    #expect(document.texts.contains("<\(PlainText.lines(text))>"))
  }

  /// SQLite names a column as the text says, and compares with exactly it.
  @Test(arguments: HostileText.all)
  func sqliteReadsTheTextBack(_ text: String) throws {
    let database = try SQLiteConnection(path: ":memory:")
    let rows = try database.run(
      "select \(SQLText.literal(text)) = ?, a.\(SQLText.name(text)) "
        + "from (select 7 as \(SQLText.name(text))) a", [.text(text)])
    // SQLite's own text ends at a null when it is bound as a C string.
    if !text.utf8.contains(0) { #expect(rows.first?.first == .integer(1)) }
    #expect(rows.first?.last == .integer(7))
  }

  @Test(arguments: HostileText.all)
  func aWorkflowCommandIsOneLineWithItsProperties(_ text: String) throws {
    let line = WorkflowCommand.line(
      "error", [("file", text), ("line", nil), ("title", text)], text)
    #expect(line.filter(\.isNewline).count == 1)
    #expect(line.controls == [])
    let parts = line.dropLast().components(separatedBy: "::")
    #expect(parts[0] == "" && parts[1].hasPrefix("error "))
    let properties = parts[1].dropFirst(6).split(separator: ",")
    #expect(properties.map { $0.prefix { $0 != "=" } } == ["file", "title"])
    let message = parts.dropFirst(2).joined(separator: "::").removingPercentEncoding
    #expect(message == PlainText.lines(text))
  }

  /// Every mark that could be read has a backslash, so that taking them away gives the text.
  @Test(arguments: HostileText.all)
  func aTableOfMarkdownKeepsItsCells(_ text: String) {
    let lines = MarkdownText.table(["a", text], [["b", text]]).split(separator: "\n")
    #expect(lines.count == 3)
    for line in [lines[0], lines[2]] {
      var cells = [""]
      var isEscaped = false
      for scalar in line.unicodeScalars {
        if !isEscaped, scalar == "\\" {
          isEscaped = true
          continue
        }
        if !isEscaped, scalar == "|" {
          cells.append("")
        } else {
          cells[cells.count - 1].unicodeScalars.append(scalar)
          #expect(isEscaped || !"`*_<>[]#&~$".unicodeScalars.contains(scalar), "\(line)")
        }
        isEscaped = false
      }
      #expect(cells.count == 4)
      #expect(cells[2] == " \(PlainText.line(text)) ")
    }
  }

  @Test func aBlockOfMarkdownEndsAtItsOwnFence() {
    let block = MarkdownText.block("a\n```\n# b\n`````\n", language: "text")
    #expect(block == "``````text\na\n```\n# b\n`````\n``````\n")
  }

  /// The reader of real messages reads the subject and the author back, and no field more.
  @Test(arguments: HostileText.all)
  func aHeaderFieldEndsWhereItEnds(_ text: String) throws {
    let message =
      "From: \(HeaderText.phrase(text)) <a@example.org>\nSubject: \(HeaderText.encoded(text))\n"
      + "Message-ID: <1@example.org>\n\nbody\n"
    let head = try #require(try heads(of: message).first)
    #expect(head.fields.map { $0.name.lowercased() } == ["from", "subject", "message-id"])
    let subject = head.first("subject")?.decodedText ?? ""
    #expect(subject == PlainText.line(text).trimmingCharacters(in: .whitespaces))
  }

  @Test(arguments: HostileText.all)
  func aTerminalIsCommandedByNothing(_ text: String) {
    for content in [TerminalText.Content.words, .styled, .workflowCommands] {
      let shown = TerminalText.cleaned("x\n" + text + "\n", content)
      #expect(shown.replacing("\r\n", with: "\n").controls == [], "\(content)")
    }
    let painted = Style.ansi.paint(text, .bad)
    #expect(painted.withoutStyle == PlainText.lines(text))
    #expect(TerminalText.cleaned(painted, .styled).withoutStyle.controls == [])
  }

  @Test func whatMailSimPaintsItselfReachesTheTerminal() {
    for role in Style.Role.allCases {
      let painted = Style.ansi.paint("word", role) + "\u{1b}[2J\u{1b}[5m"
      let shown = TerminalText.cleaned(painted, .styled)
      #expect(shown == Style.ansi.paint("word", role) + "\u{fffd}[2J\u{fffd}[5m")
      #expect(TerminalText.cleaned(painted).controls == [])
    }
  }

  @Test func onlyAReportOfCommandsHasLinesThatAreCommands() {
    let text = "::warning::a\n  ::error file=b::c\n::1 is an address, ::ffff:192.0.2.1 too\n"
    #expect(
      TerminalText.cleaned(text)
        == ": :warning::a\n  : :error file=b::c\n::1 is an address, ::ffff:192.0.2.1 too\n")
    #expect(TerminalText.cleaned(text, .workflowCommands) == text)
  }

  // MARK: Whole reports

  @Test(arguments: HostileText.all)
  func everyReportOfAHostileScenarioIsWellFormed(_ text: String) throws {
    var report = try HostileText.report(text)
    for format in ReportFormat.all {
      report.options.style = .plain
      let written = format.text(of: report)
      switch format.name {
      case "json", "sarif": _ = try JSONSerialization.jsonObject(with: Data(written.utf8))
      case "jsonl":
        for line in written.split(separator: "\n") {
          _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
        }
        #expect(try TraceCodec.text(of: TraceCodec.read(written)) == written)
      case "junit": _ = try XMLTexts.read(Data(written.utf8))
      case "github":
        #expect(written.split(separator: "\n").allSatisfy { $0.hasPrefix("::error file=") })
      default: break
      }
      let content: TerminalText.Content = format.name == "github" ? .workflowCommands : .words
      #expect(written.controls == [], "\(format.name)")
      let shown = TerminalText.cleaned(written, content)
      #expect(shown.controls == [])
      report.options.style = .ansi
      let painted = TerminalText.cleaned(format.text(of: report), .styled)
      #expect(painted.withoutStyle.controls == [], "\(format.name)")
    }
    for diagram in Diagram.allCases {
      guard let graph = try? diagram.graph(of: report.trace, DiagramOptions()) else { continue }
      #expect(graph.dot.controls == [])
      let drawn = String(decoding: try Graphviz.render(graph, as: .svg), as: UTF8.self)
      let polished = DiagramOptions().polish.polished(drawn, of: graph)
      let document = try XMLTexts.document(Data(polished.utf8))
      #expect(!document.elements.contains("script") && !document.elements.contains("img"))
    }
  }

  // MARK: Octets

  @Test func aPDFBearsTheDateItIsGiven() throws {
    var graph = Graph(name: "one")
    graph.nodes = [.init("n", .lines([.init("n", size: 12, color: "#000000")]), title: "n")]
    let first = try Graphviz.render(graph, as: .pdf)
    #expect(first.firstRange(of: Array("/CreationDate (D:19700101000000Z)".utf8)) != nil)
    #expect(try Graphviz.render(graph, as: .pdf) == first)
    let later = try Graphviz.render(graph, as: .pdf, created: 1_700_000_000)
    #expect(later.firstRange(of: Array("/CreationDate (D:20231114221320Z)".utf8)) != nil)
    #expect(later.count == first.count)
  }

  @Test func aDateWithAZoneKeepsItsLength() {
    let document = Array("<< /CreationDate (D:20260301120000+01'00)\n/X 1 >>".utf8)
    let dated = PDFDate.setting(PDFDate.latest, in: document)
    #expect(
      String(decoding: dated, as: UTF8.self)
        == "<< /CreationDate (D:99991231235959Z)     \n/X 1 >>")
    #expect(PDFDate.setting(0, in: Array("no date".utf8)) == Array("no date".utf8))
  }
}

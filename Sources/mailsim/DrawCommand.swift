public import ArgumentParser
import Foundation
public import MailSim

struct DrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract: "Draws what a run did: its encryption, relay decisions, dialogue, or the scene.",
    discussion: """
      The ending of the file says what is written: .svg, .png, .pdf or .dot. Without a file the
      picture's DOT text goes to standard output.

      EXAMPLES
        mailsim draw encryption Scenarios/figure-1-encryption.yaml -o path.svg
        mailsim draw relay Scenarios/figure-2-relay.yaml -o relay.png --density lecture
        mailsim draw encryption Scenarios/figure-1-encryption.yaml -o path.pdf --frames
        mailsim draw sequence Scenarios/t01-path.yaml --message 1 -o dialogue.svg
        mailsim draw topology Scenarios/t10-same-machine.yaml --theme mono -o scene.pdf
      """)

  @Argument(help: "encryption, relay, sequence or topology.")
  var diagram: Diagram

  @Argument(help: "A scenario file.", completion: .file())
  var file: String

  @Option(name: [.short, .customLong("output")], help: "The picture's file.", completion: .file())
  var output: String?

  @Option(help: "auto (an SVG follows its reader), light, dark or mono.")
  var theme: DiagramOptions.Theme = .auto

  @Option(help: "page, lecture (larger type) or compact (fewer words).")
  var density: DiagramOptions.Density = .page

  @Flag(help: "A picture for each step, all of one size: fig-01.svg, fig-02.svg …")
  var frames = false

  @Option(help: "Only this message, by its number.")
  var message: Int?

  @Option(help: "The server whose decisions are drawn, by its name.")
  var server: String?

  @Option(help: "Where randomness starts, instead of the scenario's own seed.")
  var seed: UInt64?

  @OptionGroup var limits: RunLimitOptions

  mutating func run() throws {
    try OutputFile.check([output], reading: [file])
    let (scenario, _) = try ScenarioFiles.read(file, seed: seed)
    let trace =
      diagram == .topology
      ? Simulation(scenario).scene : try ScenarioFiles.play(scenario, within: limits.limits)
    let options = try self.options(for: trace)
    do {
      if frames {
        let frames = try diagram.frames(of: trace, options)
        try write(frames: frames, options)
        if let whole = frames.last { try remark(on: whole, options) }
      } else {
        let graph = try diagram.graph(of: trace, options)
        try Picture(graph, options).write(to: output)
        try remark(on: graph, options)
      }
    } catch let error as DiagramError {
      throw CommandError(error.status, "mailsim: \(file): \(error)")
    }
  }

  /// Says what somebody who is about to project the picture should know; pages may scroll.
  private func remark(on graph: Graph, _ options: DiagramOptions) throws {
    guard let output, output.hasSuffix(".png") || output.hasSuffix(".pdf"),
      let notes = try? Diagram.notes(on: graph, options)
    else { return }
    for note in notes { try Terminal.writeError("\(output): note: \(note)") }
  }

  private func options(for trace: Trace) throws -> DiagramOptions {
    var options = DiagramOptions()
    options.theme = theme
    options.density = density
    if let message {
      guard message > 0 else { throw CommandError(.usage, "mailsim: messages are numbered from 1") }
      options.message = MessageID(index: UInt32(clamping: message - 1))
    }
    if let server {
      guard let row = trace.cast.hosts.firstIndex(where: { $0.name == server }) else {
        let names = trace.cast.hosts.map(\.name).joined(separator: ", ")
        throw CommandError(.usage, "mailsim: no server is called '\(server)'; there are \(names)")
      }
      options.server = HostID(index: UInt32(row))
    }
    return options
  }

  private func write(frames: [Graph], _ options: DiagramOptions) throws {
    guard let output else {
      throw CommandError(.usage, "mailsim: --frames needs a file to name the pictures after (-o)")
    }
    let url = URL(fileURLWithPath: output)
    let base = url.deletingPathExtension().path
    for (row, frame) in frames.enumerated() {
      let number = row < 9 ? "0\(row + 1)" : "\(row + 1)"
      try Picture(frame, options).write(to: "\(base)-\(number).\(url.pathExtension)")
    }
  }
}

/// A drawn graph on its way into a file.
struct Picture {
  let graph: Graph
  let options: DiagramOptions

  init(_ graph: Graph, _ options: DiagramOptions) {
    self.graph = graph
    self.options = options
  }

  /// Writes what the file's ending asks for; DOT to standard output without a file.
  func write(to path: String?) throws {
    guard let path else {
      try Terminal.print(graph.dot)
      return
    }
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    switch ending {
    case "dot", "gv": try OutputFile.write(graph.dot.utf8, to: path)
    case "svg": try OutputFile.write(try svg().utf8, to: path)
    case "png": try OutputFile.write(try rendered(.png), to: path)
    case "pdf": try OutputFile.write(try rendered(.pdf), to: path)
    default:
      throw CommandError(
        .usage, "mailsim: \(path): the ending says what to draw: .svg, .png, .pdf or .dot")
    }
  }

  func svg() throws -> String {
    options.polish.polished(String(decoding: try rendered(.svg), as: UTF8.self), of: graph)
  }

  private func rendered(_ format: Graphviz.Format) throws -> [UInt8] {
    do {
      return try Graphviz.render(graph, as: format, created: try SourceDate.seconds())
    } catch let complaint as CommandError {
      throw complaint
    } catch {
      throw CommandError(.outputFailed, "mailsim: drawing failed: \(error)")
    }
  }
}

extension DiagramError {
  /// Asking for what is not there is wrong usage; nothing to draw is a drawing that failed.
  fileprivate var status: Status {
    if case .noSuchMessage = self { .usage } else { .outputFailed }
  }
}

extension Diagram: ExpressibleByArgument {}
extension DiagramOptions.Theme: ExpressibleByArgument {}
extension DiagramOptions.Density: ExpressibleByArgument {}

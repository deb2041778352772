import CGraphviz
import Foundation
import Synchronization

/// Graphviz's C library, in process: DOT in, a picture out.
///
/// The library keeps global state, so one thread at a time is let in.
public enum Graphviz {
  public enum Format: String, Hashable, Sendable, CaseIterable {
    case svg, png, pdf
    /// Positions of nodes and edges as text, for checks.
    case plain
  }

  /// Lays a graph out and draws it.
  ///
  /// - Parameter created: the date a PDF bears, in seconds since 1970, not the clock's, so that
  ///   the same graph gives the same octets.
  /// - Throws: `GraphvizError`, also when a label is broken: the library itself would draw the node's
  ///   name in its place and call that a success.
  public static func render(
    _ graph: Graph, as format: Format, created: Int64 = 0
  ) throws(GraphvizError) -> [UInt8] {
    var graph = graph
    // Sharp on a projector; a vector format has no dots.
    if format == .png { graph.attributes["dpi"] = "144" }
    graph = routable(graph)
    do {
      let bytes = try render(dot: graph.dot, engine: graph.engine.rawValue, as: format.rawValue)
        .bytes
      return format == .pdf ? PDFDate.setting(created, in: bytes) : bytes
    } catch {
      throw error.naming(graph.allNodes)
    }
  }

  /// A picture, and what the library had to remark on it without refusing.
  struct Result: Sendable {
    let bytes: [UInt8]
    let remarks: String
  }

  /// The graph in a shape that the library can draw: with right angles if possible, a little
  /// wider if that helps, and with slanting lines if nothing does.
  static func routable(_ graph: Graph) -> Graph {
    guard graph.attributes["splines"] == "ortho" else { return graph }
    var graph = graph
    for gap in [graph.attributes["nodesep"], "0.34", "0.4"] {
      graph.attributes["nodesep"] = gap
      if survivesLayout(graph) { return graph }
    }
    graph.attributes["splines"] = "polyline"
    return graph
  }

  private static func survivesLayout(_ graph: Graph) -> Bool {
    library.withLock { context in
      start(&context)
      guard let context else { return true }
      return mailsim_survives_layout(context.pointer, graph.dot, graph.engine.rawValue) != 0
    }
  }

  private static func start(_ context: inout Context?) {
    guard context == nil else { return }
    mailsim_number_clusters()
    context = Context(gvContext())
  }

  static func render(dot: String, engine: String, as format: String) throws(GraphvizError) -> Result
  {
    let result = library.withLock { context -> Swift.Result<Result, GraphvizError> in
      start(&context)
      guard let context else {
        return .failure(GraphvizError(description: "Graphviz does not start"))
      }
      return draw(dot, with: context.pointer, engine: engine, as: format)
    }
    return try result.get()
  }

  private struct Context: @unchecked Sendable {
    let pointer: OpaquePointer
    init?(_ pointer: OpaquePointer?) {
      guard let pointer else { return nil }
      self.pointer = pointer
    }
  }

  private static let library = Mutex<Context?>(nil)
  /// What the library complained about; written only while its lock is held.
  nonisolated(unsafe) private static var messages = ""

  private static func draw(
    _ dot: String, with context: OpaquePointer, engine: String, as format: String
  ) -> Swift.Result<Result, GraphvizError> {
    messages = ""
    let former = agseterrf { text in
      if let text { Graphviz.messages += String(cString: text) }
      return 0
    }
    defer { agseterrf(former) }
    guard let graph = agmemread(dot) else { return .failure(error("the text is no graph")) }
    defer { agclose(graph) }
    guard gvLayout(context, graph, engine) == 0 else {
      return .failure(error("there is no layout '\(engine)'"))
    }
    defer { gvFreeLayout(context, graph) }
    var data: UnsafeMutablePointer<CChar>?
    var size = 0
    let status = mailsim_render(context, graph, format, &data, &size)
    defer { if let data { gvFreeRenderData(data) } }
    guard status == 0, let data else {
      return .failure(error("there is no renderer for '\(format)'"))
    }
    if messages.contains("Error") { return .failure(error("")) }
    return .success(
      Result(
        bytes: Array(UnsafeRawBufferPointer(start: data, count: size)), remarks: words(messages)))
  }

  private static func error(_ usual: String) -> GraphvizError {
    let words = words(messages)
    // The list of plugins is written when the package is configured: a container with the
    // shared objects alone can read a graph, but neither lay it out nor draw it.
    let isPluginMissing =
      words.isEmpty || words.contains("not recognized") || words.contains("unavailable")
    return GraphvizError(
      description: (words.isEmpty ? usual : words)
        + (isPluginMissing ? "; on Debian: apt install libgvc6" : ""))
  }

  /// Messages arrive in fragments: a severity, a colon, a text.
  private static func words(_ messages: String) -> String {
    messages.split(whereSeparator: \.isNewline).joined(separator: "; ")
  }
}

extension GraphvizError {
  /// The library knows nodes by their ids; who reads this knows them by their titles.
  fileprivate func naming(_ nodes: [Graph.Node]) -> GraphvizError {
    let named = nodes.first { description.hasSuffix("in label of node \($0.id)") }
    return named.map { GraphvizError(description: "\(description) ('\($0.title)')") } ?? self
  }
}

/// What went wrong, in the library's own words.
public struct GraphvizError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
}

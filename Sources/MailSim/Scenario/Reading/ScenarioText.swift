import Foundation
import Yams

/// A scenario file as text, and the YAML tree in it, within bounds that no honest file meets.
enum ScenarioText {
  static let mostOctets = 10_000_000
  static let deepest = 64

  /// Reads a file; what stands in the way is told as a problem at its first line.
  static func load(_ path: String) throws(ScenarioProblems) -> String {
    let problem: ScenarioProblem.Kind
    switch contents(of: path) {
    case .success(let text): return text
    case .failure(let found): problem = found.kind
    }
    throw ScenarioProblems(
      problems: [ScenarioProblem(problem, at: SourcePosition(file: path, line: 1, column: 1))],
      text: "")
  }

  private struct Obstacle: Error { let kind: ScenarioProblem.Kind }

  private static func contents(of path: String) -> Result<String, Obstacle> {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      return .failure(Obstacle(kind: .unreadable(why: "there is no such file")))
    }
    if isDirectory.boolValue {
      return .failure(Obstacle(kind: .unreadable(why: "it is a directory")))
    }
    guard let file = FileHandle(forReadingAtPath: path) else {
      return .failure(Obstacle(kind: .unreadable(why: "permission denied")))
    }
    defer { try? file.close() }
    // One octet more than allowed is enough to know, however large the file is.
    guard let data = try? file.read(upToCount: mostOctets + 1) ?? Data() else {
      return .failure(Obstacle(kind: .unreadable(why: "reading failed")))
    }
    if data.count > mostOctets { return .failure(Obstacle(kind: .tooLarge(limit: mostOctets))) }
    guard let text = String(validating: data, as: UTF8.self) else {
      return .failure(Obstacle(kind: .notText("it is not UTF-8")))
    }
    return .success(text)
  }

  /// The tree of the one document in a text.
  static func tree(_ text: String, file: String) throws(ScenarioProblem) -> Node {
    func problem(
      _ kind: ScenarioProblem.Kind, _ line: Int = 1, _ column: Int = 1
    ) -> ScenarioProblem {
      ScenarioProblem(
        kind, at: SourcePosition(file: file, line: max(1, line), column: max(1, column)))
    }
    if text.utf8.count > mostOctets { throw problem(.tooLarge(limit: mostOctets)) }
    if let (kind, line, column) = obstacle(in: text) { throw problem(kind, line, column) }
    do {
      guard let root = try Parser(yaml: text, resolver: .basic).singleRoot() else {
        throw problem(.empty)
      }
      return root
    } catch let known as ScenarioProblem {
      throw known
    } catch {
      let (kind, line, column) = words(for: error, in: text)
      throw problem(kind, line, column)
    }
  }

  /// What would make a YAML reader slow or exhaust its stack: nesting, and anchors, by which a
  /// few lines can stand for billions of values.
  private static func obstacle(in text: String) -> (ScenarioProblem.Kind, Int, Int)? {
    var scan = Scan()
    for scalar in text.unicodeScalars {
      if let kind = scan.take(scalar) { return (kind, scan.line, max(1, scan.column)) }
    }
    return nil
  }

  private static func words(for error: any Error, in text: String)
    -> (ScenarioProblem.Kind, Int, Int)
  {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
      return (.yaml(problem), mark.line, mark.column)
    case .composer(_, let problem, let mark, _):
      return (.yaml(problem), mark.line, mark.column)
    case .duplicatedKeysInMapping(let duplicates, let context):
      return (.duplicateKey(duplicates.first ?? ""), context.mark.line, context.mark.column)
    case .reader(let problem, let offset, _, _):
      let before = text.prefix(offset ?? 0)
      let line = before.count { $0.isNewline } + 1
      let column = before.reversed().prefix { !$0.isNewline }.count + 1
      return (.notText(problem), line, column)
    default: return (.yaml("it cannot be parsed"), 1, 1)
    }
  }
}

/// A look at the characters before the YAML reader gets them.
private struct Scan {
  var line = 1
  var column = 0
  private var depth = 0
  private var indent = 0
  private var atLineStart = true
  private var quote: Unicode.Scalar?
  private var inComment = false
  /// The last character that is no blank: an anchor can only follow some of them.
  private var before: Unicode.Scalar = "\n"
  private var previous: Unicode.Scalar = "\n"

  mutating func take(_ scalar: Unicode.Scalar) -> ScenarioProblem.Kind? {
    defer { previous = scalar }
    if scalar == "\n" {
      line += 1
      column = 0
      indent = 0
      atLineStart = true
      inComment = false
      before = "\n"
      return nil
    }
    column += 1
    if scalar.value == 0 { return .notText("there is a NUL character") }
    if atLineStart {
      // Blanks and dashes before the first word: each may open a level.
      if scalar == " " || scalar == "-" || scalar == "?" {
        indent += 1
        if scalar != " " { before = scalar }
        return indent > 4 * ScenarioText.deepest
          ? .tooDeep(limit: ScenarioText.deepest) : nil
      }
      atLineStart = false
    }
    return inside(scalar)
  }

  private mutating func inside(_ scalar: Unicode.Scalar) -> ScenarioProblem.Kind? {
    if inComment { return nil }
    if let open = quote {
      if scalar == open, previous != "\\" || open == "'" { quote = nil }
      before = scalar
      return nil
    }
    let startsValue = ":-,[{?\n".unicodeScalars.contains(before)
    switch scalar {
    case "\"", "'": if startsValue { quote = scalar }
    case "#": if previous == " " || previous == "\n" { inComment = true }
    case "[", "{":
      depth += 1
      if depth > ScenarioText.deepest { return .tooDeep(limit: ScenarioText.deepest) }
    case "]", "}": depth = max(0, depth - 1)
    case "&": if startsValue { return .anchor }
    default: break
    }
    if scalar != " " { before = scalar }
    return nil
  }
}

import Foundation
import Yams

/// A scenario file as text, and the YAML tree in it, within bounds that no honest file meets.
enum ScenarioText {
  static let mostOctets = 10_000_000
  static let deepest = 64

  /// Reads a file; what stands in the way is told as a problem at its first line.
  static func load(_ path: String) throws(ScenarioErrors) -> String {
    let error: ScenarioError.Kind
    switch contents(of: path) {
    case .success(let text): return text
    case .failure(let found): error = found.kind
    }
    throw ScenarioErrors(
      errors: [ScenarioError(error, at: SourcePosition(file: path, line: 1, column: 1))],
      text: "")
  }

  /// The lines of a text, ended by what ends a line for the YAML reader, so that its line
  /// numbers count here too. One more than there are ends: the last line may be empty.
  static func lines(of text: String) -> [Substring] {
    var lines: [Substring] = []
    let scalars = text.unicodeScalars
    var start = scalars.startIndex
    var index = start
    while index < scalars.endIndex {
      let scalar = scalars[index]
      let end = index
      index = scalars.index(after: index)
      guard "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains(scalar) else { continue }
      if scalar == "\r", index < scalars.endIndex, scalars[index] == "\n" {
        index = scalars.index(after: index)
      }
      lines.append(Substring(scalars[start..<end]))
      start = index
    }
    return lines + [Substring(scalars[start...])]
  }

  private struct LoadError: Error { let kind: ScenarioError.Kind }

  private static func contents(of path: String) -> Result<String, LoadError> {
    let octets: [UInt8]
    do {
      octets = try InputFile(path).octets(atMost: mostOctets)
    } catch .tooLarge(let limit) {
      return .failure(LoadError(kind: .tooLarge(limit: limit)))
    } catch {
      return .failure(LoadError(kind: .unreadable(why: "\(error)")))
    }
    guard let text = String(validating: octets, as: UTF8.self) else {
      let isWide = octets.starts(with: [0xFF, 0xFE]) || octets.starts(with: [0xFE, 0xFF])
      let why =
        isWide ? "it is UTF-16, as some editors write it; save it as UTF-8" : "it is not UTF-8"
      return .failure(LoadError(kind: .notText(why)))
    }
    return .success(text)
  }

  /// The tree of the one document in a text.
  static func tree(_ text: String, file: String) throws(ScenarioError) -> Node {
    func located(_ kind: ScenarioError.Kind, _ place: Place = Place()) -> ScenarioError {
      ScenarioError(
        kind, at: SourcePosition(file: file, line: place.line, column: place.column))
    }
    if text.utf8.count > mostOctets { throw located(.tooLarge(limit: mostOctets)) }
    if let (kind, index) = defect(in: text) { throw located(kind, Place(index, in: text)) }
    do {
      guard let root = try Parser(yaml: text, resolver: .basic).singleRoot() else {
        throw located(.empty)
      }
      if let node = tooDeep(root, deepest) {
        throw located(.tooDeep(limit: deepest), Place(node.mark, in: text))
      }
      return root
    } catch let known as ScenarioError {
      throw known
    } catch {
      let (kind, place) = words(for: error, in: text)
      throw located(kind, place)
    }
  }

  /// What would exhaust a YAML reader before it has a tree to look at.
  private static func defect(in text: String)
    -> (kind: ScenarioError.Kind, index: String.Index)?
  {
    if let index = text.utf8.firstIndex(of: 0) {
      return (.notText("there is a NUL character"), index)
    }
    return References(in: text).used.map { (.anchor, $0) }
  }

  /// The first value at the level that is one too many. The YAML reader itself stops at a
  /// thousand levels, so that a walk of this kind does not exhaust the stack.
  private static func tooDeep(_ node: Node, _ levels: Int) -> Node? {
    let members: [Node]
    switch node {
    case .scalar, .alias: return nil
    case .sequence(let sequence): members = Array(sequence)
    case .mapping(let mapping): members = mapping.flatMap { [$0.key, $0.value] }
    }
    if levels == 0 { return node }
    for member in members {
      if let found = tooDeep(member, levels - 1) { return found }
    }
    return nil
  }

  private static func words(for error: any Error, in text: String)
    -> (ScenarioError.Kind, Place)
  {
    switch error as? YamlError {
    case .parser(_, let error, let mark, _) where error.hasPrefix("Maximum nesting level"):
      return (.tooDeep(limit: deepest), Place(mark, in: text))
    case .scanner(_, let error, let mark, _), .parser(_, let error, let mark, _),
      .composer(_, let error, let mark, _):
      return (.yaml(error), Place(mark, in: text))
    case .duplicatedKeysInMapping(let duplicates, let context):
      let key = duplicates.first ?? ""
      return (.duplicateKey(key), Place(ofSecond: key, in: text, from: context.mark))
    case .reader(let error, let offset, _, _):
      let index = text.index(text.startIndex, offsetBy: offset ?? 0, limitedBy: text.endIndex)
      return (.notText(error), Place(index ?? text.endIndex, in: text))
    default: return (.yaml("it cannot be parsed"), Place())
    }
  }
}

/// A line and a column, counted from one, that the text really has.
private struct Place {
  var line = 1
  var column = 1

  init() {}

  init(_ index: String.Index, in text: String) {
    let before = ScenarioText.lines(of: String(text.unicodeScalars[..<index]))
    line = before.count
    column = (before.last?.unicodeScalars.count ?? 0) + 1
  }

  /// Where the YAML reader was. At the end of a text it counts a line too many.
  init(_ mark: Mark?, in text: String) {
    guard let mark else { return }
    let lines = ScenarioText.lines(of: text)
    line = min(max(1, mark.line), lines.count)
    let end = lines[line - 1].unicodeScalars.count + 1
    column = mark.line > lines.count ? end : min(max(1, mark.column), end)
  }

  /// The second line of a mapping that begins with a key. The YAML reader tells where the mapping
  /// begins; that is the answer for a mapping in braces.
  init(ofSecond key: String, in text: String, from mark: Mark) {
    self.init(mark, in: text)
    let lines = ScenarioText.lines(of: text)
    let second = lines.indices.dropFirst(line - 1).filter { row in
      let start = lines[row].unicodeScalars.dropFirst(column - 1)
      let indent = lines[row].unicodeScalars.prefix(column - 1)
      return Substring(start).hasPrefix(key)
        && start.dropFirst(key.unicodeScalars.count)
          .first { $0 != " " } == ":"
        && (row == line - 1 || indent.allSatisfy { $0 == " " })
    }.dropFirst().first
    if let second { line = second + 1 }
  }
}

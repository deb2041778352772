import Foundation
import FoundationXML

/// The texts and attribute values of an XML document, as a real parser (libxml2) reads them.
final class XMLTexts: NSObject, XMLParserDelegate {
  private(set) var texts: [String] = []
  private(set) var elements: Set<String> = []
  private var text = ""

  struct Malformed: Error, CustomStringConvertible {
    let description: String
  }

  /// - Throws: `Malformed` when the document is not well-formed.
  static func read(_ data: Data) throws -> [String] { try document(data).texts }

  static func document(_ data: Data) throws -> XMLTexts {
    let parser = XMLParser(data: data)
    let reader = XMLTexts()
    parser.delegate = reader
    guard parser.parse() else {
      throw Malformed(
        description: "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "")")
    }
    return reader
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    close()
    elements.insert(name)
    texts += attributes.values
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    close()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  /// Ends the text before a tag.
  private func close() {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    if !trimmed.isEmpty { texts.append(trimmed) }
    text = ""
  }
}

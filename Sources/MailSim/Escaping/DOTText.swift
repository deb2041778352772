/// Text inside Graphviz's DOT language.
enum DOTText {
  /// A quoted string: a name, or the value of an attribute.
  static func quoted(_ text: String) -> String {
    let line = PlainText.line(text).replacingScalar("\\", with: "\\\\")
    return "\"\(line.replacingScalar("\"", with: "\\\""))\""
  }

  /// Text inside a label of Graphviz's HTML; an empty one would make the label invalid.
  static func label(_ text: String) -> String {
    text.isEmpty ? " " : XMLText.escaped(PlainText.line(text))
  }
}

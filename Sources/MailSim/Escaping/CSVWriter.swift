/// Writes rows as RFC 4180 has them.
public enum CSVWriter {
  /// One row with its end; fields that need quotes get them.
  public static func line(_ fields: [String], usesCRLF: Bool = true) -> String {
    fields.map(field).joined(separator: ",") + (usesCRLF ? "\r\n" : "\n")
  }

  private static func field(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { [0x2c, 0x22, 0x0a, 0x0d].contains($0) }
    return needsQuotes ? "\"\(text.replacingScalar("\"", with: "\"\""))\"" : text
  }

  /// A text that a spreadsheet takes for a text: what begins like a formula, and is no number, is
  /// led by an apostrophe.
  ///
  /// For words that come from somebody's file and are read in a spreadsheet. A table whose cells
  /// are read by programs again keeps them as they are.
  static func inert(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first),
      Double(text) == nil
    else { return text }
    return "'" + text
  }
}

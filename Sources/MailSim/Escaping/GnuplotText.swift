/// Text inside a script of gnuplot.
enum GnuplotText {
  /// A string in single quotes, where neither backquotes nor backslashes mean anything, on one
  /// line, since a line break would end the command.
  ///
  /// A quote stands in a string of its own, `'it'."'".'s'`: gnuplot 5.4 takes two quotes for one
  /// only after another character, so that doubling would let a text out of its string. Nor does
  /// it escape the end of a CDATA section, which may not stand in an SVG: a space keeps it apart.
  static func quoted(_ text: String) -> String {
    let line = PlainText.line(text).replacing("]]>", with: "]] >")
    return "'\(line.replacingScalar("'", with: "'.\"'\".'"))'"
  }

  /// A quoted label of a tic, which gnuplot takes for a format of the tic's number.
  static func quotedTic(_ text: String) -> String {
    quoted(text.replacingScalar("%", with: "%%"))
  }
}

extension String {
  /// The text with one scalar written differently.
  ///
  /// By scalars, since a quotation mark with an accent on it is one `Character`, and still a
  /// quotation mark to whoever reads the text.
  func replacingScalar(_ scalar: Unicode.Scalar, with other: String) -> String {
    guard unicodeScalars.contains(scalar) else { return self }
    var result = ""
    for own in unicodeScalars {
      if own == scalar { result += other } else { result.unicodeScalars.append(own) }
    }
    return result
  }
}

import Testing

@testable import MailSim

/// A problem must point at a place an editor can jump to: a line of the text, and a column on
/// it or just behind its end.
func expectWithin(
  _ lines: [Substring], _ error: ScenarioError, location: SourceLocation = #_sourceLocation
) {
  let line = error.position.line
  let column = error.position.column
  guard (1...lines.count).contains(line) else {
    Issue.record("\(error.code) at line \(line) of \(lines.count)", sourceLocation: location)
    return
  }
  let width = lines[line - 1].unicodeScalars.count
  #expect(
    (1...(width + 1)).contains(column),
    "\(error.code) at \(line):\(column), the line has \(width)", sourceLocation: location)
  #expect(error.length >= 1, sourceLocation: location)
}

func expectWithin(
  _ text: String, _ errors: [ScenarioError], location: SourceLocation = #_sourceLocation
) {
  let lines = ScenarioText.lines(of: text)
  for error in errors { expectWithin(lines, error, location: location) }
}

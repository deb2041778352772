import Testing

@testable import MailSim

/// A problem must point at a place an editor can jump to: a line of the text, and a column on
/// it or just behind its end.
func expectWithin(
  _ lines: [Substring], _ problem: ScenarioError, location: SourceLocation = #_sourceLocation
) {
  let line = problem.position.line
  let column = problem.position.column
  guard (1...lines.count).contains(line) else {
    Issue.record("\(problem.code) at line \(line) of \(lines.count)", sourceLocation: location)
    return
  }
  let width = lines[line - 1].unicodeScalars.count
  #expect(
    (1...(width + 1)).contains(column),
    "\(problem.code) at \(line):\(column), the line has \(width)", sourceLocation: location)
  #expect(problem.length >= 1, sourceLocation: location)
}

func expectWithin(
  _ text: String, _ problems: [ScenarioError], location: SourceLocation = #_sourceLocation
) {
  let lines = ScenarioText.lines(of: text)
  for problem in problems { expectWithin(lines, problem, location: location) }
}

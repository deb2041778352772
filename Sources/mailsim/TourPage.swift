import MailSim

/// One page for all lessons: goal, question, pictures, what happened, and the answer to open.
struct TourPage {
  private var sections: [(id: String, title: String, body: String)] = []

  mutating func add(_ scenario: Scenario, _ report: RunReport, _ pictures: [(Diagram, String)]) {
    let id = "s\(sections.count + 1)"
    let lesson = scenario.lesson
    var body = "<p class=\"goal\">\(XMLText.escaped(lesson.goal))</p>"
    if !lesson.source.isEmpty {
      body += "<p class=\"source\">Source: \(XMLText.escaped(lesson.source))</p>"
    }
    if !lesson.question.isEmpty {
      body += "<p><b>Question.</b> \(XMLText.escaped(lesson.question))</p>"
    }
    for (diagram, svg) in pictures where diagram != .topology {
      body += figure(diagram, svg, id)
    }
    if let (diagram, svg) = pictures.first(where: { $0.0 == .topology }) {
      body += "<details><summary>The scene</summary>\(figure(diagram, svg, id))</details>"
    }
    body += happenings(report)
    if !lesson.answer.isEmpty {
      body += "<details><summary>Answer</summary><p>\(XMLText.escaped(lesson.answer))</p></details>"
    }
    body += "<p class=\"file\">mailsim run \(XMLText.escaped(scenario.file))</p>"
    sections.append((id, scenario.title, body))
  }

  /// The events; of a long run the sums alone, since nobody reads thousands of lines on a page.
  private func happenings(_ report: RunReport) -> String {
    let list = EventList(report.trace)
    let isLong = list.lines.count > Self.mostEvents
    let summary = isLong ? "What came of it" : "What happened, event by event"
    let text = isLong ? RunSummary(report.trace).text() : list.text(width: 110)
    return "<details><summary>\(summary)</summary><pre>\(XMLText.escaped(text))</pre></details>"
  }

  private static let mostEvents = 400

  /// Several pictures share one page, so all that has a name in them gets one of its own.
  private func figure(_ diagram: Diagram, _ svg: String, _ id: String) -> String {
    let prefix = "\(id)-\(diagram.rawValue)-"
    let own = svg.replacing(" id=\"", with: " id=\"\(prefix)")
      .replacing(
        "aria-labelledby=\"picture-title picture-text\"",
        with: "aria-labelledby=\"\(prefix)picture-title \(prefix)picture-text\"")
    return "<figure>\(own)</figure>"
  }

  var html: String {
    let contents = sections.map {
      "<li><a href=\"#\($0.id)\">\(XMLText.escaped($0.title))</a></li>"
    }
    let bodies = sections.map {
      "<section id=\"\($0.id)\"><h2>\(XMLText.escaped($0.title))</h2>\($0.body)</section>"
    }
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>MailSim: the path of e-mail</title>
      <style>
      :root{color-scheme:light dark}
      body{font:16px/1.5 "DejaVu Sans",system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
      figure{margin:1.5rem 0;overflow-x:auto}
      pre{overflow-x:auto;font-size:13px;line-height:1.35}
      details{margin:.6rem 0}
      summary{cursor:pointer;font-weight:600}
      section{border-top:1px solid #8888;padding-top:1rem;margin-top:2.5rem}
      .goal{font-size:1.1rem}
      .source,.file{opacity:.75}
      .file{font-family:monospace}
      @media print{details{display:block}details>*{display:block}}
      </style>
      </head>
      <body>
      <h1>The path of e-mail, lesson by lesson</h1>
      <ol>\(contents.joined(separator: "\n"))</ol>
      \(bodies.joined(separator: "\n"))
      </body>
      </html>

      """
  }
}

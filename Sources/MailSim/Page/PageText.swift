/// A style or program that a page carries, with what it hashes to: a browser runs nothing else on that
/// page. A test holds the hashes against the files.
struct PageAsset: Sendable {
  /// The file, in this folder.
  let file: String
  let text: String
  let hash: String

  static let style = PageAsset(
    file: "page.css", text: String(decoding: PackageResources.page_css, as: UTF8.self),
    hash: "sha256-xFj8AS1FB6UQCtinK4R4mcPM3WIIjTqdZQIyZ4cj8mE=")
  static let script = PageAsset(
    file: "page.js", text: String(decoding: PackageResources.page_js, as: UTF8.self),
    hash: "sha256-8k/1rL4kZoGDoile8TFdpwzcJ5hxBUU/Dr8SWk2IAQI=")
  static let courseStyle = PageAsset(
    file: "course.css", text: String(decoding: PackageResources.course_css, as: UTF8.self),
    hash: "sha256-ssO0mpihwlMcFC0clh+asJsWEB1L/9ZMPQYo2olv6Gk=")
  static let courseScript = PageAsset(
    file: "course.js", text: String(decoding: PackageResources.course_js, as: UTF8.self),
    hash: "sha256-R6RwlwHSJjsVghvKrKXNo4o/d8EWhdUFSBkN5m3hJFQ=")

  static let all = [style, script, courseStyle, courseScript]
}

/// The frame of a page: head, policy on what may run, and the places that the program fills.
enum PageText {
  /// The page of a run.
  ///
  /// - Parameter events: what is read where no program runs.
  static func run(title: String, picture: String?, data: String, events: String) -> String {
    document(
      title, .style, .script,
      """
      <div id="app" class="app" hidden></div>
      <div id="picture" hidden>\(picture ?? "")</div>
      <main id="still"><h1>\(XMLText.escaped(title))</h1><pre>\(XMLText.escaped(events))</pre></main>
      <div id="story" class="story"></div>
      <script type="application/json" id="run">\(embedded(data))</script>
      """)
  }

  /// The first page of a course.
  static func course(title: String, body: String) -> String {
    document(
      title, .courseStyle, .courseScript,
      """
      <main>
      <h1>\(XMLText.escaped(title))</h1>
      <p id="find" hidden><input type="search" id="search" placeholder="Search title, term, goal, file" \
      aria-label="Search"> <span class="quiet" id="count" role="status"></span></p>
      \(body)
      </main>
      """)
  }

  private static func document(
    _ title: String, _ style: PageAsset, _ script: PageAsset, _ body: String
  ) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
    style-src '\(style.hash)'; script-src '\(script.hash)'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(XMLText.escaped(title)) · MailSim</title>
    <style>\(style.text)</style>
    </head>
    <body>
    \(body)
    <script>\(script.text)</script>
    </body>
    </html>

    """
  }

  /// Data inside a `script` element: `<` written so that no end tag or comment can begin in it.
  private static func embedded(_ json: String) -> String {
    json.replacing("<", with: "\\u003c").replacing("\u{2028}", with: "\\u2028")
      .replacing("\u{2029}", with: "\\u2029")
  }
}

/// The frame of a page: head, policy on what may run, and the places that the program fills.
enum PageText {
  /// What the page's own style and program hash to: a browser runs nothing else. A test holds them
  /// against the files.
  static let styleHash = "sha256-6T9wQko948a1A44cFR601tMsmw1tb6TN/qoYcffg/Sc="
  static let scriptHash = "sha256-oyA2FyMz1w+cNbwISEFGU6SWfI+WmioYHl+Cb2xJP8E="

  static var style: String { String(decoding: PackageResources.page_css, as: UTF8.self) }
  static var script: String { String(decoding: PackageResources.page_js, as: UTF8.self) }

  /// Data inside a `script` element: `<` written so that no end tag or comment can begin in it.
  private static func embedded(_ json: String) -> String {
    json.replacing("<", with: "\\u003c").replacing("\u{2028}", with: "\\u2028")
      .replacing("\u{2029}", with: "\\u2029")
  }

  static func document(title: String, picture: String?, data: String, events: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
    style-src '\(styleHash)'; script-src '\(scriptHash)'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(XMLText.escaped(title)) · MailSim</title>
    <style>\(style)</style>
    </head>
    <body>
    <div id="app" class="app" hidden></div>
    <div id="picture" hidden>\(picture ?? "")</div>
    <main id="still"><h1>\(XMLText.escaped(title))</h1><pre>\(XMLText.escaped(events))</pre></main>
    <div id="story" class="story"></div>
    <script type="application/json" id="run">\(embedded(data))</script>
    <script>\(script)</script>
    </body>
    </html>

    """
  }
}

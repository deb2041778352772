/// The first page of a folder of scenarios: its lessons in teaching order, each with its goal, its own
/// page and its pictures; attacks beside their defences.
public struct CoursePage {
  /// A scenario with what was made of it.
  public struct Lesson {
    /// The scenario's file name without its ending.
    public var name: String
    public var title: String
    /// What the field calls it.
    public var term: String
    public var goal: String
    /// The files beside this page, what to call each and its name; first the page to step through.
    public var files: [(title: String, file: String)]
    public var expectationsHold: Bool

    public init(
      name: String, title: String, term: String, goal: String,
      files: [(title: String, file: String)],
      expectationsHold: Bool
    ) {
      self.name = name
      self.title = title
      self.term = term
      self.goal = goal
      self.files = files
      self.expectationsHold = expectationsHold
    }
  }

  private var lessons: [Lesson] = []

  public init() {}

  public mutating func add(_ lesson: Lesson) {
    lessons.append(lesson)
  }

  /// A part of the course, known by how its files are named.
  private enum Group: String, CaseIterable {
    case sentences = "The sentences of the help page"
    case course = "The course"
    case attacks = "Attacks, each beside what stops it"
    case policies = "Policies and reasons"
    case others = "Scenarios"

    init(_ name: String) {
      if name.hasPrefix("figure-") || name.hasPrefix("page-") {
        self = .sentences
      } else if Self.isNumbered(name, "t") {
        self = .course
      } else if Self.isNumbered(name, "a") {
        self = .attacks
      } else if name.hasPrefix("policy-") || name.hasPrefix("reasons-") {
        self = .policies
      } else {
        self = .others
      }
    }

    private static func isNumbered(_ name: String, _ letter: Character) -> Bool {
      name.first == letter && name.dropFirst().first?.isNumber == true
    }
  }

  /// The whole page; the same lessons give the same octets.
  public var html: String {
    let groups = Group.allCases.compactMap { group -> (Group, [Lesson])? in
      let members = lessons.filter { Group($0.name) == group }
      return members.isEmpty ? nil : (group, members)
    }
    let contents = groups.enumerated().map { row, group in
      "<li><a href=\"#g\(row)\">\(group.0.rawValue)</a> <span class=\"quiet\">\(group.1.count)</span></li>"
    }
    let sections = groups.enumerated().map { row, group in
      "<section id=\"g\(row)\"><h2>\(group.0.rawValue)</h2>\(list(group.0, group.1))</section>"
    }
    return PageText.course(
      title: "The path of e-mail, lesson by lesson",
      body: "<nav aria-label=\"Groups\"><ul>\(contents.joined())</ul></nav>"
        + sections.joined(separator: "\n"))
  }

  private func list(_ group: Group, _ lessons: [Lesson]) -> String {
    guard group == .attacks else {
      let items = lessons.map { "<li>\(article($0))</li>" }
      return "<ul class=\"lessons\">\(items.joined(separator: "\n"))</ul>"
    }
    var rows: [(number: Substring, articles: String)] = []
    for lesson in lessons {
      let number = lesson.name.prefix { $0 != "-" }
      if rows.last?.number == number {
        rows[rows.count - 1].articles += article(lesson)
      } else {
        rows.append((number, article(lesson)))
      }
    }
    let items = rows.map { "<li>\($0.articles)</li>" }
    return "<ul class=\"lessons pairs\">\(items.joined(separator: "\n"))</ul>"
  }

  /// The title leads to the first file.
  private func article(_ lesson: Lesson) -> String {
    let title =
      lesson.files.first.map { link(lesson.title, to: $0.file) } ?? XMLText.escaped(lesson.title)
    let others =
      lesson.files.dropFirst().map { link($0.title, to: $0.file) } + [XMLText.escaped(lesson.name)]
    let term =
      lesson.term.isEmpty ? "" : "<p class=\"term\">\(XMLText.escaped(lesson.term))</p>"
    let fault = lesson.expectationsHold ? "" : "<p class=\"bad\">An expectation fails.</p>"
    return """
      <article><h3>\(title)</h3>\(term)<p>\(XMLText.escaped(lesson.goal))</p>\(fault)\
      <p class="quiet">\(others.joined(separator: " · "))</p></article>
      """
  }

  private func link(_ title: String, to file: String) -> String {
    "<a href=\"\(XMLText.escaped(URIText.path(file)))\">\(XMLText.escaped(title))</a>"
  }
}

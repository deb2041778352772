import Yams

/// A scenario while it is read: what is known so far, and what was wrong.
struct ScenarioParser {
  let file: String
  var scenario = Scenario(title: "")
  var errors: [ScenarioError] = []

  /// Rows by name. Names are collected before anything is read that may refer to them.
  var sites: [String: SiteID] = [:]
  var servers: [String: ServerRow] = [:]
  var machines: [String: MachineRow] = [:]
  var people: [String: PersonID] = [:]
  /// Declared names in their order, for error messages.
  var known: [Schema.Table: [String]] = [:]

  /// Names with their keys and values in the file.
  var declared: [Schema.Table: [String: Entry]] = [:]
  /// Addresses that are somebody's, stated in the file or given out since.
  var stated: Set<IPAddress> = []
  /// Where to look for the next free address of a network.
  var assigned: [IPNetwork: UInt64] = [:]

  init(file: String) {
    self.file = file
    scenario.file = file
  }

  /// Reads the whole tree, section by section, each after those it refers to.
  mutating func read(_ root: Node) {
    guard let fields = fields(root, .scenario) else { return }
    guard checkVersion(fields["mailsim"]) else { return }
    readHead(fields)
    let entries = collectNames(fields)
    readSites(entries.sites)
    readLinks(fields["links"])
    readServers(entries.servers)
    readSenderRecords(fields["sender-records"])
    finishEgress(entries.sites)
    readNames(fields["dns"])
    readMachines(entries.machines)
    readPeople(entries.people)
    readEvents(fields["events"])
    readTraffic(fields["traffic"])
    readAttacks(fields["attacks"])
    readCounts(fields["expect"])
    if errors.isEmpty { checkWhole(fields) }
  }

  private mutating func checkVersion(_ node: Node?) -> Bool {
    guard let node, let text = scalar(node, "the version number 1") else { return false }
    if text == "1" { return true }
    report(.wrongVersion(found: text), at: node)
    return false
  }

  private mutating func readHead(_ fields: Fields) {
    scenario.title = text(fields["title"]) ?? ""
    scenario.lesson.term = text(fields["term"]) ?? ""
    scenario.lesson.goal = text(fields["goal"]) ?? ""
    scenario.lesson.question = text(fields["question"]) ?? ""
    scenario.lesson.answer = text(fields["answer"]) ?? ""
    scenario.lesson.source = text(fields["source"]) ?? ""
    scenario.seed = integer(fields["seed"], 0...Int.max).map { UInt64($0) } ?? 1
    scenario.startSeconds = start(fields["start"]) ?? Self.usualStart
    scenario.duration = delay(fields["run"])
  }

  /// 2026-03-02, a Monday, at 09:00.
  private static let usualDay: Int64 = 1_772_409_600
  private static let usualStart = usualDay + 9 * 3_600

  private mutating func start(_ node: Node?) -> Int64? {
    let expected = "calendar moment such as 2026-03-02 09:00, or time of day"
    guard let node, let text = scalar(node, expected) else { return nil }
    if let moment = ScalarSyntax.moment(text) { return moment }
    if let time = ScalarSyntax.timeOfDay(text), time.nanoseconds % 1_000_000_000 == 0 {
      return Self.usualDay + time.nanoseconds / 1_000_000_000
    }
    report(.badValue(text, expected: expected), at: node)
    return nil
  }

  // MARK: Names

  struct Entries {
    var sites: [Entry] = []
    var servers: [Entry] = []
    var machines: [Entry] = []
    var people: [Entry] = []
  }

  /// A name and what stands behind it.
  struct Entry {
    let name: String
    let key: Node
    let value: Node
  }

  private mutating func collectNames(_ fields: Fields) -> Entries {
    var found = Entries()
    found.sites = entries(fields["sites"], of: "sites by name")
    found.servers = entries(fields["servers"], of: "servers by name")
    found.machines = entries(fields["machines"], of: "machines by name")
    found.people = entries(fields["people"], of: "people by name")
    for (row, entry) in found.sites.enumerated() { sites[entry.name] = SiteID(row) }
    for (row, entry) in found.servers.enumerated() { servers[entry.name] = ServerRow(row) }
    for (row, entry) in found.machines.enumerated() { machines[entry.name] = MachineRow(row) }
    for (row, entry) in found.people.enumerated() { people[entry.name] = PersonID(row) }
    known = [
      .site: found.sites.map(\.name), .server: found.servers.map(\.name),
      .machine: found.machines.map(\.name), .person: found.people.map(\.name),
    ]
    for (table, entries) in [
      (Schema.Table.site, found.sites), (.server, found.servers), (.machine, found.machines),
      (.person, found.people),
    ] {
      declared[table] = Dictionary(entries.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
      for entry in entries { noteAddresses(entry.value) }
    }
    var holders: [String: String] = [:]
    for (entries, what) in [
      (found.servers, "server"), (found.machines, "machine"), (found.people, "person"),
    ] {
      for entry in entries {
        if let other = holders[entry.name] {
          report(.taken("the name \(entry.name)", by: "a \(other)"), at: entry.key)
        }
        holders[entry.name] = what
      }
    }
    return found
  }

  /// Remembers what stands at `address`; whether it is right is for its own reader to say.
  private mutating func noteAddresses(_ node: Node) {
    guard case .mapping(let mapping) = node else { return }
    for key in ["address", "nat"] {
      stated.formUnion(some(mapping[key]).compactMap { $0.string.flatMap { IPAddress($0) } })
    }
  }

  mutating func entries(_ node: Node?, of what: String) -> [Entry] {
    guard let node, let mapping = mapping(node, what) else { return [] }
    return mapping.compactMap { key, value in
      guard let name = scalar(key, "name"), !name.isEmpty else {
        if case .scalar = key { report(.badValue("", expected: "name"), at: key) }
        return nil
      }
      return Entry(name: name, key: key, value: value)
    }
  }

  // MARK: Errors

  mutating func report(_ kind: ScenarioError.Kind, at node: Node) {
    var length = 1
    if case .scalar(let scalar) = node {
      let quotes = scalar.style == .singleQuoted || scalar.style == .doubleQuoted ? 2 : 0
      length = scalar.string.prefix { !$0.isNewline }.unicodeScalars.count + quotes
    }
    errors.append(ScenarioError(kind, at: position(of: node), length: length))
  }

  func position(of node: Node) -> SourcePosition {
    SourcePosition(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }
}

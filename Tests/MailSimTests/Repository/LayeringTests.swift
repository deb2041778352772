import Foundation
import Testing

/// The architecture, held against the sources: a folder of the library names only types of its own
/// and of the folders it may use, and no member that another folder gave to a type of theirs.
/// `ARCHITECTURE.md` shows the same table, and says why.
@Suite struct LayeringTests {
  /// Bottom up; what a folder may use stands above it.
  static let layers: [(folder: String, mayUse: [String])] = [
    ("Files", []),
    ("Escaping", []),
    ("Tables", []),
    ("Engine", []),
    ("Mail", ["Tables"]),
    ("Wire", ["Escaping", "Mail"]),
    ("Threat", []),
    ("Statistics", ["Engine"]),
    ("Policy", ["Escaping", "Tables", "Engine", "Mail"]),
    ("Postfix", ["Files", "Mail", "Policy"]),
    ("Proof", ["Mail", "Policy"]),
    ("Sessions", ["Engine", "Mail", "Policy"]),
    ("Trace", ["Tables", "Engine", "Mail", "Threat", "Policy"]),
    (
      "Scenario",
      ["Files", "Escaping", "Tables", "Engine", "Mail", "Threat", "Policy", "Postfix", "Trace"]
    ),
    ("Network", ["Tables", "Engine", "Mail", "Trace", "Scenario"]),
    ("Storage", ["Tables", "Engine", "Mail", "Trace", "Scenario"]),
    ("Defences", ["Engine", "Mail", "Scenario"]),
    (
      "Server",
      [
        "Tables", "Engine", "Mail", "Wire", "Policy", "Sessions", "Trace", "Scenario", "Network",
        "Storage", "Defences",
      ]
    ),
    ("Attackers", ["Engine", "Mail", "Threat", "Policy", "Trace", "Scenario", "Storage"]),
    (
      "World",
      [
        "Tables", "Engine", "Mail", "Wire", "Policy", "Sessions", "Trace", "Scenario", "Network",
        "Storage", "Defences", "Server", "Attackers",
      ]
    ),
    ("RealMail", ["Escaping", "Engine", "Mail", "Policy", "Trace"]),
    (
      "Reports",
      [
        "Escaping", "Tables", "Engine", "Mail", "Wire", "Threat", "Policy", "Postfix", "Proof",
        "Trace", "Scenario",
      ]
    ),
    (
      "Experiment",
      [
        "Escaping", "Tables", "Engine", "Mail", "Threat", "Statistics", "Policy", "Trace",
        "Scenario", "World",
        "Reports",
      ]
    ),
    ("Graphviz", ["Escaping"]),
    ("Diagrams", ["Engine", "Mail", "Policy", "Trace", "Reports", "Graphviz"]),
    (
      "Page",
      [
        "Escaping", "Engine", "Mail", "Policy", "Trace", "Reports", "Graphviz",
        "Diagrams",
      ]
    ),
    ("Plots", ["Escaping", "Statistics", "Scenario", "Experiment", "Diagrams"]),
  ]

  @Test func noFolderNamesATypeOfAFolderItMayNotUse() throws {
    let folders = try Self.folders.get()
    for (name, mayUse) in Self.layers {
      guard let folder = folders[name] else { continue }
      // A name that a folder may mean in its own or a permitted folder is taken to be meant so.
      let known = mayUse.reduce(folder.declared) { $0.union(folders[$1]?.declared ?? []) }
      for (other, theirs) in folders.sorted(by: { $0.key < $1.key })
      where other != name && !mayUse.contains(other) {
        for type in theirs.topLevel.subtracting(known).sorted() {
          let places = folder.uses[type, default: []]
          #expect(places.isEmpty, "\(name) may not use \(other): \(type) in \(places)")
        }
      }
    }
  }

  /// Members of the standard library that extensions in the sources overload.
  private static let standardMembers: Set<String> = ["contains"]

  /// A type may be permitted and a member of it not: who extends it may stand further up. A name
  /// that a folder also mentions by itself, or finds mentioned where it may look, is taken to be
  /// meant so.
  @Test func noFolderUsesAMemberThatAFolderItMayNotUseGaveAType() throws {
    let folders = try Self.folders.get()
    for (name, mayUse) in Self.layers {
      guard let folder = folders[name] else { continue }
      let known = mayUse.reduce(folder.names.union(Self.standardMembers)) {
        $0.union(folders[$1]?.names ?? [])
      }
      for (other, theirs) in folders.sorted(by: { $0.key < $1.key })
      where other != name && !mayUse.contains(other) {
        for (member, types) in theirs.givenMembers.sorted(by: { $0.key < $1.key })
        where !known.contains(member) && !types.isSubset(of: theirs.topLevel) {
          let places = folder.usedMembers[member, default: []]
          let owners = types.sorted().joined(separator: ", ")
          #expect(
            places.isEmpty, "\(name) may not use \(other): \(owners).\(member) in \(places)")
        }
      }
    }
  }

  /// A permission nobody uses would make the picture say less than it could.
  @Test func everyPermissionIsUsed() throws {
    let folders = try Self.folders.get()
    for (name, mayUse) in Self.layers {
      guard let folder = folders[name] else { continue }
      for other in mayUse {
        let theirs = folders[other]?.topLevel ?? []
        #expect(
          theirs.contains { folder.uses[$0] != nil }, "\(name) does not use \(other) any more")
      }
    }
  }

  @Test func everyFolderHasItsPlaceAndNoneReachesUp() throws {
    let order = Self.layers.map(\.folder)
    #expect(Set(try Self.folders.get().keys) == Set(order))
    for (row, layer) in Self.layers.enumerated() {
      #expect(Set(layer.mayUse).isSubset(of: order[..<row]), "\(layer.folder) reaches up")
    }
  }

  @Test func theArchitecturePageShowsThisTable() throws {
    let page = try String(
      contentsOf: Repository.root.appending(path: "ARCHITECTURE.md"), encoding: .utf8)
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      return "\(cells[0].dropFirst().dropLast(2)): \(cells[cells.count - 1])"
    }
    let expected = Self.layers.map { layer in
      "\(layer.folder): \(layer.mayUse.isEmpty ? "–" : layer.mayUse.joined(separator: ", "))"
    }
    #expect(rows == expected)
  }

  // MARK: Reading the sources

  /// What the sources of a folder declare and name.
  private struct Folder {
    /// Types outside any other.
    var topLevel: Set<String> = []
    /// Those and the nested ones.
    var declared: Set<String> = []
    /// Capitalised names that follow no dot, and the files they stand in.
    var uses: [String: Set<String>] = [:]
    /// Members that extensions give to types and hide from nobody, and those types.
    var givenMembers: [String: Set<String>] = [:]
    /// Names in lower case that stand without a dot: declared or not.
    var names: Set<String> = []
    /// Names in lower case that follow a dot, and the files they stand in.
    var usedMembers: [String: Set<String>] = [:]
  }

  private static let folders = Result { try readFolders() }

  private static func readFolders() throws -> [String: Folder] {
    let library = Repository.root.appending(path: "Sources/MailSim")
    let files = try FileManager.default.subpathsOfDirectory(atPath: library.path)
    var folders: [String: Folder] = [:]
    for file in files.sorted() where file.hasSuffix(".swift") {
      let name = String(file.prefix { $0 != "/" })
      let text = try String(contentsOf: library.appending(path: file), encoding: .utf8)
      read(code(of: text), file, into: &folders[name, default: Folder()])
    }
    return folders
  }

  private static func read(_ code: String, _ file: String, into folder: inout Folder) {
    let typeWords: Set<Substring> = [
      "struct", "enum", "class", "protocol", "actor", "typealias",
    ]
    let memberWords: Set<Substring> = ["func", "var", "let", "case"]
    var depth = 0
    var extended: Substring?
    var isHidden = false
    var last: Substring = ""
    for word in words(of: code) {
      switch word {
      case "{":
        depth += 1
        isHidden = false
      case "}":
        depth -= 1
        if depth == 0 { extended = nil }
        isHidden = false
      case ".": break
      case "private", "fileprivate": isHidden = true
      // `private(set)` hides nothing from who reads.
      case "set" where isHidden && (last == "private" || last == "fileprivate"): isHidden = false
      default:
        if last == "extension" { extended = word }
        if typeWords.contains(last) {
          folder.declared.insert(String(word))
          if depth == 0 { folder.topLevel.insert(String(word)) }
        } else if memberWords.contains(last) {
          folder.names.insert(String(word))
          if depth == 1, !isHidden, let extended {
            folder.givenMembers[String(word), default: []].insert(String(extended))
          }
          isHidden = false
        } else if word.first?.isUppercase == true {
          if last != "." { folder.uses[String(word), default: []].insert(file) }
        } else if last == "." {
          folder.usedMembers[String(word), default: []].insert(file)
        } else {
          folder.names.insert(String(word))
        }
      }
      last = word
    }
  }

  /// Names, braces and dots, in order.
  private static func words(of code: String) -> [Substring] {
    var words: [Substring] = []
    let octets = code.utf8
    var index = octets.startIndex
    while index < octets.endIndex {
      var end = index
      while end < octets.endIndex, isPartOfName(octets[end]) { end = octets.index(after: end) }
      if end == index {
        end = octets.index(after: index)
        guard [0x7b, 0x7d, 0x2e].contains(octets[index]) else {
          index = end
          continue
        }
      }
      words.append(code[index..<end])
      index = end
    }
    return words
  }

  private static func isPartOfName(_ octet: UInt8) -> Bool {
    switch octet {
    case 0x30...0x39, 0x41...0x5a, 0x5f, 0x61...0x7a, 0x80...: true
    default: false
    }
  }

  /// The text without comments and without what stands in quotes.
  private static func code(of text: String) -> String {
    var isInText = false
    return text.split(separator: "\n").map { line -> Substring in
      let trimmed = line.drop { $0 == " " }
      if isInText {
        isInText = !trimmed.hasPrefix("\"\"\"")
        return ""
      }
      if trimmed.hasPrefix("//") { return "" }
      if line.hasSuffix("\"\"\"") { isInText = true }
      let quoted = line.split(separator: "\"", omittingEmptySubsequences: false)
      let bare = stride(from: 0, to: quoted.count, by: 2).map { quoted[$0] }.joined(separator: " ")
      guard let comment = bare.range(of: "//") else { return bare[...] }
      return bare[..<comment.lowerBound]
    }.joined(separator: "\n")
  }
}

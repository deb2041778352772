/// Something that is wrong with a scenario file: where it is, what was found, what was possible.
public struct ScenarioError: Error, Hashable, Sendable {
  public var kind: Kind
  public var position: SourcePosition
  /// How many characters of the line it concerns; at least one.
  public var length: Int

  init(_ kind: Kind, at position: SourcePosition, length: Int = 1) {
    self.kind = kind
    self.position = position
    self.length = max(1, length)
  }

  /// The closed list of what can be wrong.
  public enum Kind: Hashable, Sendable {
    // The file.
    case unreadable(why: String)
    case notText(String)
    case tooLarge(limit: Int)
    case tooDeep(limit: Int)
    case anchor
    case yaml(String)
    case empty
    case wrongVersion(found: String)
    // Keys and shapes.
    case unknownKey(String, in: String, known: [String])
    case missingKey(String, in: String)
    case duplicateKey(String)
    case wrongStructure(found: String, expected: String)
    // Values.
    case badValue(String, expected: String)
    case unknownWord(String, known: [String])
    case unknownName(String, of: String, known: [String])
    // What does not fit together.
    case taken(String, by: String)
    case overlap(String, with: String)
    case addressOutside(String, site: String, networks: [String])
    case noAddressFamily(String)
    case conflict(String, help: String)
  }

  /// A short code that stays the same when words change.
  public var code: String {
    switch kind {
    case .unreadable: "S001"
    case .notText: "S002"
    case .tooLarge: "S003"
    case .tooDeep: "S004"
    case .anchor: "S005"
    case .yaml: "S006"
    case .empty: "S007"
    case .wrongVersion: "S008"
    case .unknownKey: "S010"
    case .missingKey: "S011"
    case .unknownName: "S012"
    case .duplicateKey: "S013"
    case .wrongStructure: "S014"
    case .badValue: "S015"
    case .unknownWord: "S016"
    case .taken: "S020"
    case .overlap: "S021"
    case .addressOutside: "S022"
    case .noAddressFamily: "S023"
    case .conflict: "S024"
    }
  }
}

/// Everything that is wrong with a file, in the order of its lines.
public struct ScenarioErrors: Error, Sendable {
  public var errors: [ScenarioError]
  /// The text it was found in, for quoting.
  public var text: String
  /// How many more there were that are gone once the words that are like known ones are put right.
  public var consequences = 0
}

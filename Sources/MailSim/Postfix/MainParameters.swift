/// The parameters of a main.cf, or of what `postconf -n` prints, with their positions (postconf(5)).
public struct MainParameters: Sendable {
  /// A value as written, before `$name` is filled in.
  public struct Value: Hashable, Sendable {
    /// The words of each line, with the line they stand on.
    public var lines: [(text: String, position: ConfigurationPosition)]

    public var text: String {
      lines.map(\.text).joined(separator: " ").trimmingWhitespace
    }

    public var position: ConfigurationPosition? { lines.first?.position }

    public static func == (a: Value, b: Value) -> Bool {
      a.text == b.text && a.position == b.position
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
  }

  public internal(set) var values: [String: Value] = [:]
  /// The number of each name's last definition.
  private var places: [String: Int] = [:]
  private var definitions = 0
  public internal(set) var errors: [ConfigurationError] = []

  public init() {}

  /// The names in the order of their last definition.
  public var names: [String] {
    places.sorted { $0.value < $1.value }.map(\.key)
  }

  /// Reads logical lines: one that starts with white space continues the last, comments and empty
  /// lines in between are skipped, and of two definitions the later counts.
  public init(text: String, file: String) {
    for logical in LogicalLine.split(text, file: file) {
      guard let equals = logical.text.firstIndex(of: "=") else {
        errors.append(
          ConfigurationError("no '=' in this line", at: logical.position))
        continue
      }
      let name = String(logical.text[..<equals]).trimmingWhitespace
      guard !name.isEmpty, !name.contains(where: \.isWhitespace) else {
        errors.append(
          ConfigurationError("'\(name)' is no parameter name", at: logical.position))
        continue
      }
      set(name, Value(lines: logical.valueLines))
    }
  }

  mutating func set(_ name: String, _ value: Value) {
    definitions += 1
    places[name] = definitions
    values[name] = value
  }

  mutating func set(_ name: String, _ text: String, at position: ConfigurationPosition) {
    set(name, Value(lines: [(text, position)]))
  }
}

/// Something in a configuration that is not understood, or does not do what it seems to.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  public var words: String
  public var position: ConfigurationPosition?
  /// The word that is not understood, where it is one.
  var word: String?
  /// Whether it is a table or a service that cannot be asked from here: no fault of anybody's.
  var isOpenQuestion: Bool
  /// Whether it is a file outside the configuration's directory that was read.
  public internal(set) var isElsewhere = false

  public init(_ words: String, at position: ConfigurationPosition?) {
    self.init(words, at: position, word: nil)
  }

  init(
    _ words: String, at position: ConfigurationPosition?, word: String? = nil,
    isOpenQuestion: Bool = false
  ) {
    self.words = words
    self.position = position
    self.word = word
    self.isOpenQuestion = isOpenQuestion
  }

  public var description: String { (position.map { "\($0): " } ?? "") + words }
}

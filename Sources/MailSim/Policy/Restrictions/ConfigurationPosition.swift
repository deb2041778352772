/// Where something stands in a configuration: `main.cf:14`.
public struct ConfigurationPosition: Hashable, Sendable, CustomStringConvertible {
  public var file: String
  /// From 1; 0 for what no line says, such as a default.
  public var line: Int

  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  public var description: String { line > 0 ? "\(file):\(line)" : file }
}

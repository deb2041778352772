import ArgumentParser

/// How many threads play at a time: at least one, and no more than any machine has use for.
struct ThreadCount: ExpressibleByArgument {
  static let range = 1...1_024

  let count: Int

  init?(argument: String) {
    guard let count = Int(argument), Self.range.contains(count) else { return nil }
    self.count = count
  }

  var defaultValueDescription: String { "\(count)" }

  static var allValueStrings: [String] { [] }
}

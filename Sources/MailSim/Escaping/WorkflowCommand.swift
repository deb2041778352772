/// A workflow command of GitHub Actions, which a runner reads off the lines of a log.
enum WorkflowCommand {
  /// - Parameter properties: where and what; those without a value are left out.
  static func line(
    _ command: String, _ properties: [(name: String, value: String?)], _ message: String
  ) -> String {
    let list = properties.compactMap { name, value in value.map { "\(name)=\(property($0))" } }
    return "::\(command) \(list.joined(separator: ","))::\(data(message))\n"
  }

  /// The message may hold anything but line ends, written as escapes.
  private static func data(_ text: String) -> String {
    PlainText.lines(text).replacingScalar("%", with: "%25").replacingScalar("\n", with: "%0A")
  }

  /// A property ends at a comma or colon, so those are escaped too.
  private static func property(_ text: String) -> String {
    data(text).replacingScalar(":", with: "%3A").replacingScalar(",", with: "%2C")
  }
}

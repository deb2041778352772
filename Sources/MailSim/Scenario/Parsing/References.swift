/// Anchors (`&name`) and the aliases (`*name`) that refer to them, by which ten lines of YAML
/// can stand for ten thousand million values.
///
/// The text is not parsed: a mark counts wherever YAML might take it for one, in a comment or a
/// quoted text too, since whatever tells those apart can be led astray. A file is suspect only
/// when one name stands behind both marks, which does not happen in prose.
struct References {
  /// Where a name is given that is also used; nil where no value stands for another.
  private(set) var used: String.Index?

  init(in text: String) {
    var anchors: [Substring: String.Index] = [:]
    var aliases: Set<Substring> = []
    var previous = UInt8(ascii: " ")
    let octets = text.utf8
    var index = octets.startIndex
    while index < octets.endIndex {
      let octet = octets[index]
      let start = index
      index = octets.index(after: index)
      defer { previous = octet }
      let isMark = octet == UInt8(ascii: "&") || octet == UInt8(ascii: "*")
      guard isMark, !Self.belongsToName(previous) else { continue }
      let name = Substring(octets[index...].prefix { Self.belongsToName($0) })
      if name.isEmpty { continue }
      if octet == UInt8(ascii: "&") {
        anchors[name] = anchors[name] ?? start
      } else {
        aliases.insert(name)
      }
    }
    used = anchors.filter { aliases.contains($0.key) }.values.min()
  }

  /// What the YAML reader takes into a name: ASCII letters, digits, `_` and `-`.
  private static func belongsToName(_ octet: UInt8) -> Bool {
    switch octet {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

/// What a server says for a refusal or a wait, without the addresses and names in it, so that
/// the same reason is the same text.
enum LogReason {
  /// `450 4.2.0 <b@example.org>: Recipient address rejected: Greylisted, see http://…` becomes
  /// `450 4.2.0 Recipient address rejected: Greylisted, see …`.
  static func general(_ text: Substring) -> String {
    var words: [String] = []
    var before: Substring = ""
    for word in text.splitAtBlanks(200) {
      let shown = general(word, after: before)
      before = word
      // What was refused, in front of the reason, is left out; several names are one mark.
      if shown == "…:", words.allSatisfy({ $0.first?.isNumber == true }) { continue }
      if shown == "…", words.last == "…" { continue }
      words.append(shown)
    }
    if words.count > 1, words.last == "…", words[words.count - 2].hasSuffix(",") {
      words.removeLast()
      words[words.count - 1].removeLast()
    }
    return String(words.joined(separator: " ").prefix(300))
  }

  private static func general(_ word: Substring, after before: Substring) -> String {
    let start = word.drop { "([<'\"".contains($0) }
    let core = trimmed(start)
    let end = start[core.endIndex...].filter { ":,;.".contains($0) }
    guard !core.isEmpty, isParticular(core, after: before) else { return String(word) }
    return "…" + (end.first.map { $0 == "." ? "" : String($0) } ?? "")
  }

  private static func trimmed(_ word: Substring) -> Substring {
    var core = word
    while let last = core.last, ")]>'\":,;.".contains(last) { core.removeLast() }
    return core
  }

  private static func isParticular(_ word: Substring, after before: Substring) -> Bool {
    // The name of a block list is the rule.
    if before == "using" || before == "in", !word.contains("@"), !isAddress(word) { return false }
    if before == "user" { return true }
    if word.contains("@") || word.contains("://") || isAddress(word) { return true }
    if let open = word.firstIndex(of: "["), isAddress(trimmed(word[word.index(after: open)...])) {
      return true
    }
    if word.allSatisfy(\.isNumber) { return word.utf8.count != 3 || !"245".contains(word.first!) }
    return isHostName(word)
  }

  private static func isAddress(_ word: Substring) -> Bool {
    AddressText.parse(word.prefix { $0 != "]" }.utf8) != nil
  }

  private static func isHostName(_ word: Substring) -> Bool {
    let name = word.prefix { $0 != ":" && $0 != "[" }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, AddressText.isHostName(name.utf8), let last = labels.last else {
      return false
    }
    return last.utf8.count >= 2 && last.allSatisfy(\.isLetter)
  }
}

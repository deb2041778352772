/// Words of a POSIX shell (POSIX.1-2017, Shell Command Language, section 2.2).
package enum ShellText {
  /// One word, whatever stands in it: bare where the shell would leave it alone, in single quotes
  /// otherwise.
  package static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
          || "/.,:=-_%+@".unicodeScalars.contains($0)
      }
    return isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }
}

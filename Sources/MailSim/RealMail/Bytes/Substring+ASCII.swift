extension Substring {
  /// Where a word of ASCII stands first, compared octet by octet.
  ///
  /// The library's own search goes through the text by characters, which costs a log of a
  /// gigabyte minutes; for ASCII the result is the same.
  func range(ofASCII word: StaticString) -> Range<Index>? {
    let found = utf8.withContiguousStorageIfAvailable { text -> Int? in
      word.withUTF8Buffer { Self.offset(of: $0, in: text) }
    }
    guard let offset = found ?? nil else { return nil }
    let start = utf8.index(startIndex, offsetBy: offset)
    return start..<utf8.index(start, offsetBy: word.utf8CodeUnitCount)
  }

  private static func offset(
    of word: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    guard let first = word.first, text.count >= word.count else { return nil }
    for start in 0...(text.count - word.count) where text[start] == first {
      if (1..<word.count).allSatisfy({ text[start + $0] == word[$0] }) { return start }
    }
    return nil
  }

  /// The parts between blanks, the last one with all the rest.
  func splitAtBlanks(_ maxSplits: Int) -> [Substring] {
    utf8.split(separator: 0x20, maxSplits: maxSplits, omittingEmptySubsequences: true)
      .map { Substring($0) }
  }
}

import Testing

@testable import MailSim

@Suite struct LineReaderTests {
  @Test func linesAreTheSameInWhateverPiecesTheyCome() {
    let octets = Array("EHLO a\r\n\r\nbare\nlast\r\n".utf8)
    let expected = ["EHLO a", "", "bare", "last"].map { LineReader.Line.octets(Array($0.utf8)) }
    for seed in 0..<50 as Range<UInt64> {
      var reader = LineReader(limit: 10)
      var pieces = Pieces(seed: seed)
      var lines: [LineReader.Line] = []
      for piece in pieces.of(octets) {
        reader.append(piece)
        while let line = reader.next() { lines.append(line) }
      }
      #expect(lines == expected)
    }
  }

  @Test func aLineBeyondTheLimitIsSaidToBeTooLongAndTheNextIsRead() {
    var reader = LineReader(limit: 4)
    reader.append(Array("1234\r\n12345\r\nok\r\n".utf8))
    #expect(reader.next() == .octets(Array("1234".utf8)))
    #expect(reader.next() == .tooLong)
    #expect(reader.next() == .octets(Array("ok".utf8)))
    #expect(reader.next() == nil)
  }

  @Test func aLineWithoutAnEndDoesNotFillMemory() {
    var reader = LineReader(limit: 100)
    for _ in 0..<10_000 {
      reader.append([UInt8](repeating: 0x41, count: 50))
      #expect(reader.next() == nil)
      #expect(reader.count <= 102)
    }
    reader.append(Array("\r\nok\r\n".utf8))
    #expect(reader.next() == .tooLong)
    #expect(reader.next() == .octets(Array("ok".utf8)))
  }
}

@Suite struct DotStuffingTests {
  @Test(arguments: [
    ("", ".\r\n"), ("a\r\n", "a\r\n.\r\n"), ("a", "a\r\n.\r\n"),
    (".\r\n..\r\n", "..\r\n...\r\n.\r\n"), ("a\r\n.b\r\n", "a\r\n..b\r\n.\r\n"),
    // Not a line to this encoder, and so not protected.
    ("a\n.\n", "a\n.\n\r\n.\r\n"),
  ])
  func aDotThatBeginsALineIsDoubled(content: String, wire: String) {
    #expect(DotStuffing.stuffed(Array(content.utf8)) == Array(wire.utf8))
  }

  @Test func contentIsTheSameAfterItsWay() {
    for seed in 0..<200 as Range<UInt64> {
      var pieces = Pieces(seed: seed)
      let content = pieces.noise() + Array("\r\n.\r\n..\r\n".utf8) + pieces.noise() + Octet.crlf
      var reader = DotReader(limit: .max)
      for piece in pieces.of(DotStuffing.stuffed(content)) {
        #expect(reader.take(piece) == piece.count)
      }
      #expect(reader.isFinished)
      #expect(reader.content == content)
    }
  }

  @Test func whatComesBehindTheDotBelongsToTheNextCommand() {
    var reader = DotReader(limit: 100)
    #expect(reader.take(Array("a\r\n.\r\nQUIT\r\n".utf8)) == 6)
    #expect(reader.content == Array("a\r\n".utf8))
  }

  @Test func onlyAServerThatTakesBareLineFeedsFindsASmuggledEnd() {
    let smuggled = Array("a\n.\nMAIL FROM:<b@example.org>\r\n.\r\n".utf8)
    var strict = DotReader(limit: 100)
    #expect(strict.take(smuggled) == smuggled.count)
    var lenient = DotReader(limit: 100, endsOnBareLF: true)
    #expect(lenient.take(smuggled) == 4)
    #expect(lenient.content == Array("a\n".utf8))
  }

  @Test func moreThanTheLimitIsCountedAndNotKept() {
    var reader = DotReader(limit: 10)
    _ = reader.take([UInt8](repeating: 0x41, count: 1_000))
    _ = reader.take(Array("\r\n.\r\n".utf8))
    #expect(reader.isFinished && reader.isTooLong)
    #expect(reader.count == 1_002)
    #expect(reader.content.count == 10)
  }
}

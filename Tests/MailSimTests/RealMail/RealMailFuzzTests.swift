import Foundation
import Testing

@testable import MailSim

@Suite struct RealMailFuzzTests {
  /// Ten thousand inputs, or as many as `MAILSIM_FUZZ` says.
  static let count = ProcessInfo.processInfo.environment["MAILSIM_FUZZ"].flatMap(Int.init) ?? 10_000

  static let words = [
    "from", "by", "with", "id", "for", "via", "tls", "(", ")", "((", "))", "[", "]", "<", ">", ";",
    "\"", "\\", "ESMTPS", "SMTP", "a.example", "[192.0.2.1]", "(a.example [192.0.2.1])", "HELO",
    "(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))", "version=TLS1_2",
    "cipher=NULL", "Mon, 2 Mar 2026 02:00:00 +0000", "-0000", "(PST)", "Postfix",
    "(qmail 1 invoked",
    "envelope-from", "<a@b.example>", "\u{FF}", "é", "\t", "\r", "\n ", "\n", ":", "=",
    "2001:db8::1",
    "helo=", "authenticated", "Received:", "From ", "--", "boundary=b", "Content-Type:",
  ]

  @Test func noTraceLineBringsTheParserDown() {
    var random = SplitMix(state: 1)
    for _ in 0..<Self.count {
      var bytes: [UInt8] = []
      for _ in 0..<Int(random.next() % 24) {
        if random.next() % 8 == 0 {
          bytes.append(UInt8(truncatingIfNeeded: random.next()))
        } else {
          bytes += Self.words[Int(random.next() % UInt64(Self.words.count))].utf8
        }
        if random.next() % 3 != 0 { bytes.append(ASCII.space) }
      }
      let line = ReceivedLine(HeaderField(name: "received", bytes: bytes, line: 1))
      // Whatever it is, it can be shown.
      #expect(line.text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }
  }

  @Test func noFileBringsTheReaderDown() throws {
    var random = SplitMix(state: 2)
    let seed = Array(RealMailReaderTests.letter.utf8)
    for _ in 0..<Self.count {
      var bytes = seed
      for _ in 0...(random.next() % 8) {
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: place)
        case 2:
          let word = Self.words[Int(random.next() % UInt64(Self.words.count))]
          bytes.insert(contentsOf: word.utf8, at: place)
        default: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
        }
      }
      do {
        for head in try heads(of: bytes, chunk: 1 + Int(random.next() % 200)) {
          #expect(ReceivedPath(head).lines.count == head.received.count)
        }
      } catch is MessageReadingError {}
    }
  }
}

/// A small generator of its own, so that a failing input can be made again.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

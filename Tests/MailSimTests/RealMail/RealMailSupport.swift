@testable import MailSim

/// Reads all messages of a text in chunks of a size.
func heads(
  of text: String, chunk: Int = 64 * 1024, limits: MessageLimits = .standard
) throws -> [MessageHead] {
  try heads(of: Array(text.utf8), chunk: chunk, limits: limits)
}

func heads(
  of bytes: [UInt8], chunk: Int = 64 * 1024, limits: MessageLimits = .standard
) throws -> [MessageHead] {
  var heads: [MessageHead] = []
  var reader = MessageReader(limits: limits)
  var place = 0
  while place < bytes.count {
    let end = min(bytes.count, place + chunk)
    try bytes[place..<end].withUnsafeBufferPointer { piece in
      try reader.read(piece) { heads.append($0) }
    }
    place = end
  }
  try reader.finish { heads.append($0) }
  return heads
}

func received(_ text: String) -> ParsedReceived? {
  ReceivedParser.parse(Array(text.utf8)[...])
}

func line(_ text: String) -> ReceivedLine {
  ReceivedLine(HeaderField(name: "received", bytes: Array(text.utf8), line: 1))
}

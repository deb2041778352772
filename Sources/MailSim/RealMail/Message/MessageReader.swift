/// Reads messages from a stream of octets, a chunk at a time, and keeps only their heads.
///
/// It takes one message, an mbox file with many (RFC 4155), a message file of a mail program
/// with a number in front, or header fields pasted alone. Bodies pass by unseen but for their
/// MIME structure, so that attachments of any size cost no memory.
///
/// ```swift
/// var reader = MessageReader()
/// try chunk.withUnsafeBufferPointer { try reader.read($0) { head in … } }
/// try reader.finish { head in … }
/// ```
public struct MessageReader {
  public typealias Receiver = (MessageHead) throws -> Void

  private enum Place { case beginning, header, body }

  private let limits: MessageLimits
  private var splitter: LineSplitter
  private var place = Place.beginning
  private var isMbox = false
  private var opening = FileOpening()
  private var header: HeaderCollector
  private var body: BodyScanner
  private var head: MessageHead
  private var lineNumber = 0
  private var previousLineWasBlank = true

  /// Octets read so far, for a progress bar.
  public private(set) var octets: UInt64 = 0

  public init(limits: MessageLimits = .standard) {
    self.limits = limits
    splitter = LineSplitter(limit: limits.fieldOctets)
    header = HeaderCollector(limits: limits)
    body = BodyScanner(limits: limits)
    head = MessageHead(number: 1)
  }

  /// Reads the next octets and hands over each message that ended in them.
  ///
  /// - Throws: `MessageReadingError` when the text is no mail, or what `found` throws.
  public mutating func read(
    _ chunk: UnsafeBufferPointer<UInt8>, found: Receiver
  ) throws {
    octets += UInt64(chunk.count)
    var cutter = LineSplitter(limit: limits.fieldOctets)
    swap(&cutter, &splitter)
    defer { swap(&cutter, &splitter) }
    try cutter.split(chunk) { line, length in
      try take(line, length: length, found: found)
    }
  }

  /// Hands over the last message.
  public mutating func finish(found: Receiver) throws {
    var cutter = splitter
    try cutter.finish { line, length in try take(line, length: length, found: found) }
    splitter = cutter
    guard place != .beginning else { throw opening.failure(octets: octets) }
    try completeMessage(found: found)
  }

  private mutating func take(
    _ line: UnsafeBufferPointer<UInt8>, length: Int, found: Receiver
  ) throws {
    lineNumber += 1
    if place == .body {
      try takeBody(line, length: length, found: found)
    } else {
      try takeHeader(opening.withoutPrefix(line), length: length, found: found)
    }
  }

  private mutating func takeHeader(
    _ line: UnsafeBufferPointer<UInt8>, length: Int, found: Receiver
  ) throws {
    head.octets += UInt64(length) + 1
    if place == .beginning {
      switch try opening.judge(line, lineNumber: lineNumber) {
      case .nothing: return
      case .envelope:
        isMbox = true
        beginMessage(envelope: line)
        return
      case .field(let prefixLength):
        place = .header
        let rest = UnsafeBufferPointer(rebasing: line.dropFirst(prefixLength))
        _ = header.take(rest, length: length - prefixLength, lineNumber: lineNumber)
        return
      }
    }
    if !header.take(line, length: length, lineNumber: lineNumber) {
      place = .body
      header.close(into: &head)
      body.begin(contentType: head.first("content-type")?.bytes)
      previousLineWasBlank = true
      // A line that is no field ends the header as the blank line does, and is the body's first.
      if !line.isEmpty { try takeBody(line, length: length, found: found) }
    }
  }

  private mutating func takeBody(
    _ line: UnsafeBufferPointer<UInt8>, length: Int, found: Receiver
  ) throws {
    if isMbox, previousLineWasBlank, length > 5, FileOpening.isEnvelopeLine(line) {
      try completeMessage(found: found)
      beginMessage(envelope: line)
      return
    }
    head.octets += UInt64(length) + 1
    previousLineWasBlank = length == 0
    body.take(line)
  }

  private mutating func beginMessage(envelope line: UnsafeBufferPointer<UInt8>) {
    place = .header
    head.envelopeLine = ReadableText.of(line.dropFirst(5))
    header = HeaderCollector(limits: limits)
  }

  private mutating func completeMessage(found: Receiver) throws {
    if place == .header { header.close(into: &head) }
    head.contentProtection = body.finish()
    let complete = head
    head = MessageHead(number: complete.number + 1)
    guard isMbox || complete.looksLikeMail else {
      throw MessageReadingError.notAMessage(firstLine: opening.firstLine)
    }
    try found(complete)
  }
}

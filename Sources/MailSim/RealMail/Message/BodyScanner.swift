/// Follows the MIME structure of a body by its boundary lines and part headers alone.
///
/// A line is looked at only when it begins with a hyphen or stands in the header of a part.
/// Attached messages are not entered: their parts are theirs.
struct BodyScanner {
  private enum Place { case preamble, partHeader, content }

  private let limits: MessageLimits
  private var protection = ContentProtection()
  private var place = Place.content
  private var part = ContentType(nil)
  private var boundaries: [[UInt8]] = []
  private var partHeader: HeaderCollector
  private var parts = 0
  private var textLines = 0

  init(limits: MessageLimits) {
    self.limits = limits
    partHeader = HeaderCollector(limits: limits)
  }

  mutating func begin(contentType: [UInt8]?) {
    self = BodyScanner(limits: limits)
    enter(ContentType(contentType))
  }

  mutating func take(_ line: UnsafeBufferPointer<UInt8>) {
    if place == .partHeader {
      takePartHeader(line)
      return
    }
    guard let first = line.first else { return }
    if first == ASCII.hyphen, line.count > 2, line[1] == ASCII.hyphen {
      if endsPart(line) { return }
      if place == .content, part.isText { lookForArmour(line) }
    }
    if place == .content { textLines += 1 }
  }

  mutating func finish() -> ContentProtection {
    defer { self = BodyScanner(limits: limits) }
    return protection
  }

  /// Whether the line is a boundary of one of the multiparts that are open.
  private mutating func endsPart(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    let text = line.dropFirst(2)
    guard let depth = boundaries.lastIndex(where: { text.starts(with: $0) }) else { return false }
    let rest = text.dropFirst(boundaries[depth].count)
    let isEnd = rest.starts(with: "--".utf8)
    guard isEnd || rest.allSatisfy(ASCII.isSpace) else { return false }
    boundaries.removeSubrange((isEnd ? depth : depth + 1)...)
    place = isEnd ? .preamble : .partHeader
    if !isEnd { partHeader = HeaderCollector(limits: limits) }
    return true
  }

  private mutating func takePartHeader(_ line: UnsafeBufferPointer<UInt8>) {
    if line.starts(with: "--".utf8), endsPart(line) { return }
    guard !partHeader.take(line, length: line.count, lineNumber: 0) else { return }
    var head = MessageHead(number: 0)
    partHeader.close(into: &head)
    parts += 1
    enter(ContentType(head.first("content-type")?.bytes))
  }

  private mutating func enter(_ type: ContentType) {
    part = type
    textLines = 0
    place = .content
    guard parts <= limits.parts else { return }
    note(type)
    if type.isMultipart, let boundary = type.boundary, boundaries.count < limits.depth {
      boundaries.append(boundary)
      place = .preamble
    }
  }

  private var extent: ContentProtection.Extent { boundaries.isEmpty ? .whole : .part }

  private mutating func note(_ type: ContentType) {
    switch type.type {
    case "multipart/encrypted": note(&protection.encryption, .pgpMIME, type)
    case "multipart/signed":
      note(&protection.signature, type.protocolName.contains("pkcs7") ? .sMIME : .pgpMIME, type)
    case "application/pkcs7-mime", "application/x-pkcs7-mime":
      if type.smimeType.hasPrefix("signed") {
        note(&protection.signature, .sMIME, type)
      } else if !type.smimeType.hasPrefix("cert") {
        note(&protection.encryption, .sMIME, type)
      }
    default: break
    }
  }

  private func note(
    _ layer: inout ContentProtection.Layer?, _ form: ContentProtection.Form, _ type: ContentType
  ) {
    if layer == nil {
      layer = ContentProtection.Layer(form: form, extent: extent, evidence: type.type)
    }
  }

  /// ASCII armour in a text part; it covers the whole text when nothing stands before it.
  private mutating func lookForArmour(_ line: UnsafeBufferPointer<UInt8>) {
    let isWhole = boundaries.isEmpty && textLines == 0
    func layer(_ evidence: String) -> ContentProtection.Layer {
      ContentProtection.Layer(
        form: .inlineOpenPGP, extent: isWhole ? .whole : .part, evidence: evidence)
    }
    if line.starts(with: "-----BEGIN PGP MESSAGE-----".utf8) {
      if protection.encryption == nil {
        protection.encryption = layer("-----BEGIN PGP MESSAGE-----")
      }
    } else if line.starts(with: "-----BEGIN PGP SIGNED MESSAGE-----".utf8),
      protection.signature == nil
    {
      protection.signature = layer("-----BEGIN PGP SIGNED MESSAGE-----")
    }
  }
}

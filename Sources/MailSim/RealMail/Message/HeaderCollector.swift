/// Puts header fields together from their lines and keeps those that matter, within the limits.
struct HeaderCollector {
  private let limits: MessageLimits
  private var name = ""
  private var value: [UInt8] = []
  private var line = 0
  private var isKept = false
  private var isTruncated = false
  private var lostItsFolding = false

  private var fields: [HeaderField] = []
  private var receivedCount = 0
  private var otherCount = 0
  private var keptOctets = 0
  private var uncountedReceived = 0
  private var droppedFields = 0
  private var looksLikeMail = false

  init(limits: MessageLimits) {
    self.limits = limits
  }

  /// Takes a line of the header; false when the header ended with or before this line.
  mutating func take(
    _ text: UnsafeBufferPointer<UInt8>, length: Int, lineNumber: Int
  ) -> Bool {
    guard let first = text.first else { return false }
    if first == ASCII.space || first == ASCII.tab {
      append(text[...], length: length)
      return true
    }
    if let nameLength = Self.fieldNameLength(text[...]) {
      beginField(text, nameLength: nameLength, length: length, lineNumber: lineNumber)
      return true
    }
    if Self.isSeparatorInside(text) { return true }
    guard isKept, name == "received" || name == "x-received", Self.continuesTraceField(text) else {
      return false
    }
    lostItsFolding = true
    append(text[...], length: length)
    return true
  }

  mutating func close(into head: inout MessageHead) {
    endField()
    head.fields = fields
    head.uncountedReceived = uncountedReceived
    head.droppedFields = droppedFields
    head.looksLikeMail = looksLikeMail
  }

  /// How long the name is if the line begins a header field.
  static func fieldNameLength(_ text: some Collection<UInt8>) -> Int? {
    var length = 0
    var rest = text[text.startIndex...]
    while let byte = rest.first, ASCII.isFieldNameByte(byte), length < 200 {
      rest = rest.dropFirst()
      length += 1
    }
    // Old messages have white space before the colon (RFC 5322 §4.5).
    let afterName = rest.drop { $0 == ASCII.space || $0 == ASCII.tab }
    return length > 0 && afterName.first == ASCII.colon ? length : nil
  }

  private mutating func beginField(
    _ text: UnsafeBufferPointer<UInt8>, nameLength: Int, length: Int, lineNumber: Int
  ) {
    endField()
    name = String(decoding: text.prefix(nameLength).lazy.map(ASCII.lower), as: UTF8.self)
    line = lineNumber
    if HeaderFieldNames.telling.contains(name) { looksLikeMail = true }
    isKept = HeaderFieldNames.kept.contains(name)
    let colon = text[nameLength...].firstIndex(of: ASCII.colon) ?? nameLength
    append(text[(colon + 1)...], length: length - colon - 1)
  }

  private mutating func append(_ text: Slice<UnsafeBufferPointer<UInt8>>, length: Int) {
    guard isKept else { return }
    if length > text.count { isTruncated = true }
    if !value.isEmpty { value.append(ASCII.space) }
    let content = text.trimmed
    let room = max(0, limits.fieldOctets - value.count)
    if content.count > room { isTruncated = true }
    value.append(contentsOf: content.prefix(room))
  }

  private mutating func endField() {
    defer {
      value.removeAll(keepingCapacity: true)
      (name, isKept, isTruncated, lostItsFolding) = ("", false, false, false)
    }
    guard isKept else { return }
    let isReceived = name == "received" || name == "x-received"
    let isOverLimit =
      keptOctets + value.count > limits.headerOctets
      || (isReceived ? receivedCount >= limits.receivedFields : otherCount >= limits.otherFields)
    guard !isOverLimit else {
      if isReceived { uncountedReceived += 1 } else { droppedFields += 1 }
      return
    }
    if isReceived { receivedCount += 1 } else { otherCount += 1 }
    keptOctets += value.count
    fields.append(
      HeaderField(
        name: name, bytes: value, line: line, isTruncated: isTruncated,
        lostItsFolding: lostItsFolding))
  }

  /// Some programs leave the separator of an mbox file among the fields.
  private static func isSeparatorInside(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.starts(with: ">From ".utf8) || text.starts(with: "From ".utf8)
  }

  /// Whether a line without a field name goes on with a `Received` field whose folding was lost,
  /// as happens to headers pasted into forms: it begins with a clause, a comment or a date.
  private static func continuesTraceField(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if text.first == ASCII.openParenthesis { return true }
    let word = text.prefix { ASCII.isLetter($0) }
    if CivilDate.weekdayNames.contains(where: { word.elementsEqual($0.utf8) }) { return true }
    return word.spells("by") || word.spells("with") || word.spells("id") || word.spells("for")
      || word.spells("from") || word.spells("via") || word.spells("envelope")
  }
}

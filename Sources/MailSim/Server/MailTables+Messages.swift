/// Messages come into being here, and their rows are free again when nobody holds them.
extension MailTables {
  /// Writes a message and notes it; the row belongs to nobody until an entry holds it.
  mutating func compose(_ draft: Draft, cause: RecordID?) -> UInt32 {
    let serial = nextMessage()
    sink.add(
      Trace.Message(
        kind: draft.kind, author: draft.author, reversePath: draft.reversePath, from: draft.from,
        recipients: [], subject: draft.subject, octets: draft.octets, endToEnd: draft.endToEnd,
        step: draft.step, attack: draft.attack), to: draft.recipients)
    let record = note(.composed(serial), cause: cause)
    let slot = messages.insert(
      MessageState(
        serial: serial, octets: draft.octets, reversePath: draft.reversePath,
        isNotice: draft.kind != .original, endToEnd: draft.endToEnd, isExtra: draft.isExtra,
        from: draft.from, isSpecial: false, step: draft.step, attack: draft.attack,
        cause: record ?? cause))
    change(slot) { $0 = draft.rareProperties }
    return slot
  }

  /// What a message has that others do not.
  mutating func rareProperties(of message: UInt32) -> RareProperties? {
    messages[message].isSpecial ? rareProperties[message] : nil
  }

  mutating func change(_ message: UInt32, _ change: (inout RareProperties) -> Void) {
    var special = rareProperties(of: message) ?? RareProperties()
    change(&special)
    messages[message].isSpecial = special != RareProperties()
    rareProperties[message] = messages[message].isSpecial ? special : nil
  }

  /// Puts an entry into the table; it holds its message until `discard`.
  mutating func keep(_ entry: QueueEntry) -> UInt32 {
    messages[entry.message].holders += 1
    return entries.insert(entry)
  }

  mutating func discard(_ entry: UInt32) {
    let message = entries[entry].message
    entries.remove(entry)
    release(message)
  }

  /// One holder less.
  mutating func release(_ message: UInt32) {
    // One that was refused at the dot was held by nobody.
    if messages[message].holders > 0 { messages[message].holders -= 1 }
    guard messages[message].holders == 0 else { return }
    sink.forget(messages[message].serial)
    if messages[message].isSpecial { rareProperties[message] = nil }
    messages.remove(message)
  }
}

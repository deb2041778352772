/// Messages come into being here, and their rows are free again when nobody holds them.
extension World {
  /// Writes a message and notes it; the row belongs to nobody until an entry holds it.
  mutating func compose(_ draft: Draft, cause: RecordID?) -> UInt32 {
    let serial = MessageID(index: messageCount)
    messageCount += 1
    sink.add(
      Trace.Message(
        kind: draft.kind, author: draft.author, reversePath: draft.reversePath, from: draft.from,
        recipients: draft.recipients, subject: draft.subject, octets: draft.octets,
        endToEnd: draft.endToEnd, step: draft.step, attack: draft.attack))
    let record = note(.composed(serial), cause: cause)
    return messages.insert(
      MessageState(
        serial: serial, octets: draft.octets, reversePath: draft.reversePath,
        isNotice: draft.kind != .original, endToEnd: draft.endToEnd, step: draft.step,
        author: draft.author, helloName: draft.helloName, cause: record ?? cause, from: draft.from,
        attack: draft.attack, signature: draft.signature, smuggled: draft.smuggled,
        isExtra: draft.isExtra))
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
    messages[message].holders -= 1
    guard messages[message].holders <= 0 else { return }
    sink.forget(messages[message].serial)
    messages.remove(message)
  }
}

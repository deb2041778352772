/// A trace as text and back: one JSON object a line (`jsonl`).
///
/// The first line is the header with the version of the schema, the second the cast; then come the
/// connections, messages and copies, and last the records in their order. Each line's first member
/// says what it is and counts from 0, and references are such numbers. Times are nanoseconds since
/// the start of the run.
public enum TraceCodec {
  /// Changes when a line of an older program could no longer be read.
  public static let schemaVersion = 1

  /// The whole trace; the same trace always gives the same octets.
  public static func text(of trace: Trace) -> String {
    var text = ""
    write(trace) { text += $0 + "\n" }
    return text
  }

  /// Hands out the lines one by one, without their ends, for a trace too long to hold as text.
  public static func write(_ trace: Trace, to emit: (String) -> Void) {
    emit(json(trace.header).first("trace", .number(schemaVersion)).line)
    emit(json(trace.cast).first("cast", .number(0)).line)
    func rows(_ name: String, _ count: Int, _ make: (Int) -> JSON) {
      for row in 0..<count { emit(make(row).first(name, .number(row)).line) }
    }
    rows("connection", trace.connections.count) { json(trace.connections[$0]) }
    rows("message", trace.messages.count) { json(trace.messages[$0]) }
    rows("copy", trace.copies.count) { json(trace.copies[$0]) }
    rows("record", trace.records.count) { json(trace.records[$0]) }
  }

  /// Reads what `text(of:)` wrote; blank lines are skipped.
  ///
  /// Every reference is checked, so that whatever is made of the trace later cannot meet a host or
  /// message that is not there.
  ///
  /// - Throws: `TraceCodecError` for the first line that cannot be understood.
  public static func read(_ text: String) throws(TraceCodecError) -> Trace {
    var reader = TraceReader()
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      do {
        try reader.take(line)
      } catch {
        throw TraceCodecError(line: number, what: error.what)
      }
    }
    guard let trace = reader.trace else {
      throw TraceCodecError(line: max(1, number), what: "the header and the cast are missing")
    }
    return trace
  }
}

extension JSON {
  /// The object with one more member before the others.
  fileprivate func first(_ key: String, _ value: JSON) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object([Member(key, value)] + members)
  }
}

/// Takes a trace's lines one by one.
private struct TraceReader {
  private var header: Trace.Header?
  private(set) var trace: Trace?

  mutating func take(_ line: Substring) throws(FieldError) {
    guard line.contains(where: { !$0.isWhitespace }) else { return }
    let json: JSON
    do {
      json = try JSON(parsing: line)
    } catch {
      throw FieldError("\(error.what), after \(error.offset) octets")
    }
    guard case .object(let members) = json, let kind = members.first?.key else {
      throw FieldError("a line must be an object")
    }
    try take(kind, TraceFields(json, bounds: Bounds(trace)))
  }

  private mutating func take(_ kind: String, _ fields: TraceFields) throws(FieldError) {
    switch kind {
    case "trace":
      let version: Int = try fields.number("trace")
      guard version == TraceCodec.schemaVersion else {
        throw FieldError(
          "this is version \(version) of the schema; this program reads version"
            + " \(TraceCodec.schemaVersion)")
      }
      guard header == nil else { throw FieldError("there is a second header") }
      header = try TraceCodec.header(fields)
    case "cast":
      guard let header, trace == nil else {
        throw FieldError("the cast must follow the header, once")
      }
      trace = Trace(header: header, cast: try TraceCodec.cast(fields))
    case "connection":
      let row = try TraceCodec.connection(try counted(kind, fields, trace?.connections.count))
      trace?.connections.append(row)
    case "message":
      let row = try TraceCodec.message(try counted(kind, fields, trace?.messages.count))
      trace?.messages.append(row)
    case "copy":
      let row = try TraceCodec.copy(try counted(kind, fields, trace?.copies.count))
      trace?.copies.append(row)
    case "record":
      let row = try TraceCodec.record(try counted(kind, fields, trace?.records.count))
      trace?.records.append(row)
    default:
      throw FieldError("a line begins with trace, cast, connection, message, copy or record")
    }
  }

  /// Rows come in their order, and none is missing.
  private func counted(
    _ kind: String, _ fields: TraceFields, _ count: Int?
  ) throws(FieldError) -> TraceFields {
    guard let count else { throw FieldError("a \(kind) comes before the cast") }
    let number: Int = try fields.number(kind)
    guard number == count else { throw FieldError("this should be \(kind) \(count)") }
    return fields
  }
}

/// Why a text is no trace, with the line.
public struct TraceCodecError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counted from 1.
  public var line: Int
  public var what: String

  public var description: String { "line \(line): \(what)" }
}

/// One server's way of writing its log.
///
/// A dialect knows the text of the lines and what its server keeps apart, such as the processes
/// and connections of Postfix. What the lines say of messages it notes in the journal, which
/// joins them.
protocol LogDialect {
  init(year: Int, limits: MailLogReader.Limits)

  /// Notes what a line says; false where it is no line of this server.
  mutating func take(_ line: Substring, into journal: inout LogJournal) -> Bool
}

/// A message by the server that wrote the line and the id it gave: several servers may write
/// into one log, and short ids are used again.
struct LogKey: Hashable {
  var server: String
  var id: String
}

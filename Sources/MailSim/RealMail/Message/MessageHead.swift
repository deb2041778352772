/// What can be known of a message without its content: the header fields that tell of its way,
/// and what the structure of its body says about protection.
public struct MessageHead: Sendable {
  /// Its place in the file, counted from 1.
  public internal(set) var number = 1
  /// The line that begins a message in an mbox file, without `From `.
  public internal(set) var envelopeLine: String?
  /// In the order of the file: the newest first, where servers wrote them.
  public internal(set) var fields: [HeaderField] = []
  /// `Received` fields beyond the limit: counted, not kept.
  public internal(set) var uncountedReceived = 0
  /// Other fields of interest beyond the limit.
  public internal(set) var droppedFields = 0
  public internal(set) var contentProtection = ContentProtection()
  /// Octets of the message in the file, line ends included.
  public internal(set) var octets: UInt64 = 0
  /// Whether any field was one that messages have.
  public internal(set) var looksLikeMail = false

  init(number: Int) {
    self.number = number
  }

  /// The first field of a name given in lower case.
  public func first(_ name: String) -> HeaderField? {
    fields.first { $0.name == name }
  }

  public func all(_ name: String) -> [HeaderField] {
    fields.filter { $0.name == name }
  }

  /// The trace lines, newest first, as they stand in the message.
  public var received: [HeaderField] { fields.filter(\.isReceived) }
}

/// Bytes from a message as text that is safe to print.
///
/// Header fields are UTF-8 at best (RFC 6532); bytes that are not are taken as
/// ISO 8859-1, so that none is lost. Control characters become U+FFFD: a forged
/// line could otherwise send commands to the reader's terminal. So do the marks
/// that turn the direction of text, which can make a line seem to say something else.
enum ReadableText {
  static func of(_ bytes: some Collection<UInt8>) -> String {
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
      return String(decoding: bytes, as: UTF8.self)
    }
    let text = String(validating: bytes, as: UTF8.self) ?? latin1(bytes)
    return made(printable: text)
  }

  /// The same for text that was decoded already.
  static func made(printable text: String) -> String {
    PlainText.line(text)
  }

  private static func latin1(_ bytes: some Collection<UInt8>) -> String {
    var scalars = String.UnicodeScalarView()
    for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
    return String(scalars)
  }
}

/// A value that is stored as the text it prints, such as `192.0.2.1` or `550`.
protocol TextCodable: Codable, LosslessStringConvertible {}

extension TextCodable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is no \(Self.self)")
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension IPAddress: TextCodable {}
extension IPNetwork: TextCodable {}
extension Domain: TextCodable {}
extension Mailbox: TextCodable {}
extension EnhancedStatus: TextCodable {}

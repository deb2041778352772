/// An enhanced mail system status code, `class.subject.detail` (RFC 3463).
public struct EnhancedStatus: Hashable, Sendable, BitwiseCopyable, CustomStringConvertible {
  public let kind: UInt8
  public let subject: UInt8
  public let detail: UInt8

  public init(_ kind: UInt8, _ subject: UInt8, _ detail: UInt8) {
    self.kind = kind
    self.subject = subject
    self.detail = detail
  }

  public var description: String { "\(kind).\(subject).\(detail)" }
}

extension EnhancedStatus: LosslessStringConvertible {
  public init?(_ description: String) {
    let parts = description.split(separator: ".", omittingEmptySubsequences: false).map {
      UInt8($0)
    }
    guard parts.count == 3, let kind = parts[0], let subject = parts[1], let detail = parts[2],
      [2, 4, 5].contains(kind)
    else { return nil }
    self.init(kind, subject, detail)
  }
}

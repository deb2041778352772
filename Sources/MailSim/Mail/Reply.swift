/// A server's answer to an SMTP command (RFC 5321 §4.2, RFC 2034).
///
/// It is a plain value without text: a run sends millions of replies and prints
/// few. `Wording` says which words belong to it.
public struct Reply: Hashable, Sendable, BitwiseCopyable {
  public let code: UInt16
  public let enhanced: EnhancedStatus?
  public let wording: Wording

  public init(_ code: UInt16, _ enhanced: EnhancedStatus?, _ wording: Wording) {
    self.code = code
    self.enhanced = enhanced
    self.wording = wording
  }

  /// What a client acts on: the first digit alone (RFC 5321 §4.2.1).
  public var severity: Severity {
    switch code {
    case ..<300: .success
    case ..<400: .intermediate
    case ..<500: .transientFailure
    default: .permanentFailure
    }
  }

  public var isSuccess: Bool { severity == .success }
  public var isFailure: Bool { code >= 400 }

  public enum Severity: Sendable, BitwiseCopyable {
    case success, intermediate, transientFailure, permanentFailure
  }
}

extension Reply: CustomStringConvertible {
  /// The line as it goes over the wire, without an enhanced code where there is none.
  public var description: String {
    let status = enhanced.map { "\($0) " } ?? ""
    return "\(code) \(status)\(wording.text)"
  }

  /// Code and enhanced code only: `550 5.7.1`.
  public var codes: String { enhanced.map { "\(code) \($0)" } ?? "\(code)" }
}

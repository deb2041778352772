/// What a message's structure says its author did to the content for the recipient alone.
public struct ContentProtection: Hashable, Sendable {
  public enum Form: String, Hashable, Sendable, CaseIterable {
    case pgpMIME = "PGP/MIME"  // RFC 3156
    case inlineOpenPGP = "inline OpenPGP"  // RFC 9580 §6.2
    case sMIME = "S/MIME"  // RFC 8551
  }

  public enum Extent: String, Hashable, Sendable {
    case whole, part
  }

  public struct Layer: Hashable, Sendable {
    public let form: Form
    public let extent: Extent
    /// The content type or the line it was recognised by.
    public let evidence: String

    init(form: Form, extent: Extent, evidence: String) {
      self.form = form
      self.extent = extent
      self.evidence = evidence
    }
  }

  public internal(set) var encryption: Layer?
  public internal(set) var signature: Layer?

  public init() {}

  /// For a trace: protected end to end only where the whole content is encrypted.
  public var endToEnd: EndToEndProtection {
    guard let encryption, encryption.extent == .whole else { return .none }
    return encryption.form == .sMIME ? .sMIME : .openPGP
  }
}

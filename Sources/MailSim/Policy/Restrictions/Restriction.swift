/// One word of a restriction list, with what stands behind it (access(5), postconf(5)).
public struct Restriction: Hashable, Sendable {
  public var kind: RestrictionKind
  /// The words as configured, `check_client_access hash:/etc/postfix/access`.
  public var name: String
  public var position: ConfigurationPosition?
  /// The table it asks.
  public var table: LookupTable?
  /// The restrictions it stands for: those of a class, or the one behind `warn_if_reject`.
  public var inner: [Restriction]

  public init(
    _ kind: RestrictionKind, name: String? = nil, position: ConfigurationPosition? = nil,
    table: LookupTable? = nil, inner: [Restriction] = []
  ) {
    self.kind = kind
    self.name = name ?? kind.word
    self.position = position
    self.table = table
    self.inner = inner
  }

  /// What an unknown answer could do.
  public enum Effect: Hashable, Sendable {
    case permit, reject, goOn
  }

  /// `permit_mynetworks (main.cf:14)`
  public var label: String { position.map { "\(name) (\($0))" } ?? name }

  /// The restriction in a few words, as a picture's row has it.
  public var meaning: String { kind.meaning(self) }

  /// The first list at which what it asks for is known.
  var needs: RestrictionStage { kind.parts.knownFrom }

  /// The restriction and those inside it.
  var withInner: [Restriction] { [self] + inner.flatMap(\.withInner) }
}

/// What a `check_*_access` table is asked for.
public enum AccessSubject: String, Hashable, Sendable, CaseIterable {
  case client, helo, sender, recipient, certificate
}

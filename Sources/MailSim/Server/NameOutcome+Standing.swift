extension NameOutcome {
  /// What it means for a server that asks whether a domain exists.
  var standing: RelayFacts.DomainStanding {
    switch self {
    case .found, .implicit, .loopsBack, .noAddress: .exists
    case .nullMX: .nullMX
    case .noSuchDomain: .missing
    case .serverFailure: .failing
    }
  }
}

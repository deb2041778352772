/// Login, TLS, certificate and roaming window, as far as any rule or a property asks for them.
struct ClientStates {
  private(set) var all = [RelayFacts.Client(address: IPAddress(bits: 0))]

  init(
    _ policies: [(policy: RestrictionPolicy, leaves: LeafRules)], _ refinement: Refinement,
    _ logins: [RelayFacts.Login]
  ) {
    func isAsked(_ part: FactPart) -> Bool { policies.contains { $0.leaves.looks(at: part) } }
    let settings = policies.map(\.policy)
    let asksTLS =
      refinement.asksTLS || isAsked(.encryption)
      || settings.contains { $0.demandsTLS || $0.offersLogin && !$0.offersLoginInClear }
    if asksTLS { vary { $0.isEncrypted = true } }
    // Of a service that begins with TLS there is no other client.
    if settings.allSatisfy(\.isWrappedInTLS) {
      all = all.map { Self.changed($0) { $0.isEncrypted = true } }
    }
    if refinement.asksCertificate || isAsked(.certificate) {
      vary {
        $0.certificate = "A certificate"
        $0.isEncrypted = true
      }
    }
    if refinement.asksWindow || isAsked(.window) {
      let span = settings.map(\.window).max() ?? .minutes(15)
      let shut = all
      vary { $0.window = .open(sinceLogin: .zero) }
      all += shut.map { Self.changed($0) { $0.window = .expired(sinceLogin: span) } }
    }
    if settings.contains(where: \.offersLogin) {
      let mayInClear = settings.contains { $0.offersLogin && $0.offersLoginInClear }
      let before = all.filter { $0.isEncrypted || mayInClear }
      for login in logins {
        all += before.map { Self.changed($0) { $0.login = login } }
      }
    }
    var seen: Set<RelayFacts.Client> = []
    all = all.filter { seen.insert($0).inserted }
  }

  private mutating func vary(_ change: (inout RelayFacts.Client) -> Void) {
    all += all.map { Self.changed($0, change) }
  }

  private static func changed(
    _ state: RelayFacts.Client, _ change: (inout RelayFacts.Client) -> Void
  ) -> RelayFacts.Client {
    var changed = state
    change(&changed)
    return changed
  }
}

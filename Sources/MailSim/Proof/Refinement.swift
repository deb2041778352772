/// What a property asks that rules may not: classes are cut there too, so that one answer stands for
/// a whole class of what the property is about.
struct Refinement: Hashable, Sendable {
  let facts: [PropertyFact]

  init(_ facts: [PropertyFact] = []) {
    var seen: Set<PropertyFact> = []
    self.facts = facts.filter { seen.insert($0).inserted }
  }

  var isEmpty: Bool { facts.isEmpty }

  // MARK: What is named

  var networks: [IPNetwork] {
    facts.compactMap { if case .clientIn(let network) = $0 { network } else { nil } }
  }

  var clientNames: [String] {
    facts.flatMap { fact -> [String] in
      switch fact {
      case .nameIs(let domain), .nameIn(let domain): [domain.text, "host.\(domain)"]
      default: []
      }
    }
  }

  var helos: [String] {
    facts.flatMap { fact -> [String] in
      switch fact {
      case .heloIs(let name): [name]
      case .heloIn(let domain): [domain.text, "host.\(domain)"]
      default: []
      }
    }
  }

  var domains: [Domain] {
    facts.flatMap { fact -> [Domain] in
      switch fact {
      case .senderIn(let domain), .recipientIn(let domain):
        [domain] + [Domain("sub.\(domain)")].compactMap(\.self)
      case .senderIs(let mailbox), .recipientIs(let mailbox): [mailbox.domain]
      default: []
      }
    }
  }

  var mailboxes: [Mailbox] {
    facts.compactMap {
      switch $0 {
      case .senderIs(let mailbox), .recipientIs(let mailbox): mailbox
      default: nil
      }
    }
  }

  var logins: [String] {
    facts.compactMap { if case .loginIs(let name) = $0 { name } else { nil } }
  }

  var asksTLS: Bool { facts.contains(.tls) }
  var asksCertificate: Bool { facts.contains(.certificate) }
  var asksWindow: Bool { facts.contains(.window) || facts.contains(.windowEnded) }
}

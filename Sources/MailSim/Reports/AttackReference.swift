/// The page about attacks in the documentation, made from the catalogue.
public enum AttackReference {
  public static var text: String {
    let rows = AttackKind.allCases.map { kind in
      let entry = kind.entry
      let needs = entry.needs.map { $0.map { "`\($0.rawValue)`" }.joined(separator: " or ") }
      return "| \(kind.number) | `\(kind.rawValue)` | \(entry.title) | "
        + "\(needs.isEmpty ? "–" : needs.joined(separator: ", ")) | \(entry.success) | "
        + entry.stoppedBy.map { "`\($0.rawValue)`" }.joined(separator: ", ") + " |\n"
    }
    return head + rows.joined() + "\n## How each goes\n\n"
      + AttackKind.allCases.map(section).joined(separator: "\n") + grants + defences
  }

  private static let head = """
    # Attacks

    An attack is a process in the simulation. It works with machines, and with what the scenario
    grants it (`can:`); each step checks whether the grant holds. What stops it is set at servers,
    people, sites and domains, never at the attack. `mailsim attack A3` prints one of these
    entries, `mailsim attack FILE` says what the attacks of a scenario come to. This page is made
    from the catalogue: `make schema`.

    | no. | kind | title | needs | success | stopped by |
    |---|---|---|---|---|---|

    """

  private static func section(_ kind: AttackKind) -> String {
    let entry = kind.entry
    var text = "### \(kind.number) \(entry.title)\n\n\(entry.steps)\n\n"
    text += "- Counted: \(entry.metric).\n"
    if let formula = kind.formula { text += "- Expected: \(formula)\n" }
    let keys = kind.keys
    let special = keys.needed.map { "`\($0)`" } + keys.possible.map { "[`\($0)`]" }
    text +=
      "- Keys: " + (special.isEmpty ? "" : special.joined(separator: ", ") + "; and ")
      + "`start`, `until`, `limit`, `chance`.\n"
    return text
  }

  private static var grants: String {
    "\n## Grants\n\n"
      + Grant.allCases.map { "- `\($0.rawValue)`: \($0.meaning)\n" }.joined()
  }

  private static var defences: String {
    "\n## Defences\n\n"
      + Defence.allCases.map { "- `\($0.rawValue)`: \($0.meaning)\n" }.joined()
  }
}

extension AttackKind {
  /// What is to be expected, where it can be calculated.
  var formula: String? {
    switch self {
    case .natRider:
      "with k riders who try as a Poisson process of rate μ during an open time τ, one of them "
        + "gets through with 1 − e^(−kμτ)."
    case .addressReuse:
      "with checks every T, a window W ≥ T and reassignment at rate γ, the next holder comes in "
        + "time with 1 − e^(−γ(W−T)) (1 − e^(−γT)) / (γT)."
    case .backscatter:
      "of N messages N·u·α notices, u being the share of unknown users and α that of servers "
        + "which accept first."
    case .harvest: "one session for each `errors: hard` wrong names."
    case .campusBot: "at a rate r, an alarm at the k-th stopped connection comes after k/r."
    case .stolenAccount: "the rate times the time to detection."
    case .snowshoe: "V messages below a threshold θ need V/θ addresses."
    case .slowloris:
      "Erlang's formula B for c connections, fed by honest and hostile ones together; to hold all, "
        + "c connections in each time-out."
    case .mailLoop: "a mailbox is full after its size over message size times rate."
    case .greylistBypass:
      "a share b that comes back, against listings of mean L: b·e^(−G/L) gets through."
    case .blockListEvasion: "the rate times the mean time to the listing, for each address."
    case .passiveTap: "1 − Π(1 − e(1 − p(1 − s))) over the hops: tapped e, encrypted p, stripped s."
    case .compromisedGateway: "at a snapshot, the arrival rate times the mean time mail lies there."
    default: nil
    }
  }
}

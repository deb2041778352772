/// Decisions of one kind: the same sender in the same state, judged alike by the same rule.
struct DecisionGroup: Hashable {
  let sender: HostPlacement
  let state: State?
  let verdict: RelayVerdict
  let reason: ReasonCode
  let rule: RuleRef
  let reply: Reply
  var recipients: [MailboxID]
  var count: Int

  var isAccepted: Bool { verdict == .accept }

  /// What else mattered about the sender at that moment.
  struct State: Hashable {
    let port: String
    let words: String
    let plainWords: String
    let isAccepted: Bool
    let rank: Int
  }

  static func merged(_ decisions: [Decision], in trace: Trace) -> [DecisionGroup] {
    let history = PlacementHistory(trace)
    func sender(_ decision: Decision) -> HostPlacement {
      history.placement(of: trace.connections[decision.connection].client, at: decision.at)
    }
    var groups: [DecisionGroup] = []
    let kinds = Dictionary(grouping: decisions, by: sender)
    for decision in decisions {
      guard let recipient = decision.recipient else { continue }
      let client = sender(decision)
      let reasons = Set((kinds[client] ?? []).map(\.reason))
      let state = State(decision, mixed: reasons.count > 1)
      let row = groups.firstIndex {
        $0.sender == client && $0.state == state && $0.verdict == decision.verdict
          && $0.reason == decision.reason && $0.rule == decision.rule
      }
      guard let row else {
        groups.append(
          DecisionGroup(
            sender: client, state: state, verdict: decision.verdict, reason: decision.reason,
            rule: decision.rule, reply: decision.reply, recipients: [recipient], count: 1))
        continue
      }
      groups[row].count += 1
      if !groups[row].recipients.contains(recipient) { groups[row].recipients.append(recipient) }
    }
    return groups
  }
}

extension DecisionGroup.State {
  /// nil when the sender alone says it all.
  init?(_ decision: Decision, mixed: Bool) {
    let words: String
    let rank: Int
    switch decision.reason {
    case .window: (words, rank) = ("◔ mail read from its address", 1)
    case .windowExpired: (words, rank) = ("◷ mail read too long ago", 3)
    case .authenticated: (words, rank) = ("✓ logged in with AUTH", 2)
    case .senderDomain: (words, rank) = ("✉ claims an inside address", 2)
    case .routingTrick: (words, rank) = ("✉ detour in the address", 4)
    case .bothOutside where mixed: (words, rank) = ("✉ to outside, no login", 5)
    case .insideRecipient where mixed: (words, rank) = ("✉ to inside", 0)
    case .insideSender where mixed: (words, rank) = ("✉ to outside", 1)
    case .userUnknown where mixed: (words, rank) = ("✉ to nobody there", 4)
    case .senderNotOwned where mixed: (words, rank) = ("✉ in another's name", 4)
    case .greylisted where mixed: (words, rank) = ("✉ from a stranger, too early", 4)
    case .blockListed where mixed: (words, rank) = ("✉ from a listed address", 4)
    case .rateLimit where mixed: (words, rank) = ("✉ too much at a time", 4)
    case .accountDisabled where mixed: (words, rank) = ("✉ through a disabled login", 4)
    case .windowCap where mixed: (words, rank) = ("✉ through a window used up", 4)
    case .senderNotAuthorised where mixed: (words, rank) = ("✉ not proven by its domain", 4)
    case .contentFilter where mixed: (words, rank) = ("✉ looks like spam", 4)
    case .limit where mixed: (words, rank) = ("✉ over a limit", 4)
    default: return nil
    }
    self.init(
      port: decision.reason.rawValue.lowercased(), words: words,
      plainWords: String(words.drop { !$0.isLetter }), isAccepted: decision.verdict == .accept,
      rank: rank)
  }
}

@testable import MailSim

/// The replies of one session, by the step they answer; both the server's and the model's.
struct Conversation: Hashable {
  var steps: [Step] = []

  struct Step: Hashable, CustomStringConvertible {
    var asked: String
    var answer: String
    var description: String { "\(asked): \(answer)" }
  }

  /// Goes through a case until it is refused for good; `ask` says what each step is answered.
  private mutating func note(_ asked: String, _ answer: String) -> Bool {
    steps.append(Step(asked: asked, answer: answer))
    return answer.first == "2" || answer.first == "3"
  }

  /// What a real server says.
  init(of one: GeneratedCase, with session: RealSession) {
    let address = one.address.isV4 ? "\(one.address)" : "IPV6:\(one.address)"
    let login = one.login.map { " LOGIN=\($0)" } ?? ""
    let welcome = session.say(
      "XCLIENT NAME=\(one.name ?? "[UNAVAILABLE]") ADDR=\(address)\(login)")
    defer { _ = session.say("QUIT") }
    guard note("banner", welcome.codes) else { return }
    guard note("EHLO", session.say("EHLO \(one.helo)").codes) else { return }
    let option = one.isInternational ? " SMTPUTF8" : ""
    guard note("MAIL", session.say("MAIL FROM:<\(one.sender)>\(option)").codes) else { return }
    var accepted = false
    for recipient in one.recipients {
      accepted = note("RCPT", session.say("RCPT TO:<\(recipient)>").codes) || accepted
    }
    guard note("DATA", session.say("DATA").codes) else { return }
    _ = note("message", session.say("Subject: test\r\n\r\ntext\r\n.").codes)
  }

  /// What the model says.
  init(of one: GeneratedCase, by policy: RestrictionPolicy, users: Set<String>?) {
    var client = RelayFacts.Client(address: one.address)
    client.name = one.name
    client.helloName = one.helo
    client.login = one.login.map { .init(name: $0) }
    let nobody = Mailbox(localPart: "nobody", domain: Domain("example.net")!)
    var facts = RelayFacts(client: client, reversePath: nil, forwardPath: nobody)
    guard note("banner", Self.answer(policy, facts, .connect) ?? "220") else { return }
    guard note("EHLO", Self.answer(policy, facts, .hello) ?? "250") else { return }
    if !one.sender.isEmpty {
      facts.reversePath = policy.destinations.read(one.sender)
      guard facts.reversePath != nil else {
        _ = note("MAIL", Self.said("501 5.1.7", policy))
        return
      }
    }
    guard note("MAIL", Self.answer(policy, facts, .mail) ?? "250 2.1.0") else { return }
    var accepted: RelayFacts?
    for recipient in one.recipients {
      // Bare postmaster is taken before any list is asked (RFC 5321 §4.5.1).
      if recipient == "postmaster" {
        _ = note("RCPT", "250 2.1.5")
        facts.forwardPath = policy.destinations.read(recipient) ?? nobody
        accepted = facts
        continue
      }
      guard let mailbox = policy.destinations.read(recipient) else {
        _ = note("RCPT", Self.said("501 5.1.3", policy))
        continue
      }
      facts.forwardPath = mailbox
      facts.recipientIsUnknown = Self.isUnknown(mailbox, policy, users)
      if note("RCPT", Self.answer(policy, facts, .recipient) ?? "250 2.1.5") { accepted = facts }
    }
    guard let accepted else {
      _ = note("DATA", Self.said("554 5.5.1", policy))
      return
    }
    guard note("DATA", Self.answer(policy, accepted, .data) ?? "354") else { return }
    _ = note("message", "250 2.0.0")
  }

  /// With `soft_bounce` even mistakes in the protocol are told as temporary.
  private static func said(_ codes: String, _ policy: RestrictionPolicy) -> String {
    guard policy.softensRefusals else { return codes }
    return String(codes.enumerated().map { $0 == 0 || $0 == 4 ? "4" : $1 })
  }

  /// The reply's codes, or nil when nobody refuses.
  private static func answer(
    _ policy: RestrictionPolicy, _ facts: RelayFacts, _ moment: RestrictionMoment
  ) -> String? {
    guard let decision = policy.decide(facts, at: moment) else { return nil }
    guard let verdict = decision.verdict else {
      return "depends on \(decision.dependsOn.joined(separator: ", "))"
    }
    return verdict == .accept ? nil : decision.endings[0].reply.codes
  }

  private static func isUnknown(
    _ mailbox: Mailbox, _ policy: RestrictionPolicy, _ users: Set<String>?
  ) -> Bool {
    guard let users else { return false }
    let target = policy.destinations.resolve(mailbox)
    let isOwn = target.domain.literalAddress.map(policy.destinations.ownAddresses.contains) ?? false
    guard isOwn || policy.destinations.local.contains(target.domain) == .yes else { return false }
    let local = target.localPart.lowercased()
    let plain = local.split(separator: "+").first.map(String.init) ?? local
    return !users.contains(local) && !users.contains(plain)
  }

  /// Where two conversations part: the step with both answers.
  func difference(from other: Conversation) -> String {
    for (one, two) in zip(steps, other.steps) where one != two {
      return "\(one.asked): \(one.answer), here \(two.answer)"
    }
    return "\(steps.count) steps, here \(other.steps.count)"
  }

  var line: String { steps.map(\.description).joined(separator: " | ") }
}

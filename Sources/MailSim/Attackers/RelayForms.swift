/// The forms in which a relay test writes a recipient elsewhere, and the senders it claims.
///
/// A source route (`@us:v@r`) is not among them: servers ignore the route and judge `v@r`
/// (RFC 5321 §3.6.1, appendix F.2), which is the first form.
enum RelayForms {
  /// Recipients that an old or careless server would pass on to the victim.
  static func recipients(victim: Mailbox, us: Domain, address: IPAddress?) -> [Mailbox] {
    let elsewhere = victim.domain.text
    let name = victim.localPart
    let locals = [
      ("\(name)%\(elsewhere)", false), ("\(name)%\(elsewhere)", true),
      ("\(name)@\(elsewhere)", false), ("\(name)@\(elsewhere)", true),
      ("\(elsewhere)!\(name)", false), ("\(elsewhere)!\(name)", true),
    ]
    let ends = [us, address.flatMap { Domain($0.literal) }].compactMap(\.self)
    let tricks = ends.flatMap { end in
      locals.map { Mailbox(localPart: $0.0, domain: end, wasQuoted: $0.1) }
    }
    return [victim] + tricks + [Mailbox("\(name)%\(us.text)@\(elsewhere)")].compactMap(\.self)
  }

  /// Reverse-paths of every kind: a stranger's, none, a user's, the server's own, one that only
  /// ends like ours.
  static func senders(us: Domain, address: IPAddress?) -> [Mailbox?] {
    [
      Mailbox("test@relay-test.example"), nil, Mailbox("user@\(us)"),
      address.flatMap { Mailbox("user@\($0.literal)") }, Mailbox("user@not\(us)"),
    ]
  }
}

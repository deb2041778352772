/// Pictures in words, for those who cannot see them and for plain text.
enum DiagramSentences {
  static func hops(_ links: [HopGroup], in trace: Trace) -> [String] {
    links.map { sentence($0, in: trace) }
  }

  /// "Alice to CSIM mail server: SMTP, encrypted (STARTTLS)."
  static func sentence(_ link: HopGroup, in trace: Trace) -> String {
    let from = title(link.from.host, in: trace)
    let to = title(link.to.host, in: trace)
    let way =
      switch (link.goesForward, link.comesBack) {
      case (true, true): "\(from) to \(to) and back"
      case (false, true): "\(to) to \(from)"
      default: "\(from) to \(to)"
      }
    let times = link.count > 1 ? ", \(link.count) times" : ""
    // Of what nobody knows there is no reason to give either.
    let reason = link.reason.phrase == link.protection.word ? "" : " (\(link.reason.phrase))"
    let what = link.logins.isEmpty ? "" : "a password in the clear, "
    return "\(way): \(link.protocols.joined(separator: " and ")), \(what)"
      + "\(link.protection.word)\(reason)\(times)."
  }

  static func rests(_ rests: [Rest], in trace: Trace) -> [String] {
    var sentences: [String] = []
    for rest in rests {
      let place = rest.storage == .spool ? "the spool" : "a mailbox"
      let state = rest.protection == .plaintext ? "readable" : "sealed by its author"
      let text = "In \(place) of \(title(rest.host, in: trace)) it lay \(state)."
      if !sentences.contains(text) { sentences.append(text) }
    }
    return sentences
  }

  static func title(_ host: HostID, in trace: Trace) -> String {
    let users = trace.cast.people.filter { $0.machine == host }
    return users.count == 1 ? users[0].title : trace.cast.hosts[host].title
  }
}

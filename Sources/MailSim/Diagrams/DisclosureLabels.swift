/// Where attackers sit in the path picture and what they read there.
struct DisclosureLabels {
  private let trace: Trace
  private let disclosures: Disclosures

  init(_ trace: Trace, of message: MessageID?) {
    self.trace = trace
    disclosures = Disclosures(trace, of: message)
  }

  /// What begins every sign, so that a viewer finds them at once.
  static let mark = "☠ "

  /// "☠ read ×3 by Eve", "☠ nothing read by Eve": for a line.
  func signs(on link: HopGroup) -> [String] {
    trace.cast.attacks.indices.compactMap { row in
      let id = AttackID(row)
      let attack = trace.cast.attacks[row]
      let read = link.hops.count { hop in
        readers(on: hop).contains { $0.attack == id && $0.contents.contains(hop.message) }
      }
      let present = link.hops.flatMap { readers(on: $0) } + link.logins.flatMap { readers(on: $0) }
      let sawPassword = present.contains { $0.attack == id && $0.sawPassword }
      var news: [String] = []
      if read > 0 { news.append("read" + (read > 1 ? " ×\(read)" : "")) }
      if sawPassword { news.append("password seen") }
      if news.isEmpty {
        guard attack.sits(between: link.from.site, link.to.site) else { return nil }
        news = ["nothing read"]
      }
      return Self.mark + news.joined(separator: ", ") + " by \(attack.title)"
    }
  }

  /// The same for a disk.
  func signs(at host: HostID) -> [String] {
    (disclosures.atHost[host] ?? []).sorted { $0.attack < $1.attack }.map { reader in
      let name = trace.cast.attacks[reader.attack].title
      if reader.contents.isEmpty { return Self.mark + "envelope read by \(name)" }
      let times = reader.contents.count > 1 ? " ×\(reader.contents.count)" : ""
      return Self.mark + "read\(times) by \(name)"
    }
  }

  private func readers(on hop: Hop) -> [Disclosures.Reader] {
    hop.connection.map { readers(on: $0) } ?? []
  }

  private func readers(on connection: ConnectionID) -> [Disclosures.Reader] {
    disclosures.onLine[connection] ?? []
  }
}

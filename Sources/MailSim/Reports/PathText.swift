/// The way of each message in one picture of words: hops by their protection, disks by what they show.
struct PathText {
  let trace: Trace
  let style: Style
  let width: Int

  /// At most this many messages are drawn; the rest are counted.
  static let mostMessages = 12

  /// - Parameter message: only this one; nil for all that people wrote.
  func text(only message: MessageID? = nil) -> String {
    let paths = MessagePaths(trace)
    let originals = trace.messages.indices.filter { row in
      if let message { return row == Int(message.index) }
      return trace.messages[row].kind == .original
    }
    var text = ""
    let fates = Dictionary(grouping: trace.fates, by: \.message)
    for row in originals.prefix(Self.mostMessages) {
      text += self.text(MessageID(row), paths, fates[MessageID(row)] ?? [])
    }
    if originals.count > Self.mostMessages {
      text += "… and \(TextLayout.count(originals.count - Self.mostMessages, "more message"))\n"
    }
    return text
  }

  private func text(_ id: MessageID, _ paths: MessagePaths, _ fates: [Fate]) -> String {
    let message = trace.messages[id]
    var text = ""
    for recipient in message.recipients {
      let fate = fates.first { $0.recipient == recipient }
      let path = paths.path(of: id, for: recipient)
      let head =
        "\(trace.name(id).asName)  \(trace.writer(of: id)) to \(trace.address(recipient))"
      text += style.paint(PlainText.line(head), .title)
      text += ": " + Self.outcome(fate, in: trace) + "\n"
      guard !path.hops.isEmpty else { continue }
      text += wrapped(chain(path)) + disks(path) + readers(id, path)
    }
    return text
  }

  /// `alice ==encrypted==> csim --plaintext--> gateway_a ..not known..> bob`
  private func chain(_ path: MessagePath) -> [String] {
    guard let first = path.hops.first else { return [] }
    var words = [start(first)]
    for hop in path.hops {
      let end = hop.kind == .retrieval ? hop.reader.map(trace.name) : trace.name(hop.to)
      words.append("\(Self.arrow(hop.protection)) \(end ?? trace.name(hop.to))")
    }
    return words
  }

  private func start(_ hop: Hop) -> String {
    hop.connection.map(trace.clientName) ?? trace.name(hop.from)
  }

  static func arrow(_ protection: Protection) -> String {
    switch protection {
    case .encrypted: "==encrypted==>"
    case .plaintext: "--plaintext-->"
    case .unknown: "..not known..>"
    }
  }

  /// Hops are kept whole when a line is full.
  private func wrapped(_ words: [String]) -> String {
    var text = ""
    var column = 0
    for word in words {
      if column > 0, column + 1 + word.count > width {
        text += "\n"
        column = 0
      }
      text += column == 0 ? "    " + painted(word) : " " + painted(word)
      column += (column == 0 ? 4 : 1) + word.count
    }
    return text + "\n"
  }

  private func painted(_ text: String) -> String {
    let word = PlainText.line(text)
    for protection in Protection.allCases {
      let arrow = Self.arrow(protection)
      guard word.hasPrefix(arrow) else { continue }
      return style.paint(arrow, Style.Role(protection)) + word.dropFirst(arrow.count)
    }
    return word
  }

  private func disks(_ path: MessagePath) -> String {
    guard !path.rests.isEmpty else { return "" }
    var places: [String] = []
    for rest in path.rests {
      let place = trace.name(rest.host) + (rest.storage == .spool ? " (spool)" : " (mailbox)")
      if !places.contains(place) { places.append(place) }
    }
    let isSealed = path.rests.allSatisfy { $0.protection == .encrypted }
    let words = "on disk at \(TextLayout.list(places)): " + (isSealed ? "sealed" : "readable")
    return TextLayout.wrapped(words, to: width - 4).map { "    \($0)\n" }.joined()
  }

  /// Attackers who read it, which is more than that it was readable.
  private func readers(_ id: MessageID, _ path: MessagePath) -> String {
    guard !trace.cast.attacks.isEmpty else { return "" }
    let disclosures = Disclosures(trace, of: id)
    var lines: [String] = []
    for hop in path.hops {
      let readers = hop.connection.flatMap { disclosures.onLine[$0] } ?? []
      for reader in readers where !reader.contents.isEmpty {
        lines.append(
          "read by \(trace.cast.attacks[reader.attack].title) on the line from "
            + "\(trace.name(hop.from)) to \(trace.name(hop.to))")
      }
    }
    for (host, readers) in disclosures.atHost.sorted(by: { $0.key < $1.key }) {
      for reader in readers {
        let what = reader.contents.isEmpty ? "envelope and headers read" : "read"
        lines.append(
          "\(what) by \(trace.cast.attacks[reader.attack].title) at \(trace.name(host))")
      }
    }
    return lines.map { "    \(style.paint($0, .bad))\n" }.joined()
  }

  static func outcome(_ fate: Fate?, in trace: Trace) -> String {
    switch fate?.outcome {
    case .delivered: "delivered"
    case .bounced(let failure, let notice):
      // A log may not tell of the notice; nobody is told only where there is nobody to tell.
      "bounced, \(failure.sentence)"
        + (notice == nil && fate.map { trace.messages[$0.message].reversePath } == .some(nil)
          ? "; nobody was told" : "")
    case .refused(let reply): "refused" + (reply.map { ", \($0)" } ?? ", no server took it")
    case .forwarded: "forwarded"
    case .queued, nil: "still on the way"
    }
  }
}

/// The main log of Exim, from its own file or by syslog (Exim specification, chapter "Log files").
///
/// A message's lines are joined by its id. What a message came in by stands after `P=`; whether
/// a delivery was encrypted stands after `X=`, unless `log_selector` leaves it out, so that
/// silence counts only once the log has shown it.
struct EximLogDialect: LogDialect {
  private let year: Int
  /// The servers whose deliveries have shown a cipher.
  private var showsCiphers: Set<String> = []

  init(year: Int, limits: MailLogReader.Limits) {
    self.year = year
  }

  mutating func take(_ text: Substring, into journal: inout LogJournal) -> Bool {
    guard let line = Line(text, year: year) else { return false }
    guard let id = line.id else {
      takeEvent(line.words, of: nil, &journal)
      return line.isSure || Self.refusal(in: line.words) != nil
    }
    takeMessage(line, LogKey(server: line.server, id: id), &journal)
    return true
  }

  private mutating func takeMessage(_ line: Line, _ key: LogKey, _ journal: inout LogJournal) {
    let flag = line.words.prefix { $0 != " " }
    let words = line.words.dropFirst(flag.utf8.count + 1)
    switch flag {
    case "<=": takeArrival(words, of: key, line, &journal)
    case "=>", "->", ">>": takeDelivery(words, of: key, line, status: "sent", &journal)
    case "==": takeDelivery(words, of: key, line, status: "deferred", &journal)
    case "**": takeDelivery(words, of: key, line, status: "bounced", &journal)
    case "Completed": journal.complete(key)
    default: takeEvent(line.words, of: key, &journal)
    }
  }

  // MARK: Messages

  /// `a@b.example H=host (helo) [192.0.2.1]:25 P=esmtps X=TLS1.3:… A=plain:rita S=12 id=x@y`
  private func takeArrival(
    _ words: Substring, of key: LogKey, _ line: Line, _ journal: inout LogJournal
  ) {
    let fields = Fields(words)
    let sender = fields.leading.withoutAngles
    let with = fields["P"].map(String.init) ?? ""
    var arrival = LogMessage.Arrival(client: "a program")
    if let host = fields["H"] {
      (arrival.client, arrival.address) = Self.host(host)
      arrival.isLocal = arrival.address?.isLoopback == true
    } else {
      arrival.isLocal = true
    }
    if let login = fields["A"] {
      arrival.login = login.firstIndex(of: ":").map { String(login[login.index(after: $0)...]) }
    }
    arrival.tls = fields["X"].flatMap(Self.tls)
    if let known = ReceivedProtocol.of([with]), known.channel == .smtp, !arrival.isLocal {
      arrival.protection =
        arrival.tls?.isNullCipher == true
        ? .plaintext : arrival.tls != nil || known.saysEncrypted ? .encrypted : .plaintext
    }
    journal.arrive(key, at: line.seconds, arrival)
    journal.updateIfOpen(key) { message in
      message.sender = sender
      message.octets = fields["S"].flatMap { UInt64($0) }
      message.messageID = fields["id"].map(String.init)
      // A notice names the message it is about.
      if let about = fields["R"] { message.about = String(about) }
    }
    if let about = fields["R"] {
      journal.updateIfOpen(LogKey(server: key.server, id: String(about))) { $0.notice = key.id }
    }
  }

  /// `bob@b.example R=dnslookup T=remote_smtp H=mx [192.0.2.1] X=… C="250 OK"`
  private mutating func takeDelivery(
    _ words: Substring, of key: LogKey, _ line: Line, status: String, _ journal: inout LogJournal
  ) {
    let fields = Fields(words)
    guard let recipient = Self.recipient(fields.leading) else { return }
    let host = fields["H"].map(Self.host)
    let tls = fields["X"].flatMap(Self.tls)
    let isRemote = host?.address != nil && host?.address?.isLoopback != true
    var answer = fields["C"].map { $0.trimmingQuotes } ?? ""
    if status != "sent" { answer = fields.trailing }
    var delivery = LogMessage.Delivery(
      recipient: recipient, relay: host?.name, address: host?.address, status: status,
      enhanced: "", answer: String(answer.prefix(300)), seconds: line.seconds, tls: tls,
      isRemote: isRemote)
    if fields.leading.hasPrefix(":blackhole:") { delivery.status = "discarded" }
    if let tls {
      delivery.protection = tls.isNullCipher ? .plaintext : .encrypted
      showsCiphers.insert(key.server)
    } else if isRemote, status == "sent", showsCiphers.contains(key.server) {
      delivery.protection = .plaintext
    }
    journal.deliver(key, at: line.seconds, delivery)
  }

  /// `bob@b.example`, `bob <bob@b.example>`, `:blackhole: <bob@b.example>`,
  /// `final@c.example (mid@b.example) <bob@b.example>`: the address in angles is the envelope's.
  private static func recipient(_ text: Substring) -> String? {
    if let open = text.lastIndex(of: "<"), let close = text[open...].firstIndex(of: ">") {
      return String(text[text.index(after: open)..<close])
    }
    let word = text.prefix { $0 != " " }
    return word.isEmpty ? nil : String(word.hasSuffix(":") ? word.dropLast() : word)
  }

  /// `host.example (helo.example) [192.0.2.1]:25`; the name in parentheses is the client's word.
  private static func host(_ text: Substring) -> (name: String, address: IPAddress?) {
    var address: IPAddress?
    if let open = text.lastIndex(of: "["), let close = text[open...].firstIndex(of: "]") {
      address = IPAddress(text[text.index(after: open)..<close])
    }
    let name = text.prefix { $0 != " " }
    let isVerified = !name.hasPrefix("(") && !name.hasPrefix("[")
    return (isVerified ? String(name) : "unknown", address)
  }

  private static func tls(_ text: Substring) -> ReceivedTLS? {
    ReceivedTLS(TokenizedText(Array(text.utf8)[...])) ?? ReceivedTLS(clause: String(text))
  }

  // MARK: Refusals

  private func takeEvent(_ words: Substring, of key: LogKey?, _ journal: inout LogJournal) {
    guard let rule = Self.refusal(in: words) else { return }
    journal.summary.refuse(rule)
    if let key, words.range(ofASCII: "rejected after DATA") != nil { journal.forget(key) }
  }

  /// `H=… F=<…> rejected RCPT <…>: relay not permitted`; nil when nothing is refused.
  private static func refusal(in words: Substring) -> String? {
    guard let range = words.range(ofASCII: "rejected "),
      !words.hasPrefix("Warning: "), words.hasPrefix("H=") || words.hasPrefix("U=")
    else { return nil }
    let isLater = words[..<range.lowerBound].hasSuffix("temporarily ")
    let rest = words[range.upperBound...]
    let stage = rest.hasPrefix("after ") ? rest.dropFirst(6) : rest
    let name = stage.prefix { $0 != " " && $0 != ":" && $0 != "<" }
    let reason = Self.reason(after: rest)
    let general = LogReason.general(reason)
    return "\(name)\(isLater ? ", for now:" : "") \(general.isEmpty ? "(no reason)" : general)"
  }

  /// Behind the colon that ends the stage; the address in front of it may hold colons.
  private static func reason(after text: Substring) -> Substring {
    let words = text.splitAtBlanks(1)
    let hasAddress = words.count == 2 && words[1].hasPrefix("<")
    let start = hasAddress ? text.firstIndex(of: ">").map { text[$0...] } ?? text : text
    return start.range(ofASCII: ": ").map { start[$0.upperBound...] } ?? ""
  }
}

// MARK: - Lines

extension EximLogDialect {
  private struct Line {
    var seconds: Int64
    var server: String
    var id: String?
    var words: Substring
    /// The line shows that it is Exim's: by its id, or because syslog says so.
    var isSure: Bool

    /// `2026-03-02 09:00:00 1rAbCd-000000012Xy-3Zab <= …`, perhaps after what syslog writes.
    init?(_ text: Substring, year: Int) {
      server = "this server"
      isSure = false
      var own = text
      if let (seconds, rest) = LogTime.syslog(text, year: year) {
        let parts = rest.splitAtBlanks(2)
        if parts.count == 3, parts[1].hasPrefix("exim"), parts[1].hasSuffix(":") {
          (server, own, isSure) = (String(parts[0]), parts[2], true)
          self.seconds = seconds
          words = own
          if let (_, rest) = LogTime.exim(own) { words = rest }
          takeID()
          return
        }
      }
      guard let (seconds, rest) = LogTime.exim(own) else { return nil }
      self.seconds = seconds
      words = rest
      takeID()
    }

    private mutating func takeID() {
      // With `log_selector = +pid` the process stands first.
      if words.hasPrefix("["), let close = words.firstIndex(of: "]"),
        words[close...].hasPrefix("] "), Int(words[..<close].dropFirst()) != nil
      {
        words = words[close...].dropFirst(2)
      }
      let word = words.prefix { $0 != " " }
      guard ReceivedDialect.isEximID(String(word)) else { return }
      id = String(word)
      isSure = true
      words = words.dropFirst(word.utf8.count + 1)
    }
  }

  /// The fields of a line: what stands before the first, each by its letter, and the text behind
  /// a colon at the end.
  private struct Fields {
    var leading: Substring
    var trailing = ""
    private var values: [Substring: Substring] = [:]

    subscript(_ name: Substring) -> Substring? { values[name] }

    init(_ text: Substring) {
      leading = text
      var name: Substring?
      var start = text.startIndex
      var place = text.startIndex
      var isQuoted = false
      func value(upTo end: Substring.Index) -> Substring {
        var value = text[start..<end]
        while value.last == " " { value.removeLast() }
        return value
      }
      func keep(upTo end: Substring.Index) {
        if let name {
          if values[name] == nil { values[name] = value(upTo: end) }
        } else {
          leading = value(upTo: end)
        }
      }
      while place < text.endIndex {
        let word = text[place...].prefix { $0 != " " }
        let isFree = !isQuoted
        if isFree, let equals = Self.field(word) {
          keep(upTo: place)
          name = word[..<equals]
          start = word.index(after: equals)
        } else if isFree, word == "defer" || word == "for", place > text.startIndex {
          keep(upTo: place)
          name = word
          start = word.endIndex
        }
        // Quotes hold spaces and `=`: C="250 OK id=1", T="subject".
        if word.filter({ $0 == "\"" }).count % 2 == 1 { isQuoted.toggle() }
        place = word.endIndex < text.endIndex ? text.index(after: word.endIndex) : text.endIndex
        if isFree, !isQuoted, word.hasSuffix(":"), !word.hasPrefix(":") || word.utf8.count == 1 {
          keep(upTo: text.index(before: word.endIndex))
          trailing = String(text[place...])
          return
        }
      }
      keep(upTo: text.endIndex)
    }

    /// The place of `=` behind one of the names Exim uses.
    private static func field(_ word: Substring) -> Substring.Index? {
      guard let equals = word.firstIndex(of: "="), names.contains(word[..<equals]) else {
        return nil
      }
      return equals
    }

    private static let names: Set<Substring> = [
      "A", "C", "CV", "DN", "DT", "F", "H", "I", "K", "L", "M8S", "P", "PRDR", "PRX", "QT", "R",
      "RT", "S", "SNI", "ST", "T", "U", "X", "id",
    ]
  }
}

extension Substring {
  fileprivate var trimmingQuotes: String {
    String(drop { $0 == "\"" }.prefix { $0 != "\"" })
  }
}

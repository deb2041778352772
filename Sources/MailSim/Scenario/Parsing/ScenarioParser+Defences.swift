import Yams

/// Defences of servers, and the records domains publish about their mail.
extension ScenarioParser {
  mutating func readDefences(_ server: inout Scenario.Server, from fields: Fields) {
    server.windowLog = word(fields["window-log"], Scenario.WindowLog.self) ?? .api
    server.passesBareLF = flag(fields["passes-bare-lf"]) ?? false
    server.endsOnBareLF = flag(fields["ends-on-bare-lf"]) ?? false
    server.signatureLifetime = positive(fields["signs-for"])
    guard let node = fields["defences"], let fields = self.fields(node, .defences) else { return }
    server.defences.greylist = greylist(fields["greylist"])
    server.defences.blockList = blockList(fields["block-list"])
    server.defences.rates = some(fields["rates"]).compactMap { rate($0) }
    server.defences.windowCap = integer(fields["window-cap"], 1...1_000_000)
    server.defences.closesOnLogout = flag(fields["close-on-logout"]) ?? false
    server.defences.filter = filter(fields["filter"])
    server.defences.senderCheck =
      word(fields["sender-check"], Scenario.SenderCheck.self) ?? .none
    readErrors(&server.defences.errors, fields["errors"])
  }

  private mutating func greylist(_ node: Node?) -> Scenario.Greylisting? {
    guard let node else { return nil }
    var greylist = Scenario.Greylisting()
    guard case .mapping = node else {
      guard let pause = delay(node) else { return nil }
      greylist.delay = pause
      return greylist
    }
    guard let fields = fields(node, .greylist) else { return nil }
    greylist.delay = delay(fields["delay"]) ?? greylist.delay
    greylist.window = delay(fields["window"]) ?? greylist.window
    greylist.memory = delay(fields["memory"]) ?? greylist.memory
    greylist.width = integer(fields["width"], 8...32) ?? greylist.width
    greylist.whitelistAfter =
      integer(fields["whitelist-after"], 0...1_000_000) ?? greylist.whitelistAfter
    if greylist.window <= greylist.delay {
      report(
        .conflict(
          "nobody can pass a greylist whose window is over before its delay",
          help: "make the window longer"), at: fields["window"] ?? node)
    }
    return greylist
  }

  private mutating func blockList(_ node: Node?) -> Scenario.BlockListing? {
    guard let node, let fields = fields(node, .blockList) else { return nil }
    var list = Scenario.BlockListing()
    list.listing = distribution(fields["listing"]) ?? list.listing
    list.width = integer(fields["width"], 8...32) ?? list.width
    list.threshold = integer(fields["threshold"], 1...1_000_000) ?? list.threshold
    return list
  }

  private mutating func rate(_ node: Node) -> Scenario.RateLimit? {
    guard let fields = fields(node, .rate),
      let recipients = integer(fields["recipients"], 1...1_000_000_000)
    else { return nil }
    var rate = Scenario.RateLimit(recipients: recipients)
    rate.period = positive(fields["per"]) ?? rate.period
    rate.key = word(fields["by"], Scenario.RateLimit.Key.self) ?? .client
    rate.action = word(fields["then"], Scenario.RateLimit.Action.self) ?? .defer
    if rate.action == .disable, rate.key == .client {
      report(
        .conflict(
          "a client without a login has no account to disable", help: "add 'by: user'"),
        at: fields["then"] ?? node)
    }
    return rate
  }

  private mutating func filter(_ node: Node?) -> Scenario.ContentFilter? {
    guard let node, let fields = fields(node, .filter) else { return nil }
    var filter = Scenario.ContentFilter()
    filter.hit = number(fields["hit"], 0...1) ?? 0
    filter.falseAlarm = number(fields["false-alarm"], 0...1) ?? 0
    filter.action = word(fields["action"], Scenario.ContentFilter.Action.self) ?? .reject
    return filter
  }

  private mutating func readErrors(_ errors: inout Scenario.ErrorLimits, _ node: Node?) {
    guard let node, let fields = fields(node, .errors) else { return }
    errors.soft = integer(fields["soft"], 0...1_000) ?? errors.soft
    errors.hard = integer(fields["hard"], 1...1_000) ?? errors.hard
    errors.pause = delay(fields["pause"]) ?? errors.pause
  }

  mutating func readSenderRecords(_ node: Node?) {
    for entry in entries(node, of: "domains with their records") {
      guard let domain = domain(entry.key), let fields = fields(entry.value, .senderRecord)
      else { continue }
      var record = Scenario.SenderRecord()
      if let spf = fields["spf"] { record.spf = some(spf).compactMap { network($0) } }
      record.dmarc = word(fields["dmarc"], Scenario.SenderRecord.DMARC.self) ?? .none
      scenario.senderRecords.append((domain, record))
    }
  }
}

/// What a server's defences remember while it runs; servers without any have none.
struct DefenceState: Sendable {
  let settings: Scenario.Defences
  var greylist: Greylist?
  var blockList: BlockList?
  var rates: [RateMeter]
  /// Logins that wanted too much, where a limit disables them.
  private var disabled: Set<AccountID> = []
  /// Recipients taken through each address's roaming window, and since which login.
  private var throughWindow: [IPAddress: (login: Instant, count: Int)] = [:]
  /// What the content filter says.
  var opinions: RandomStream

  /// nil when nothing is set.
  init?(_ server: Scenario.Server, streams: RandomStreams) {
    guard !server.defences.areIdle else { return nil }
    settings = server.defences
    greylist = settings.greylist.map(Greylist.init)
    blockList = settings.blockList.map {
      BlockList($0, delays: streams.stream(for: "listings at \(server.name)"))
    }
    rates = settings.rates.map(RateMeter.init)
    opinions = streams.stream(for: "content filter at \(server.name)")
  }

  mutating func disable(_ account: AccountID) {
    disabled.insert(account)
  }

  func isDisabled(_ account: AccountID) -> Bool { disabled.contains(account) }

  /// Whether the window opened by this login is good for one more recipient.
  mutating func takesThroughWindow(of client: IPAddress, openedAt login: Instant) -> Bool {
    guard let cap = settings.windowCap else { return true }
    var used = throughWindow[client] ?? (login, 0)
    if used.login != login { used = (login, 0) }
    used.count += 1
    throughWindow[client] = used
    return used.count <= cap
  }

  /// What the filter says of a message: drawn, spam or not being known to us alone.
  mutating func suspects(isSpam: Bool) -> Bool {
    guard let filter = settings.filter else { return false }
    return opinions.chance(isSpam ? filter.hit : filter.falseAlarm)
  }
}

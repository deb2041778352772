/// Addresses known for spam: each is listed some time after it was noticed.
struct BlockList: Sendable {
  private struct Suspicion {
    var seen = 0
    var listedAt: Instant?
  }

  let settings: Scenario.BlockListing
  private var suspicions: [IPAddress: Suspicion] = [:]
  private var delays: RandomStream

  init(_ settings: Scenario.BlockListing, delays: RandomStream) {
    self.settings = settings
    self.delays = delays
  }

  func lists(_ client: IPAddress, at now: Instant) -> Bool {
    let block = AddressBlock.of(client, width: settings.width)
    return suspicions[block]?.listedAt.map { now >= $0 } ?? false
  }

  /// Spam came from there: traps and users will tell, sooner or later.
  mutating func sawSpam(from client: IPAddress, at now: Instant) {
    let block = AddressBlock.of(client, width: settings.width)
    var suspicion = suspicions[block] ?? Suspicion()
    suspicion.seen += 1
    if suspicion.listedAt == nil, suspicion.seen >= settings.threshold {
      suspicion.listedAt = now + settings.listing.draw(using: &delays)
    }
    suspicions[block] = suspicion
  }
}

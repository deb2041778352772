import Testing

@testable import MailSim

@Suite struct DefenceTests {
  private let hotel = IPAddress("203.0.113.9")!
  private let neighbour = IPAddress("203.0.113.200")!
  private let other = IPAddress("198.51.100.9")!

  // MARK: Greylist

  private func greylist(_ change: (inout Scenario.Greylisting) -> Void = { _ in }) -> Greylist {
    var settings = Scenario.Greylisting()
    change(&settings)
    return Greylist(settings)
  }

  @Test func aStrangerPassesAtTheEndOfTheDelayAndNotBefore() {
    var list = greylist()
    func tries(_ client: IPAddress, _ recipient: UInt32, _ at: Delay) -> Bool {
      list.passes(
        client: client, reversePath: MailboxID(index: 7), recipient: MailboxID(index: recipient),
        at: .start + at)
    }
    #expect(!tries(hotel, 1, .zero))
    #expect(!tries(hotel, 1, .seconds(299)))
    #expect(tries(hotel, 1, .seconds(300)))
    #expect(tries(neighbour, 1, .seconds(301)), "one network of 256 counts as one client")
    #expect(!tries(other, 1, .seconds(302)))
    #expect(!tries(hotel, 2, .seconds(303)), "another recipient is another triplet")
  }

  @Test func aRetryAfterTheWindowIsAFirstTry() {
    var list = greylist { $0.window = .hours(1) }
    func tries(_ at: Delay) -> Bool {
      list.passes(
        client: hotel, reversePath: nil, recipient: MailboxID(index: 1), at: .start + at)
    }
    #expect(!tries(.zero))
    #expect(!tries(.hours(1)))
    #expect(tries(.hours(1) + .minutes(5)))
  }

  @Test func aClientThatPassedOftenEnoughIsFree() {
    var list = greylist { $0.whitelistAfter = 2 }
    func tries(_ recipient: UInt32, _ at: Delay) -> Bool {
      list.passes(
        client: hotel, reversePath: nil, recipient: MailboxID(index: recipient), at: .start + at)
    }
    for recipient in UInt32(1)...2 {
      #expect(!tries(recipient, .zero))
      #expect(tries(recipient, .minutes(5)))
    }
    #expect(tries(3, .minutes(6)))
  }

  // MARK: Block list

  @Test func anAddressIsListedSomeTimeAfterItsSpam() {
    var settings = Scenario.BlockListing()
    settings.listing = .fixed(.minutes(10))
    settings.threshold = 2
    var list = BlockList(settings, delays: RandomStreams(seed: 1).stream(for: "test"))
    list.sawSpam(from: hotel, at: .start)
    #expect(!list.lists(hotel, at: .start + .hours(1)), "one message is below the threshold")
    list.sawSpam(from: hotel, at: .start + .hours(1))
    #expect(!list.lists(hotel, at: .start + .hours(1) + .minutes(9)))
    #expect(list.lists(hotel, at: .start + .hours(1) + .minutes(10)))
    #expect(!list.lists(neighbour, at: .start + .hours(2)))
  }

  @Test func aListOfNetworksHitsTheNeighbours() {
    var settings = Scenario.BlockListing()
    settings.listing = .fixed(.zero)
    settings.width = 24
    var list = BlockList(settings, delays: RandomStreams(seed: 1).stream(for: "test"))
    list.sawSpam(from: hotel, at: .start)
    #expect(list.lists(neighbour, at: .start))
    #expect(!list.lists(other, at: .start))
    list.sawSpam(from: IPAddress("2001:db8:1:2::3")!, at: .start)
    #expect(list.lists(IPAddress("2001:db8:1:2:ffff::1")!, at: .start))
    #expect(!list.lists(IPAddress("2001:db8:1:3::3")!, at: .start))
  }

  // MARK: Rates

  @Test func aRateBeginsAnewAfterItsStretch() {
    var limit = Scenario.RateLimit(recipients: 2)
    limit.period = .minutes(10)
    var meter = RateMeter(limit)
    func takes(_ client: IPAddress, _ at: Delay) -> Bool {
      meter.takes(client: client, user: nil, at: .start + at)
    }
    #expect(takes(hotel, .minutes(1)))
    #expect(takes(hotel, .minutes(2)))
    #expect(!takes(hotel, .minutes(3)))
    #expect(takes(other, .minutes(3)))
    #expect(!takes(hotel, .minutes(10)))
    #expect(takes(hotel, .minutes(11)))
  }

  @Test func aRateByUsersLetsClientsWithoutALoginPass() {
    var limit = Scenario.RateLimit(recipients: 1)
    limit.key = .user
    var meter = RateMeter(limit)
    let alice = AccountID(index: 0)
    func takes(_ client: IPAddress, _ user: AccountID?) -> Bool {
      meter.takes(client: client, user: user, at: .start)
    }
    #expect(takes(hotel, nil))
    #expect(takes(hotel, nil))
    #expect(takes(hotel, alice))
    #expect(!takes(other, alice))
  }

  // MARK: Sender records

  @Test func dmarcWantsOneProofInTheNameOfTheAuthor() {
    var record = Scenario.SenderRecord()
    record.spf = [IPNetwork("192.0.2.0/24")!]
    record.dmarc = .reject
    let csim = Domain("cs.ait.ac.th")!
    let records = SenderRecords([(csim, record)])
    let dean = Mailbox("dean@cs.ait.ac.th")
    let ours = IPAddress("192.0.2.25")!
    #expect(records.spf(dean, client: ours) == true)
    #expect(records.spf(dean, client: hotel) == false)
    #expect(records.spf(Mailbox("bob@example.org"), client: hotel) == nil)
    #expect(records.spf(nil, client: hotel) == nil)
    func demand(_ reversePath: Mailbox?, _ client: IPAddress, _ signer: Domain? = nil)
      -> Scenario.SenderRecord.DMARC
    {
      records.dmarc(author: dean, reversePath: reversePath, client: client, signedBy: signer)
    }
    #expect(demand(dean, ours) == .none)
    #expect(demand(dean, hotel) == .reject)
    #expect(demand(Mailbox("x@example.org"), ours) == .reject, "SPF of another domain is no proof")
    #expect(demand(dean, hotel, csim) == .none)
    #expect(demand(dean, hotel, Domain("lab.cs.ait.ac.th")) == .none, "alignment is relaxed")
    #expect(demand(dean, hotel, Domain("example.org")) == .reject)
    #expect(
      records.dmarc(
        author: Mailbox("x@lab.cs.ait.ac.th"), reversePath: nil, client: hotel, signedBy: nil)
        == .reject, "a domain below has the record of the one above")
  }

  // MARK: Windows

  @Test func aLogoutClosesAWindow() {
    var windows = RoamingWindows(span: .minutes(15))
    windows.login(from: hotel, at: .start)
    windows.close(for: hotel, at: .start + .minutes(1))
    #expect(!windows.state(of: hotel, at: .start + .minutes(2)).isOpen)
  }
}

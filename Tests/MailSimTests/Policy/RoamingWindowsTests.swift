import Testing

@testable import MailSim

@Suite struct RoamingWindowsTests {
  private let hotel = IPAddress("203.0.113.7")!
  private let café = IPAddress("203.0.113.8")!
  private let login = Instant.start + .hours(9) + .minutes(2)

  @Test func anExactWindowIsClosedAtItsVeryEnd() {
    let windows = opened(.exact)
    #expect(isOpen(windows, .zero))
    #expect(isOpen(windows, .minutes(15) - .nanoseconds(1)))
    #expect(!isOpen(windows, .minutes(15)))
  }

  /// Login at 9:02, so the window has run out at 9:17 and the sweep of 9:20 closes it.
  @Test func aSweptWindowStaysOpenUntilTheSweepAfterItsEnd() {
    let windows = opened(.sweep(period: .minutes(5)))
    #expect(isOpen(windows, .minutes(15)))
    #expect(isOpen(windows, .minutes(18) - .nanoseconds(1)))
    #expect(!isOpen(windows, .minutes(18)))
  }

  @Test func aSweepAtTheEndOfAWindowClosesIt() {
    let windows = opened(.sweep(period: .minutes(1)))
    #expect(isOpen(windows, .minutes(15) - .nanoseconds(1)))
    #expect(!isOpen(windows, .minutes(15)))
  }

  @Test func aLazyServerForgetsOnlyWhenSomebodyElseLogsIn() {
    var windows = opened(.lazy)
    #expect(isOpen(windows, .days(2)))
    windows.login(from: café, at: login + .minutes(15) - .nanoseconds(1))
    #expect(isOpen(windows, .hours(1)))
    windows.login(from: café, at: login + .minutes(15))
    #expect(!isOpen(windows, .hours(1)))
  }

  @Test func theWindowBelongsToTheAddress() {
    let windows = opened(.exact)
    #expect(windows.state(of: café, at: login) == .none)
    #expect(
      windows.state(of: IPAddress("::ffff:203.0.113.7")!, at: login) == .open(sinceLogin: .zero))
  }

  @Test func aLoginRenewsTheWindowFromThenOn() {
    var windows = opened(.exact)
    windows.login(from: hotel, at: login + .minutes(10))
    #expect(isOpen(windows, .minutes(25) - .nanoseconds(1)))
    #expect(!isOpen(windows, .minutes(25)))
  }

  @Test func aClosedWindowSaysHowLongAgoTheLoginWas() {
    let windows = opened(.exact)
    #expect(
      windows.state(of: hotel, at: login + .minutes(20)) == .expired(sinceLogin: .minutes(20)))
  }

  @Test func theNumberOfOpenWindowsCountsAddresses() {
    var windows = opened(.exact)
    windows.login(from: hotel, at: login + .minutes(1))
    windows.login(from: café, at: login + .minutes(2))
    #expect(windows.openCount(at: login + .minutes(2)) == 2)
    #expect(windows.openCount(at: login + .minutes(16)) == 1)
    #expect(windows.openCount(at: login + .minutes(17)) == 0)
  }

  /// A server that runs for long forgets old logins; the answers stay what they were.
  @Test func tidyingUpClosesNoOpenWindow() {
    var windows = opened(.exact)
    var now = login
    for row in 0..<5_000 {
      now = login + .minutes(Int64(row))
      windows.login(from: IPAddress(v4: 0xc633_0000 + UInt32(row)), at: now)
    }
    #expect(windows.openCount(at: now) == 15)
    #expect(windows.state(of: hotel, at: now) == .none)
  }

  private func opened(_ expiry: RoamingExpiry) -> RoamingWindows {
    var windows = RoamingWindows(span: .minutes(15), expiry: expiry)
    windows.login(from: hotel, at: login)
    return windows
  }

  private func isOpen(_ windows: RoamingWindows, _ age: Delay) -> Bool {
    windows.state(of: hotel, at: login + age).isOpen
  }
}

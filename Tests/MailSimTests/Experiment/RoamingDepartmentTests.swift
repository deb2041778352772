import Testing

@testable import MailSim

@Suite struct RoamingDepartmentTests {
  /// The same department written by hand in C++ (`Benchmarks/peers/department.cpp`, run as
  /// `department wheel 1000 46364`), which draws its numbers in the same order, counted exactly this.
  @Test func everyFateIsWhatAnotherProgramCounted() {
    var department = RoamingDepartment(users: 1_000, seed: 1)
    department.run(messages: 51_000)
    let fates = department.fates
    #expect(fates.submitted == 51_000)
    #expect(fates.refused == Expected.refused)
    #expect(fates.delivered == Expected.delivered)
    #expect(fates.deferred == Expected.deferred)
    #expect(fates.bounced == Expected.bounced)
  }

  private enum Expected {
    static let refused: UInt64 = 4_612
    static let delivered: UInt64 = 46_380
    static let deferred: UInt64 = 7_303
    static let bounced: UInt64 = 0
  }

  /// Who has polled from an address less than 15 minutes ago may send; with polls every ten,
  /// only the 2 % who write from elsewhere, and the attackers, are refused.
  @Test func refusalsAreThoseTheWindowExplains() {
    var department = RoamingDepartment(users: 2_000, seed: 2)
    department.run(messages: 100_000)
    let share = Double(department.fates.refused) / Double(department.fates.submitted)
    // Attackers write 1/11 of all; four fifths of what they and the 2 % write goes outside.
    let expected = 0.8 * (1.0 / 11 + 0.02 * 10 / 11)
    #expect(abs(share - expected) < 0.005)
  }
}

import Foundation
import Testing

@testable import MailSim

/// Closed forms, reproduced by the whole simulator within four standard errors.
///
/// `make test-truth` goes on until an error of 1 % would be noticed, and prints a table; of each
/// family one case runs with all other tests, as far as an error of 40 % would be noticed.
@Suite(.serialized) struct TruthTests {
  /// `full`, or a word of the quantities that are to be checked in full.
  private static let wish = ProcessInfo.processInfo.environment["MAILSIM_TRUTH"]
  private static let isFull = wish != nil

  @Test(.disabled(if: isFull), arguments: Truth.slice)
  func theSimulatorReproduces(truth: Truth) throws {
    let finding = try truth.check(coarser: 40)
    #expect(finding.holds, "\(TruthTable.line(finding))")
  }

  @Test(.enabled(if: isFull)) func theSimulatorReproducesThemAll() throws {
    var findings: [Truth.Comparison] = []
    let chosen = Truth.all.filter { Self.wish == "full" || $0.quantity.contains(Self.wish ?? "") }
    #expect(!chosen.isEmpty, "no quantity contains the word in MAILSIM_TRUTH")
    for truth in chosen {
      let finding = try truth.check()
      findings.append(finding)
      FileHandle.standardError.write(Data((TruthTable.line(finding) + "\n").utf8))
      #expect(finding.holds, "\(TruthTable.line(finding))")
    }
    let output = Repository.root.appending(path: "output/truth.md")
    try TruthTable.page(findings).write(to: output, atomically: true, encoding: .utf8)
  }

  @Test(arguments: Truth.all)
  func everyScenarioOfTheTableCanBePlayed(truth: Truth) throws {
    let scenario = try ScenarioReader.read(truth.text, file: "\(truth.testDescription).yaml")
    #expect(truth.expected.isFinite)
    #expect(Simulation(scenario).measure(until: .start + .minutes(1)).seconds > 0)
  }

  @Test func closedFormsGiveTheirWorkedExamples() {
    let examples: [(Double, Double)] = [
      (ClosedForm.refused(window: 15, every: 10), 0),
      (ClosedForm.refused(window: 15, every: 20), 0.25),
      (ClosedForm.refused(window: 15, every: 30), 0.5),
      (ClosedForm.refused(window: 15, uniform: 5, 25), 0.16667),
      (ClosedForm.refused(window: 15, poisson: 10), 0.22313),
      (ClosedForm.refused(window: 15, erlangOfTwo: 10), 0.12447),
      (ClosedForm.refused(window: 15, every: 10, failing: 0.1), 0.055),
      (ClosedForm.refused(window: 15, every: 30, sweep: 5), 0.41667),
      (ClosedForm.late(window: 15, uniform: 5, 25), 0.5),
      (ClosedForm.accepted(window: 15, session: 480), 0.03125),
      (ClosedForm.accepted(window: 15, every: 10, addresses: 4), 0.34375),
      (ClosedForm.exposure(window: 15, every: 10), 10),
      (ClosedForm.exposure(window: 15, poisson: 10), 7.2313),
      (ClosedForm.inherited(window: 15, every: 10, reassigned: 10), 0.61660),
      (ClosedForm.ridden(by: 3, poisson: 60, open: 15), 0.52763),
      (ClosedForm.ridden(by: 3, every: 60, open: 15), 0.57813),
      (ClosedForm.onAll([0.9, 0.8, 0.95, 0.7]), 0.4788),
      (
        ClosedForm.onAll([
          0.9, ClosedForm.encrypted(offered: 0.8, stripped: 0.2), 0.95,
          ClosedForm.encrypted(offered: 0.7, stripped: 0.2),
        ]), 0.30643
      ),
      (ClosedForm.read(tapped: [1, 1], encrypted: [0.9, 0.8]), 0.28),
      (ClosedForm.meets(path: 3, adversary: 2, of: 10), 0.53333),
      (ClosedForm.held(path: 3, adversary: 2, of: 10), 0.6),
      (ClosedForm.atRest(rate: 6, dwell: 5.0 / 60), 0.5),
      (ClosedForm.atRest(rate: 6, dwell: 30 * 24), 4_320),
      (ClosedForm.forgotten(after: 7, gap: 7), 0.36788),
      (ClosedForm.firstTry(of: [0, 300, 600, 1_200, 2_400, 4_800], from: 3_600) ?? 0, 4_800),
      (ClosedForm.tries(hosts: 1), 2), (ClosedForm.tries(hosts: 2), 2.5),
      (ClosedForm.sojourn(arrivals: 8, service: 10), 0.5),
      (ClosedForm.sojourn(longerThan: 1, arrivals: 8, service: 10), 0.1353),
      (ClosedForm.wait(arrivals: 8, service: 10), 0.4),
      (ClosedForm.number(arrivals: 8, service: 10), 4),
      (ClosedForm.wait(arrivals: 8, fixedService: 10), 0.2),
      (ClosedForm.sojourn(arrivals: 16, service: 10, workers: 2), 0.27778),
      (ClosedForm.erlangB(load: 100, slots: 100), 0.0757),
      (ClosedForm.holdingAll(slots: 100, timeout: 300), 0.33333),
      (ClosedForm.alarm(at: 5, rate: 2), 2.5),
    ]
    for (found, printed) in examples { #expect(abs(found - printed) < 5.1e-5, "\(printed)") }
  }
}

/// The table of what was checked.
enum TruthTable {
  static func line(_ finding: Truth.Comparison) -> String {
    cells(finding).joined(separator: "  ")
  }

  static func page(_ findings: [Truth.Comparison]) -> String {
    let head = [
      "section", "quantity", "formula", "exact", "simulated", "95 % interval", "σ off", "runs",
    ]
    let rows = [head, head.map { _ in "---" }] + findings.map(cells)
    return "# Closed forms, as the simulator reproduces them\n\n"
      + rows.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private static func cells(_ finding: Truth.Comparison) -> [String] {
    let reach = 1.96 * finding.standardError
    return [
      finding.truth.section, finding.truth.quantity, finding.truth.formula,
      Estimate.decimal(finding.truth.expected, 5), Estimate.decimal(finding.value, 5),
      "[\(Estimate.decimal(finding.value - reach, 5)), \(Estimate.decimal(finding.value + reach, 5))]",
      Estimate.decimal(finding.deviation, 2), "\(finding.replications)",
    ]
  }
}

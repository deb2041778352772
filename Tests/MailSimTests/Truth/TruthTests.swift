import Foundation
import Testing

@testable import MailSim

/// Closed forms, reproduced by the whole simulator within four standard errors.
///
/// `make test-truth` goes on until an error of 1 % would be noticed, and prints a table; of each
/// family one case runs with all other tests, as far as an error of 40 % would be noticed.
@Suite(.serialized) struct TruthTests {
  private static let isFull = ProcessInfo.processInfo.environment["MAILSIM_TRUTH"] == "full"

  @Test(.disabled(if: isFull), arguments: Truth.slice)
  func theSimulatorReproduces(truth: Truth) throws {
    let finding = try truth.check(coarser: 40)
    #expect(finding.holds, "\(TruthTable.line(finding))")
  }

  @Test(.enabled(if: isFull)) func theSimulatorReproducesThemAll() throws {
    var findings: [Truth.Finding] = []
    for truth in Truth.all {
      let finding = try truth.check()
      findings.append(finding)
      FileHandle.standardError.write(Data((TruthTable.line(finding) + "\n").utf8))
      #expect(finding.holds, "\(TruthTable.line(finding))")
    }
    let output = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "output/truth.md")
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
      (ClosedForm.refused(window: 15, uniform: 5, 25), 0.16667),
      (ClosedForm.refused(window: 15, poisson: 10), 0.22313),
      (ClosedForm.refused(window: 15, erlangOfTwo: 10), 0.12447),
      (ClosedForm.refused(window: 15, every: 10, failing: 0.1), 0.055),
      (ClosedForm.refused(window: 15, every: 30, sweep: 5), 0.41667),
      (ClosedForm.accepted(window: 15, session: 480), 0.03125),
      (ClosedForm.accepted(window: 15, every: 10, addresses: 4), 0.34375),
      (ClosedForm.exposure(window: 15, poisson: 10), 7.2313),
      (ClosedForm.inherited(window: 15, every: 10, reassigned: 10), 0.61660),
      (ClosedForm.ridden(by: 3, poisson: 60, open: 15), 0.52763),
      (ClosedForm.ridden(by: 3, every: 60, open: 15), 0.57813),
      (ClosedForm.onAll([0.9, 0.8, 0.95, 0.7]), 0.4788),
      (ClosedForm.onAll([0.9, 0.8 * 0.8, 0.95, 0.7 * 0.8]), 0.30643),
      (ClosedForm.meets(path: 3, adversary: 2, of: 10), 0.53333),
      (ClosedForm.sojourn(longerThan: 1, arrivals: 8, service: 10), 0.1353),
      (ClosedForm.sojourn(arrivals: 16, service: 10, workers: 2), 0.27778),
      (ClosedForm.erlangB(load: 100, slots: 100), 0.0757),
    ]
    for (found, printed) in examples { #expect(abs(found - printed) < 5.1e-5, "\(printed)") }
  }
}

/// The table of what was checked.
enum TruthTable {
  static func line(_ finding: Truth.Finding) -> String {
    cells(finding).joined(separator: "  ")
  }

  static func page(_ findings: [Truth.Finding]) -> String {
    let head = [
      "section", "quantity", "formula", "exact", "simulated", "95 % interval", "σ off", "runs",
    ]
    let rows = [head, head.map { _ in "---" }] + findings.map(cells)
    return "# Closed forms, as the simulator reproduces them\n\n"
      + rows.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private static func cells(_ finding: Truth.Finding) -> [String] {
    let reach = 1.96 * finding.standardError
    return [
      finding.truth.section, finding.truth.quantity, finding.truth.formula,
      Estimate.decimal(finding.truth.expected, 5), Estimate.decimal(finding.value, 5),
      "[\(Estimate.decimal(finding.value - reach, 5)), \(Estimate.decimal(finding.value + reach, 5))]",
      Estimate.decimal(finding.deviation, 2), "\(finding.replications)",
    ]
  }
}

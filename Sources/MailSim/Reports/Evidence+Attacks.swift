/// What attacks should have come to, and how much spam should have come through.
extension Evidence {
  func checkAttacks() -> [CheckedExpectation] {
    let records =
      scenario.attackExpectations.isEmpty ? [] : trace.attackRecords
    let outcomes = scenario.attackExpectations.map { expectation in
      let record = records[Int(expectation.attack.index)]
      return whole(
        record.succeeded == (expectation.outcome == .succeeds), "the attack \(record.name)",
        "attacks", expected: expectation.outcome.rawValue,
        found: record.succeeded ? "it succeeds" : "it fails", expectation.position)
    }
    let counts = scenario.spamExpectations.map { expectation in
      checkWhole(
        expectation.range, count: trace.count(expectation.quantity),
        expectation.quantity.rawValue, expectation.position)
    }
    return outcomes + counts
  }
}

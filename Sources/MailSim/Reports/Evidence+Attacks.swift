/// What attacks should have come to, and how much spam should have come through.
extension Evidence {
  func checkAttacks() -> [CheckedExpectation] {
    let records =
      scenario.attackExpectations.isEmpty ? [] : trace.attackRecords
    let outcomes = scenario.attackExpectations.map { expectation in
      let record = records[Int(expectation.attack.index)]
      return CheckedExpectation(
        holds: record.succeeded == (expectation.outcome == .succeeds),
        subject: "the attack \(record.name)", step: nil, stepLine: 0,
        position: expectation.position, key: "attacks", expected: expectation.outcome.rawValue,
        found: record.succeeded ? "it succeeds" : "it fails", rerun: rerun(until: nil))
    }
    let counts = scenario.spamExpectations.map { expectation in
      let count = trace.count(expectation.quantity)
      return CheckedExpectation(
        holds: expectation.range.contains(count), subject: "the whole run", step: nil, stepLine: 0,
        position: expectation.position, key: expectation.quantity.rawValue,
        expected: expectation.range.words, found: "there were \(count)",
        rerun: rerun(until: nil))
    }
    return outcomes + counts
  }
}

/// What was answered to lines typed by hand.
extension Evidence {
  /// Each line with an expected reply, and what the server answered to it.
  func findings(
    in dialogue: Scenario.Dialogue, of step: StepID
  ) -> [(Scenario.Dialogue.TypedLine, ExpectationResult)] {
    let connection = connections(of: step).first
    let all = connection.map { index.exchanges[$0] } ?? []
    var exchanges = all.filter { $0.command != nil }[...]
    // What the server says unasked after the greeting, the client reads as the answer to its next.
    var unasked = all.dropFirst().last { $0.command == nil && $0.reply?.code == 421 }
    var isContent = false
    var findings: [(Scenario.Dialogue.TypedLine, ExpectationResult)] = []
    for line in dialogue.lines {
      var finding = ExpectationResult(false, "nothing answers a line of the message")
      if !isContent || line.text == "." {
        let exchange = exchanges.popFirst() ?? unasked.take()
        finding = self.finding(exchange, line.reply, on: connection)
        isContent = exchange?.reply?.code == 354
      }
      if line.reply != nil { findings.append((line, finding)) }
    }
    return findings
  }

  private func finding(
    _ exchange: TraceIndex.Exchange?, _ expected: ExpectedReply?, on connection: ConnectionID?
  ) -> ExpectationResult {
    guard let exchange, let reply = exchange.reply else {
      let why = connection.flatMap { index.failures[$0] }?.sentence
      return ExpectationResult(
        false, why.map { "there was no connection: \($0)" } ?? "nothing answered it")
    }
    let answer = answer(exchange)
    let reason = answer.decision.map { " (\($0.reason.rawValue))" } ?? ""
    return ExpectationResult(
      expected?.matches(reply) ?? true, "the server answered \(reply.codes)\(reason)",
      answer.decision, at: answer.at)
  }
}

extension Counterexample {
  /// One question and its answer, for programs.
  var json: JSON {
    [
      "client": .string(facts.client.address.description),
      "clientName": .text(facts.client.name), "helo": .text(facts.client.helloName),
      "login": .text(facts.client.login?.name), "tls": .bool(facts.client.isEncrypted),
      "from": .string(facts.reversePath.map { "\($0)" } ?? "<>"),
      "to": .string("\(facts.forwardPath)"), "reply": .string(ending.reply.codes),
      "rule": .text(ending.rule?.name),
      "position": .text(ending.rule?.position?.description),
      "words": .string(sentence), "dialogue": .array(dialogue.map { .string($0) }),
    ]
  }
}

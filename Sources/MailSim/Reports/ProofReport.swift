/// The results of proving properties of policies, to be written in several forms.
public struct ProofReport: Sendable {
  /// One policy with its proofs.
  public struct Section: Sendable {
    public var policy: RestrictionPolicy
    public var proofs: [Proof]
    /// What is wider than anybody's own.
    public var remarks: [PolicyRemark]
    public var deadRules: [DeadRule]
    public var errors: [ConfigurationError]

    public init(
      policy: RestrictionPolicy, proofs: [Proof], remarks: [PolicyRemark] = [],
      deadRules: [DeadRule] = [], errors: [ConfigurationError] = []
    ) {
      self.policy = policy
      self.proofs = proofs
      self.remarks = remarks
      self.deadRules = deadRules
      self.errors = errors
    }

    /// Whether nothing was refuted and no list is wider than anybody's own.
    var holds: Bool {
      proofs.allSatisfy { $0.word != "refuted" } && !remarks.contains(where: \.isFault)
    }
  }

  public var sections: [Section]

  public init(_ sections: [Section]) {
    self.sections = sections
  }

  /// Whether nothing was refuted and no list is wider than anybody's own.
  public var holds: Bool { sections.allSatisfy(\.holds) }

  /// Whether everything is proven besides: nothing hangs on the unknown, nothing was without a
  /// question.
  public var isComplete: Bool {
    sections.allSatisfy { $0.proofs.allSatisfy { $0.outcome == .proven } }
  }

  /// The words of `--format`.
  public static let formats = ["text", "json", "md", "sarif", "junit", "github"]

  /// The report in a form; nil when there is none of that name.
  public func text(format: String) -> String? {
    switch format {
    case "text": ProofTextReport.text(of: self)
    case "json": ProofJSONReport.text(of: self)
    case "md": ProofMarkdownReport.text(of: self)
    case "sarif": ProofSARIFReport.text(of: self)
    case "junit": ProofJUnitReport.text(of: self)
    case "github": ProofGitHubReport.text(of: self)
    default: nil
    }
  }
}

extension Proof {
  /// `proven`, `refuted`, `depends` or `nothing-to-prove`.
  public var word: String {
    switch outcome {
    case .proven: "proven"
    case .refuted: "refuted"
    case .depends: "depends"
    case .nothingToProve: "nothing-to-prove"
    }
  }

  /// The question that shows it, where the property does not hold or depends.
  public var counterexample: Counterexample? {
    switch outcome {
    case .refuted(let example), .depends(let example, _): example
    case .proven, .nothingToProve: nil
    }
  }

  /// The word in front of a line: whether it holds, hangs on the unknown, or is about nothing.
  var mark: String {
    switch outcome {
    case .proven: "ok"
    case .refuted: "FAIL"
    case .depends: "OPEN"
    case .nothingToProve: "none"
    }
  }

  /// One line that says what came out.
  var verdict: String {
    switch outcome {
    case .proven: "proven over \(classes) classes"
    case .refuted: "does not hold"
    case .depends(_, let sources): "depends on \(sources.joined(separator: ", "))"
    case .nothingToProve: "nothing to prove: no question is of this kind"
    }
  }

  /// Where the blame lies, if a line of a file has it.
  var position: ConfigurationPosition? {
    counterexample?.ending.rule?.position.flatMap { $0.line > 0 ? $0 : nil }
  }
}

extension Counterexample {
  /// Who asks for what, in a sentence.
  public var sentence: String {
    let client = facts.client
    var who = "a client at \(client.address)"
    if let name = client.name { who += " (\(name))" }
    if let login = client.login { who += ", logged in as \(login.name)" }
    if client.certificate != nil { who += ", with a certificate" }
    if client.isEncrypted { who += ", over TLS" }
    switch client.window {
    case .none: break
    case .open(let age): who += ", \(TimeFormatter.span(age)) after reading mail"
    case .expired(let age): who += ", \(TimeFormatter.span(age)) after reading mail, too late"
    }
    let sender = facts.reversePath.map { "\($0)" } ?? "<>"
    return "\(who), sends from \(sender) to \(facts.forwardPath)"
      + (facts.recipientIsUnknown ? ", a mailbox that does not exist," : "")
      + " and hears \(ending.reply.codes)"
  }

  /// The same as the lines of an SMTP session.
  public var dialogue: [String] {
    let sender = facts.reversePath.map { "\($0)" } ?? ""
    var lines = ["C: EHLO \(facts.client.helloName ?? "client.example.net")", "S: 250"]
    if facts.client.isEncrypted { lines += ["C: STARTTLS", "S: 220 2.0.0"] }
    if let login = facts.client.login { lines += ["C: AUTH (as \(login.name))", "S: 235 2.7.0"] }
    return lines + [
      "C: MAIL FROM:<\(sender)>", "S: 250 2.1.0", "C: RCPT TO:<\(facts.forwardPath)>",
      "S: \(ending.reply)",
    ]
  }

  /// The rule that let it happen.
  public var blame: String {
    guard let rule = ending.rule else { return "no rule of any list decided" }
    return "\(rule.label), in the \(ending.stage.rawValue) list"
  }
}

extension PolicyRemark {
  /// `mynetworks: 0.0.0.0/0 is public space …, main.cf:4`
  var sentence: String { words + (position.map { " (\($0))" } ?? "") }

  /// The place, if a line of a file has it.
  var line: ConfigurationPosition? { position.flatMap { $0.line > 0 ? $0 : nil } }
}

extension RestrictionDecision {
  /// Each way it can end, with what that hangs on; an ending that is said twice stands once.
  var outcomes: [String] {
    var lines: [String] = []
    for ending in endings {
      let rule = ending.rule.map { " by \($0.label)" } ?? ""
      let cause =
        ending.dependsOn.isEmpty
        ? "" : ", as \(ending.dependsOn.joined(separator: " and ")) may have it"
      let line = "\(ending.verdict.rawValue) \(ending.reply.codes)\(rule)\(cause)"
      if !lines.contains(line) { lines.append(line) }
    }
    return lines
  }
}

import Testing

@testable import MailSim

/// Files that want to exhaust a reader: each must be refused quickly, whatever hides it.
@Suite struct HostileTextTests {
  /// What a text is refused for, as code and place; nil if a tree came of it.
  private func refusal(_ text: String) -> String? {
    do {
      _ = try ScenarioText.tree(text, file: "x.yaml")
      return nil
    } catch {
      return "\(error.code) \(error.position.line):\(error.position.column)"
    }
  }

  private static let deep = String(repeating: "[", count: 100_000)

  /// Places after which a careless look at the text takes brackets for part of a text or comment.
  @Test(arguments: [
    "", "a: ", "a: 'it''s'\nb: ", #"a: "\\""# + "\nb: ", "a: 'x'':'\nb: ", "a: |\n  'quote\nb: ",
    "a: >-\n  \"quote\nb: ", "# comment\r", "a: 1 # comment\u{85}b: ", "a: x#y\nb: ",
    "a: it's\nb: ",
    "a: \"\n  # no comment\"\nb: ", "? 'x'\n: ", "a: ''\nb: ", "a: ''''\nb: ",
  ])
  func deepNestingIsRefusedWhereverItStands(_ before: String) throws {
    let code = try #require(refusal(before + Self.deep))
    // `x#y [[[` and its kin are texts that go on, or end in an error of their own.
    #expect(code.hasPrefix("S004") || code.hasPrefix("S006"), "\(code)")
  }

  @Test func deepBlocksAreRefused() throws {
    let dashes = String(repeating: "- ", count: 5_000) + "x"
    let maps = (0..<3_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    let pairs = String(repeating: "{a: ", count: 5_000)
    let questions = String(repeating: "? ", count: 5_000) + "x"
    for text in [dashes, maps, pairs, questions] {
      let code = try #require(refusal(text))
      #expect(code.hasPrefix("S004"), "\(code)")
    }
  }

  /// Ten lines of references to references would stand for ten thousand million values.
  @Test(arguments: ["&", "!x &", "!!seq &", "!<tag:x> &", "\n  &"])
  func referencesAreRefusedHoweverTheyAreWritten(_ mark: String) throws {
    var text = "a0: \(mark)a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let ten = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): \(mark)a\(level) [\(ten)]\n"
    }
    // As the key of a mapping the whole tree would be hashed.
    text += "? *a9\n: x\n"
    let clock = ContinuousClock()
    let began = clock.now
    let code = try #require(refusal(text))
    #expect(code.hasPrefix("S005"), "\(code)")
    #expect(clock.now - began < .seconds(2))
  }

  @Test(arguments: [
    "a: Tom & Jerry", "a: \"&x\"", "a: '&x'", "a: x&y", "# &x\na: 1", "a: b # &x", "a: 'it''s &x'",
    "a: |\n  &x\n", "a: mail, & more",
  ])
  func anAmpersandInATextIsNoReference(_ text: String) {
    #expect(refusal(text) == nil)
  }

  @Test(arguments: [
    "a: [1, 2", "a: {b: 1", "a: 'open", "a: \"\\x\"", "a: b: c", "\ta: 1", "a: *x",
    "a: 1\n---\nb: 2",
    "%YAML 9.9\n---\na: 1", "a: !<x y", "a: @x", "- a\nb: 1", "a: |9\n x", "]", "a: \u{1}",
  ])
  func whatIsNoYAMLIsRefusedWithinTheText(_ text: String) throws {
    do {
      _ = try ScenarioText.tree(text, file: "x.yaml")
      Issue.record("a tree came of it")
    } catch {
      expectWithin(text, [error])
    }
  }

  @Test func aKeyThatStandsTwiceIsShownTheSecondTime() {
    #expect(refusal("a: 1\nb: 2\na: 3\n") == "S013 3:1")
    #expect(refusal("x:\n  a: 1\n  b: 2\n  b: 3\n") == "S013 4:3")
  }

  @Test func theSecondOfTwoKeysIsFoundAmongMappingsThatLookAlike() {
    #expect(refusal("x:\n  a: 1\ny:\n- a: 1\n  b:\n    a: 1\n  a : 2\n") == "S013 7:3")
    #expect(refusal("x: {a: 1, b: 2, a: 3}\n") == "S013 1:5")
  }

  @Test func nothingIsNoScenario() {
    for text in ["", "\n\n", "# only a comment\n"] { #expect(refusal(text) == "S007 1:1") }
  }

  @Test func aNULIsShownWhereItIs() {
    #expect(refusal("a: 1\nb: x\u{0}y\n") == "S002 2:5")
  }

  @Test func tenMegaoctetsAreEnough() {
    let text = "# " + String(repeating: "x", count: ScenarioText.mostOctets)
    #expect(refusal(text) == "S003 1:1")
  }

  /// A wide file is not a deep one; it has to be read in time that grows with its size.
  @Test func aWideFileIsReadInGoodTime() {
    let clock = ContinuousClock()
    for line in ["k%: [a, b, {c: d}]\n", "k%: 'x'\n", "- k%\n"] {
      let text = (0..<10_000).map { line.replacing("%", with: "\($0)") }.joined()
      let began = clock.now
      #expect(refusal(text) == nil)
      #expect(clock.now - began < .seconds(10))
    }
  }
}

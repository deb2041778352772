import CPCRE2
import Foundation
import Synchronization

/// A pattern as its library holds it, with what it remembers of keys that took long.
///
/// What is remembered only saves time: the same key always gets the same answer.
final class CompiledPattern: @unchecked Sendable {
  // Nothing but the memory changes after `init`, and both libraries match from any thread.
  private let code: OpaquePointer?
  private let regex: UnsafeMutablePointer<regex_t>?
  let error: String?
  let refusal: String?
  let groupCount: Int
  private let memory = Mutex(Memory())

  private struct Memory {
    var answers: [String: Pattern.Match] = [:]
    var hardKeys: Set<String> = []
    /// Enough for any configuration; a run with more asks again.
    static let most = 10_000
  }

  init(_ text: String, flags: String, _ dialect: Pattern.Dialect) {
    switch dialect {
    case .pcre:
      (code, error, groupCount) = Self.compilePCRE(text, flags)
      (regex, refusal) = (nil, nil)
    case .posix:
      code = nil
      refusal = POSIXCost(text).refusal
      (regex, error, groupCount) = refusal == nil ? Self.compilePOSIX(text, flags) : (nil, nil, 9)
    }
  }

  deinit {
    if let code { pcre2_code_free_8(code) }
    if let regex {
      regfree(regex)
      regex.deallocate()
    }
  }

  var hardKeys: [String] { memory.withLock { $0.hardKeys.sorted() } }

  func match(_ key: String) -> Pattern.Match {
    if let regex { return Self.match(regex, key) }
    guard let code else { return refusal == nil ? .gaveUp : .unknown }
    let quick = Self.match(code, key, Self.quick)
    // What takes long is found out once for each key.
    return quick == .gaveUp ? remembered(key) { Self.match(code, key, Self.whole) } : quick
  }

  private func remembered(_ key: String, _ find: () -> Pattern.Match) -> Pattern.Match {
    if let known = memory.withLock({ $0.answers[key] }) { return known }
    let answer = find()
    memory.withLock { memory in
      if memory.answers.count >= Memory.most { memory.answers = [:] }
      memory.answers[key] = answer
      if answer == .gaveUp, memory.hardKeys.count < Memory.most { memory.hardKeys.insert(key) }
    }
    return answer
  }

  // MARK: PCRE2

  /// How far a match may go.
  private struct Limits: @unchecked Sendable {
    let context = pcre2_match_context_create_8(nil)

    /// - Parameter steps: nil for as many as PCRE2 is built with, which is what Postfix takes.
    init(steps: UInt32?) {
      if let steps { pcre2_set_match_limit_8(context, steps) }
      // In KiB. Without it the memory of one match could take gigabytes.
      pcre2_set_heap_limit_8(context, 256 << 10)
    }
  }

  private static let quick = Limits(steps: 20_000)
  private static let whole = Limits(steps: nil)

  private static func compilePCRE(
    _ text: String, _ flags: String
  ) -> (OpaquePointer?, error: String?, groups: Int) {
    let letters: [(Character, UInt32)] = [
      ("i", PCRE2_CASELESS), ("m", PCRE2_MULTILINE), ("s", PCRE2_DOTALL), ("x", PCRE2_EXTENDED),
      ("A", PCRE2_ANCHORED), ("E", PCRE2_DOLLAR_ENDONLY), ("U", PCRE2_UNGREEDY),
    ]
    var options = PCRE2_CASELESS | PCRE2_DOTALL
    for (letter, option) in letters where flags.contains(letter) { options ^= option }
    var number: Int32 = 0
    var place = 0
    let octets = Array(text.utf8)
    guard let code = pcre2_compile_8(octets, octets.count, options, &number, &place, nil) else {
      var words = [UInt8](repeating: 0, count: 256)
      let length = pcre2_get_error_message_8(number, &words, words.count)
      let sentence = String(decoding: words.prefix(Int(max(0, length))), as: UTF8.self)
      return (nil, "\(sentence), at octet \(place)", 0)
    }
    var groups: UInt32 = 0
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &groups)
    return (code, nil, Int(groups))
  }

  private static func match(
    _ code: OpaquePointer, _ key: String, _ limits: Limits
  ) -> Pattern.Match {
    let data = pcre2_match_data_create_from_pattern_8(code, nil)
    defer { pcre2_match_data_free_8(data) }
    var key = key
    return key.withUTF8 { octets in
      let count = pcre2_match_8(
        code, octets.baseAddress, octets.count, 0, 0, data, limits.context)
      guard count > 0, let ends = pcre2_get_ovector_pointer_8(data) else {
        return count == PCRE2_ERROR_NOMATCH ? .notMatched : .gaveUp
      }
      return .matched(
        (0..<Int(count)).map { group in
          // A group that took no part stands at the highest place there is, here -1.
          let (start, end) = (ends[2 * group], ends[2 * group + 1])
          return start >= 0 && start <= end && end <= octets.count
            ? String(decoding: octets[start..<end], as: UTF8.self) : ""
        })
    }
  }

  // MARK: POSIX

  /// In the locale a program starts in, which is C: nothing here sets another.
  private static func compilePOSIX(
    _ text: String, _ flags: String
  ) -> (UnsafeMutablePointer<regex_t>?, error: String?, groups: Int) {
    // <regex.h> has them as expressions: REG_EXTENDED, REG_ICASE, REG_NEWLINE.
    let (extended, ignoringCase, newline): (Int32, Int32, Int32) = (1, 1 << 1, 1 << 2)
    var options = extended | ignoringCase
    for (letter, option) in [("i", ignoringCase), ("m", newline), ("x", extended)]
    where flags.contains(letter) { options ^= option }
    let regex = UnsafeMutablePointer<regex_t>.allocate(capacity: 1)
    regex.initialize(to: regex_t())
    let failure = regcomp(regex, text, options)
    guard failure != 0 else { return (regex, nil, regex.pointee.re_nsub) }
    var words = [CChar](repeating: 0, count: 256)
    let length = regerror(failure, regex, &words, words.count)
    regex.deallocate()
    let octets = words.prefix(max(0, length - 1)).map { UInt8(bitPattern: $0) }
    return (nil, String(decoding: octets, as: UTF8.self), 0)
  }

  private static func match(
    _ regex: UnsafeMutablePointer<regex_t>, _ key: String
  ) -> Pattern.Match {
    let octets = Array(key.utf8)
    var places = [regmatch_t](repeating: regmatch_t(), count: regex.pointee.re_nsub + 1)
    switch regexec(regex, key, places.count, &places, 0) {
    case 0:
      return .matched(
        places.map { place in
          let (start, end) = (Int(place.rm_so), Int(place.rm_eo))
          return start >= 0 && start <= end && end <= octets.count
            ? String(decoding: octets[start..<end], as: UTF8.self) : ""
        })
    case 1: return .notMatched
    default: return .gaveUp
    }
  }
}

/// What a pattern could cost regcomp(3) and regexec(3), which know no limit of their own.
private struct POSIXCost {
  /// Why it is not asked; nil for any pattern a mail server has use for.
  private(set) var refusal: String?

  private static let deepest = 100
  /// A repeated part is copied for each time it may stand there.
  private static let mostParts = 2_000
  private static let endless = 1 << 20

  /// For each open bracket the parts of the group so far, and those of its last member.
  private var groups = [(parts: 0, last: 0)]

  init(_ text: String) {
    var signs = 0
    var rest = text.utf8[...]
    while var octet = rest.popFirst() {
      if octet == UInt8(ascii: "\\") {
        guard let next = rest.popFirst() else { break }
        if (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(next) {
          refusal = "it refers back to a group, which can take a server any time"
          return
        }
        // Of a basic expression these are the brackets and bounds; anything else is one part.
        octet = "(){}".utf8.contains(next) ? next : UInt8(ascii: "a")
      }
      switch octet {
      case UInt8(ascii: "["):
        Self.skipSet(&rest)
        add(1)
      case UInt8(ascii: "("): groups.append((0, 0))
      case UInt8(ascii: ")"): if groups.count > 1 { add(groups.removeLast().parts) }
      case UInt8(ascii: "{"):
        signs += 1
        repeatLast(Self.bound(&rest))
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "|"): signs += 1
      default: add(1)
      }
      if groups.count > Self.deepest {
        refusal = "its groups stand more than \(Self.deepest) deep"
        return
      }
      if signs > Self.mostParts || groups.last!.parts > text.utf8.count + Self.mostParts {
        refusal = "it repeats or chooses more than \(Self.mostParts) times"
        return
      }
    }
  }

  private mutating func add(_ parts: Int) {
    groups[groups.count - 1].last = parts
    groups[groups.count - 1].parts = min(groups[groups.count - 1].parts + parts, Self.endless)
  }

  private mutating func repeatLast(_ times: Int) {
    guard times > 1 else { return }
    let last = groups[groups.count - 1].last
    add(min(last * (times - 1), Self.endless))
    groups[groups.count - 1].last = min(last * times, Self.endless)
  }

  /// `[…]`, where a bracket at the beginning stands for itself.
  private static func skipSet(_ rest: inout Substring.UTF8View) {
    if rest.first == UInt8(ascii: "^") { rest.removeFirst() }
    if rest.first == UInt8(ascii: "]") { rest.removeFirst() }
    while let octet = rest.popFirst(), octet != UInt8(ascii: "]") {
      guard octet == UInt8(ascii: "["), let kind = rest.first, ":.=".utf8.contains(kind) else {
        continue
      }
      rest.removeFirst()
      while let inner = rest.popFirst(), inner != kind || rest.first != UInt8(ascii: "]") {}
      _ = rest.popFirst()
    }
  }

  /// The higher number of `{2,5}`; 1 for what is no bound.
  private static func bound(_ rest: inout Substring.UTF8View) -> Int {
    let inner = rest.prefix { (48...57).contains($0) || $0 == UInt8(ascii: ",") }
    guard !inner.isEmpty else { return 1 }
    rest = rest.dropFirst(inner.count)
    if rest.first == UInt8(ascii: "\\") { rest.removeFirst() }
    if rest.first == UInt8(ascii: "}") { rest.removeFirst() }
    let numbers = Substring(inner).split(separator: ",").map { Int($0) ?? endless }
    return min(numbers.max() ?? 1, endless)
  }
}

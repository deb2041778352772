import Foundation

@testable import MailSim

/// Cuts octets into pieces, as a network may.
struct Pieces {
  private var stream: RandomStream

  init(seed: UInt64) {
    stream = RandomStreams(seed: seed).stream(for: "pieces")
  }

  /// Pieces of one to a few dozen octets, mostly short ones.
  mutating func of(_ octets: some Collection<UInt8>) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var rest = Array(octets)[...]
    while !rest.isEmpty {
      let length = 1 + (stream.chance(0.5) ? stream.below(3) : stream.below(40))
      pieces.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return pieces
  }

  /// Octets that look like a protocol's, damaged at a few places.
  mutating func damaged(_ text: String) -> [UInt8] {
    var octets = Array(text.utf8)
    for _ in 0..<stream.below(4) where !octets.isEmpty {
      let place = stream.below(octets.count)
      switch stream.below(5) {
      case 0: octets[place] = UInt8(stream.below(256))
      case 1: octets.remove(at: place)
      case 2: octets.insert(contentsOf: Array("\r\n{}()\"[".utf8).shuffled(by: &stream), at: place)
      case 3: octets.append(contentsOf: octets[..<place])
      default: octets = Array(octets[..<place])
      }
    }
    return octets
  }

  /// Any octets at all.
  mutating func noise() -> [UInt8] {
    (0..<stream.below(400)).map { _ in
      stream.chance(0.1) ? Octet.lineFeed : UInt8(stream.below(256))
    }
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[stream.below(elements.count)]
  }
}

extension Array {
  fileprivate func shuffled(by stream: inout RandomStream) -> [Element] {
    var rest = self
    var mixed: [Element] = []
    while !rest.isEmpty { mixed.append(rest.remove(at: stream.below(rest.count))) }
    return mixed
  }
}

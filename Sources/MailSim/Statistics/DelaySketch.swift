/// A distribution of delays in little memory: counts in buckets whose width grows with the delay,
/// so that any quantile is right within 1.6 %.
///
/// Counts are whole numbers: sketches merged in any order are the same sketch.
public struct DelaySketch: Hashable, Codable, Sendable {
  private var counts: [Int32: Int] = [:]
  public private(set) var count = 0

  public init() {}

  public mutating func add(_ delay: Delay) {
    counts[Self.bucket(of: delay), default: 0] += 1
    count += 1
  }

  public mutating func merge(_ other: DelaySketch) {
    counts.merge(other.counts, uniquingKeysWith: +)
    count += other.count
  }

  /// The delay that a share `p` of all does not exceed; nil when there is none.
  public func quantile(_ p: Double) -> Delay? {
    guard count > 0 else { return nil }
    let rank = max(1, Int((p * Double(count)).rounded(.up)))
    var seen = 0
    for (bucket, number) in counts.sorted(by: { $0.key < $1.key }) {
      seen += number
      if seen >= rank { return Self.middle(of: bucket) }
    }
    return nil
  }

  /// How many are longer than `delay`; within its bucket they are taken to lie evenly.
  public func above(_ delay: Delay) -> Double {
    let limit = Self.bucket(of: delay)
    let (first, width) = Self.span(of: limit)
    let rest = Double(first + width - delay.nanoseconds) / Double(width)
    return Double(counts.reduce(0) { $1.key > limit ? $0 + $1.value : $0 })
      + rest * Double(counts[limit] ?? 0)
  }

  private static var buckets: Int { 64 }

  /// Below 64 ns each its own; above, 64 buckets for each doubling.
  private static func bucket(of delay: Delay) -> Int32 {
    let value = UInt64(max(0, delay.nanoseconds))
    guard value >= UInt64(buckets) else { return Int32(value) }
    let shift = 63 - value.leadingZeroBitCount - 6
    return Int32((shift + 1) * buckets + Int(value >> UInt64(shift)) - buckets)
  }

  private static func middle(of bucket: Int32) -> Delay {
    let (first, width) = span(of: bucket)
    return Delay(nanoseconds: first + width / 2)
  }

  private static func span(of bucket: Int32) -> (first: Int64, width: Int64) {
    let bucket = Int(bucket)
    guard bucket >= buckets else { return (Int64(bucket), 1) }
    let shift = Int64(bucket / buckets - 1)
    return (Int64(bucket % buckets + buckets) << shift, Int64(1) << shift)
  }
}

extension DelaySketch {
  private enum CodingKeys: String, CodingKey { case buckets, counts }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let buckets = try fields.decode([Int32].self, forKey: .buckets)
    let numbers = try fields.decode([Int].self, forKey: .counts)
    counts = Dictionary(zip(buckets, numbers), uniquingKeysWith: +)
    count = numbers.reduce(0, +)
  }

  /// Sorted, so that equal sketches are equal texts.
  public func encode(to encoder: any Encoder) throws {
    let sorted = counts.sorted { $0.key < $1.key }
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(sorted.map(\.key), forKey: .buckets)
    try fields.encode(sorted.map(\.value), forKey: .counts)
  }
}

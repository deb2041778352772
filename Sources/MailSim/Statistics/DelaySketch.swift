/// A distribution of delays in little memory: counts in buckets whose width grows with the delay,
/// so that any quantile is right within 1.6 % (a high dynamic range histogram).
///
/// Counts are whole numbers: sketches merged in any order are the same sketch.
public struct DelaySketch: Hashable, Codable, Sendable {
  /// By bucket, up to the last that holds anything.
  private var counts: [Int] = []
  public private(set) var count = 0

  public init() {}

  public mutating func add(_ delay: Delay) {
    let bucket = Int(Self.bucket(of: delay))
    reach(bucket)
    counts[bucket] += 1
    count += 1
  }

  public mutating func merge(_ other: DelaySketch) {
    reach(other.counts.count - 1)
    for (bucket, number) in other.counts.enumerated() { counts[bucket] += number }
    count += other.count
  }

  private mutating func reach(_ bucket: Int) {
    guard bucket >= counts.count else { return }
    counts += repeatElement(0, count: bucket + 1 - counts.count)
  }

  /// The delay that a share `p` of all does not exceed; nil when there is none.
  public func quantile(_ p: Double) -> Delay? {
    guard count > 0 else { return nil }
    let rank = max(1, Int((p * Double(count)).rounded(.up)))
    var seen = 0
    for (bucket, number) in counts.enumerated() {
      seen += number
      if seen >= rank { return Self.middle(of: Int32(bucket)) }
    }
    return nil
  }

  /// How many are longer than `delay`; within its bucket they are taken to lie evenly.
  public func above(_ delay: Delay) -> Double {
    let limit = Self.bucket(of: delay)
    let (first, width) = Self.span(of: limit)
    let rest = Double(first + width - delay.nanoseconds) / Double(width)
    let longer = counts.dropFirst(Int(limit) + 1).reduce(0, +)
    return Double(longer) + rest * Double(Int(limit) < counts.count ? counts[Int(limit)] : 0)
  }

  private static var buckets: Int { 64 }
  /// Buckets up to the longest delay there can be.
  private static var most: Int32 { bucket(of: Delay(nanoseconds: .max)) + 1 }

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
    for (bucket, number) in zip(buckets, numbers) {
      guard 0..<Self.most ~= bucket, number > 0 else {
        throw DecodingError.dataCorruptedError(
          forKey: .buckets, in: fields, debugDescription: "no bucket \(bucket) of \(number)")
      }
      reach(Int(bucket))
      counts[Int(bucket)] += number
    }
    count = numbers.reduce(0, +)
  }

  /// Only what is there, in order.
  public func encode(to encoder: any Encoder) throws {
    let filled = counts.indices.filter { counts[$0] > 0 }
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(filled.map { Int32($0) }, forKey: .buckets)
    try fields.encode(filled.map { counts[$0] }, forKey: .counts)
  }
}

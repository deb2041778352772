internal import Histogram

/// A distribution of delays in little memory: counts in buckets whose width grows with the delay,
/// so that any quantile is right within one per cent (a high dynamic range histogram).
///
/// Counts are whole numbers: sketches merged in any order are the same sketch.
public struct DelaySketch: Sendable {
  /// In nanoseconds.
  private var histogram = Self.empty

  public init() {}

  /// There is room for a week at once, in 45 KB: to grow to a day by and by costs as much as a
  /// thousand messages. Longer delays make it grow.
  private static var empty: Histogram<UInt64> {
    var histogram = Histogram<UInt64>(
      highestTrackableValue: UInt64(Delay.days(7).nanoseconds), numberOfSignificantValueDigits: .two
    )
    histogram.autoResize = true
    return histogram
  }

  public var count: Int { Int(histogram.totalCount) }

  public mutating func add(_ delay: Delay) {
    histogram.record(UInt64(max(0, delay.nanoseconds)))
  }

  public mutating func merge(_ other: DelaySketch) {
    histogram.add(other.histogram)
  }

  /// The delay that a share `p` of all does not exceed; nil when there is none.
  public func quantile(_ p: Double) -> Delay? {
    let rank = max(1, Int((p * Double(count)).rounded(.up)))
    var seen = 0
    for bucket in buckets {
      seen += bucket.count
      if seen >= rank {
        let middle = histogram.medianEquivalentForValue(UInt64(bucket.longest.nanoseconds))
        return Delay(nanoseconds: Int64(middle))
      }
    }
    return nil
  }

  /// How many are longer than `delay`; within its bucket they are taken to lie evenly.
  public func above(_ delay: Delay) -> Double {
    let value = UInt64(max(0, delay.nanoseconds))
    let last = Int64(histogram.highestEquivalentForValue(value))
    let width = Double(histogram.sizeOfEquivalentRangeForValue(value))
    let rest = (Double(last - delay.nanoseconds) + 1) / width
    return buckets.reduce(0) { sum, bucket in
      let longest = bucket.longest.nanoseconds
      return sum + (longest > last ? 1 : longest == last ? rest : 0) * Double(bucket.count)
    }
  }

  /// What is there, from the shortest delay to the longest.
  ///
  /// Not by the histogram's own iterator: it adds up count times value, and ten million delays of
  /// half an hour are more nanoseconds than its sum can hold.
  private var buckets: some Sequence<Bucket> {
    sequence(state: (histogram: histogram, next: UInt64(0), seen: UInt64(0))) { state -> Bucket? in
      while state.seen < state.histogram.totalCount {
        let value = state.next
        state.next = state.histogram.nextNonEquivalentForValue(value)
        let count = state.histogram.countForValue(value)
        if count > 0 {
          state.seen += count
          return Bucket(longest: Delay(nanoseconds: Int64(state.next - 1)), count: Int(count))
        }
      }
      return nil
    }
  }

  /// Delays that count as one, named by the longest of them.
  private struct Bucket: Hashable {
    let longest: Delay
    let count: Int
  }
}

extension DelaySketch: Hashable {
  /// By what is counted, not by how far the histogram has grown meanwhile.
  public static func == (a: DelaySketch, b: DelaySketch) -> Bool {
    a.count == b.count && a.buckets.elementsEqual(b.buckets)
  }

  public func hash(into hasher: inout Hasher) {
    for bucket in buckets { hasher.combine(bucket) }
  }
}

extension DelaySketch: Codable {
  private enum CodingKeys: String, CodingKey { case delays, counts }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let delays = try fields.decode([Int64].self, forKey: .delays)
    let numbers = try fields.decode([Int].self, forKey: .counts)
    guard delays.count == numbers.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .counts, in: fields, debugDescription: "not one count for each delay")
    }
    for (delay, number) in zip(delays, numbers) {
      let (_, overflows) = count.addingReportingOverflow(number)
      guard delay >= 0, number > 0, !overflows else {
        throw DecodingError.dataCorruptedError(
          forKey: .delays, in: fields, debugDescription: "no delay of \(delay) ns, \(number) times")
      }
      histogram.record(UInt64(delay), count: UInt64(number))
    }
  }

  /// Only what is there, in order.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(buckets.map(\.longest.nanoseconds), forKey: .delays)
    try fields.encode(buckets.map(\.count), forKey: .counts)
  }
}

/// The mean of numbers that hang together in time, such as the delays of one queue, with an
/// interval that says so: means of long batches are nearly independent (Law 2015, §9.5.3).
///
/// Memory is constant: when there are twice as many batches as wanted, neighbours are joined and
/// batches are twice as long from then on.
public struct BatchMeans: Hashable, Codable, Sendable {
  /// Fewer batches give an interval nobody should trust.
  public static let fewest = 30

  private var finished: [Double] = []
  private var open = Tally()
  private var length = 1
  private let most: Int

  /// - Parameter batches: how many at least, once there are that many numbers; 30 or more.
  public init(batches: Int = Self.fewest) {
    precondition(batches >= Self.fewest, "fewer than 30 batches give no trustworthy interval")
    most = 2 * batches
  }

  public mutating func add(_ value: Double) {
    open.add(value)
    guard open.count == length else { return }
    finished.append(open.mean)
    open = Tally()
    guard finished.count == most else { return }
    finished = stride(from: 0, to: most, by: 2).map { (finished[$0] + finished[$0 + 1]) / 2 }
    length *= 2
  }

  /// Finished batches and how many numbers are in each.
  public var batches: (count: Int, length: Int) { (finished.count, length) }

  /// nil while there are fewer than 30 batches. Numbers of an unfinished batch do not count.
  public func estimate(confidence: Double = 0.95) -> Estimate? {
    guard finished.count >= Self.fewest else { return nil }
    return Estimate.mean(Tally(finished), confidence: confidence)
  }
}

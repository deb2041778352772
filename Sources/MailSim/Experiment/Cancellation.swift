import Synchronization

/// A request to stop, said from anywhere: by another thread or by a signal.
public final class Cancellation: Sendable {
  private let request = Atomic<Bool>(false)

  public init() {}

  /// Asks whoever looks to stop when the work at hand is done. Safe in a signal handler.
  public func cancel() { request.store(true, ordering: .relaxed) }

  public var isCancelled: Bool { request.load(ordering: .relaxed) }
}

import Foundation
import MailSim

/// Turns signals into requests to stop: Ctrl-C at once, SIGTERM when the block at hand is done, if
/// that will not take long. Who asks twice does not want to wait.
enum Interruption {
  enum Kind: Sendable {
    case interrupt, terminate

    var status: Status {
      switch self {
      case .interrupt: .interrupted
      case .terminate: .terminated
      }
    }
  }

  /// Slurm sends SIGKILL half a minute after SIGTERM.
  private static let longestEnding = 20.0

  private static let atOnce = Cancellation()
  private static let afterBlock = Cancellation()
  private static let byInterrupt = Cancellation()

  /// A request to stop at once, by either signal.
  static func watchAtOnce() -> Cancellation {
    _ = atOnce.isCancelled
    unblock()
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.atOnce.cancel()
        signal(number, SIG_DFL)
      }
    }
    return atOnce
  }

  /// A request to stop at once, and one to stop after the block at hand.
  static func watch() -> (atOnce: Cancellation, afterBlock: Cancellation) {
    // Made before a handler asks for them.
    _ = (atOnce, afterBlock, byInterrupt)
    unblock()
    signal(SIGINT) { number in
      Interruption.byInterrupt.cancel()
      Interruption.atOnce.cancel()
      Interruption.afterBlock.cancel()
      signal(number, SIG_DFL)
    }
    signal(SIGTERM) { number in
      Interruption.afterBlock.cancel()
      signal(number, SIG_DFL)
    }
    return (atOnce, afterBlock)
  }

  /// A parent may have left both signals blocked, and a blocked request is never heard.
  static func unblock() {
    var both = sigset_t()
    sigemptyset(&both)
    sigaddset(&both, SIGINT)
    sigaddset(&both, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &both, nil)
  }

  /// What has been asked for; nil as long as nobody has.
  static var asked: Kind? {
    byInterrupt.isCancelled ? .interrupt : afterBlock.isCancelled ? .terminate : nil
  }

  /// Told of each replication, drops the block at hand where it would take too long to finish.
  static func weigh(_ progress: Sweep.Progress, after seconds: Double) {
    guard afterBlock.isCancelled, !atOnce.isCancelled, progress.inBlock > 0 else { return }
    let left = seconds / Double(progress.inBlock) * Double(progress.block - progress.inBlock)
    if left > longestEnding { atOnce.cancel() }
  }
}

import Foundation
import MailSim

/// Where a sweep stands, and how long it will take, where somebody looks.
final class SweepMeter {
  private let began = Date()
  private var shareAtFirst: Double?
  private var shown = Date.distantPast
  private var isShown = false

  func show(_ progress: Sweep.Progress) {
    let before = shareAtFirst ?? progress.share
    shareAtFirst = before
    let now = Date()
    guard Terminal.isErrorTerminal, now.timeIntervalSince(shown) > 0.2 else { return }
    shown = now
    isShown = true
    let done = progress.share - before
    var words =
      "variant \(progress.variant + 1) of \(progress.variants), "
      + "run \(progress.replication) of \(progress.replications)"
    if done > 0.001 {
      let left = now.timeIntervalSince(began) * (1 - progress.share) / done
      words += ", \(Delay.seconds(Int64(left)).spoken) left"
    }
    Terminal.showProgress(words)
  }

  func clear() {
    if isShown { Terminal.showProgress("") }
  }
}

import Foundation
import MailSim

/// One measurement a call: `bench NAME SIZE COUNT` prints nanoseconds a piece, what came of the
/// work, and how many events it took. What came of it keeps the work from being optimised away,
/// and lets peers be compared.
@main
struct Bench {
  static func main() {
    let words = CommandLine.arguments.dropFirst().map { String($0) }
    guard words.count == 3, let size = Int(words[1]), let count = Int(words[2]) else {
      fail("bench NAME SIZE COUNT; names: \(Workload.all.keys.sorted().joined(separator: ", "))")
    }
    guard let workload = Workload.all[words[0]] else { fail("no workload is called \(words[0])") }
    let step = workload.make(size)
    if workload.warmsUp { _ = step(count / 10) }
    let began = now(workload.clock)
    let work = step(count)
    let spent = now(workload.clock) - began
    print(String(format: "%.2f %@ %d", Double(spent) / Double(count), work.result, work.events))
  }

  private static func now(_ clock: clockid_t) -> Int {
    var time = timespec()
    clock_gettime(clock, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  private static func fail(_ words: String) -> Never {
    FileHandle.standardError.write(Data((words + "\n").utf8))
    exit(64)
  }
}

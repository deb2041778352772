import Foundation
import MailSim

/// One measurement a call: `bench NAME NUMBER REPETITIONS` prints nanoseconds a piece and a number
/// made of the results, so that nothing can be optimised away and peers can be compared.
@main
struct Bench {
  static func main() {
    let words = CommandLine.arguments.dropFirst().map { String($0) }
    guard words.count == 3, let size = Int(words[1]), let count = Int(words[2]) else {
      fail("bench NAME SIZE COUNT; names: \(Workload.all.keys.sorted().joined(separator: ", "))")
    }
    guard let workload = Workload.all[words[0]] else { fail("no workload is called \(words[0])") }
    let step = workload(size)
    _ = step(max(1, count / 10))
    let began = ContinuousClock.now
    let sum = step(count)
    let time = ContinuousClock.now - began
    let nanoseconds = Double(time.components.attoseconds) / 1e9 + Double(time.components.seconds) * 1e9
    print(String(format: "%.2f %llu", nanoseconds / Double(count), sum))
  }

  private static func fail(_ words: String) -> Never {
    FileHandle.standardError.write(Data((words + "\n").utf8))
    exit(64)
  }
}

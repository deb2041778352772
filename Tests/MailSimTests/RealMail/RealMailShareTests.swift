import Foundation
import Testing

@testable import MailSim

/// How much of real mail is understood; runs where a directory of messages is named.
@Suite struct RealMailShareTests {
  static let directory = ProcessInfo.processInfo.environment["MAILSIM_MAIL_DIRECTORY"]

  @Test(.enabled(if: directory != nil)) func understandsNearlyEveryLine() throws {
    let directory = try #require(Self.directory)
    var share = UnderstoodShare()
    for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    where name.hasSuffix(".eml") || name.hasSuffix(".mbox") {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)")))
      for head in try heads(of: bytes) {
        let path = ReceivedPath(head)
        share.add(path)
        #expect(path.lines.count == head.received.count)
        for line in path.lines where line.received.grade != .understood {
          print("\(name):\(line.received.line): \(line.received.grade.rawValue)")
        }
      }
    }
    print(share.text)
    #expect(share.understood >= 0.99)
  }
}

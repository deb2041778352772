import Foundation

/// An SMTP client that sends what it is told, right or wrong, and reads the replies.
final class RealSession {
  struct Answer: Hashable, CustomStringConvertible {
    var code = 0
    /// As `554 5.7.1`; only the code where there is no enhanced one.
    var codes = ""
    var text = ""

    var description: String { text }
    var isPositive: Bool { (200..<400).contains(code) }
  }

  private let handle: Int32
  private var buffer: [UInt8] = []
  private(set) var greeting = Answer()

  init(port: UInt16) throws {
    handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      handle, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var server = Loopback.address(port)
    let isConnected = withUnsafePointer(to: &server) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { throw RealPostfixError(description: "nobody listens on \(port)") }
    greeting = answer()
  }

  deinit { close(handle) }

  func say(_ line: String) -> Answer {
    let bytes = Array((line + "\r\n").utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(handle, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return Answer() }
      sent += count
    }
    return answer()
  }

  private func answer() -> Answer {
    while let line = readLine() {
      guard line.count >= 3, let code = Int(line.prefix(3)) else { return Answer(text: line) }
      if line.dropFirst(3).first == "-" { continue }
      let status = line.dropFirst(4).prefix { !$0.isWhitespace }
      let isEnhanced = status.split(separator: ".").count == 3 && status.first?.isNumber == true
      return Answer(code: code, codes: isEnhanced ? "\(code) \(status)" : "\(code)", text: line)
    }
    return Answer()
  }

  private func readLine() -> String? {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        let line = String(decoding: buffer[..<end], as: UTF8.self)
        buffer.removeSubrange(...end)
        return line.hasSuffix("\r") ? String(line.dropLast()) : line
      }
      var chunk = [UInt8](repeating: 0, count: 4_096)
      let count = recv(handle, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      buffer += chunk[..<count]
    }
  }
}

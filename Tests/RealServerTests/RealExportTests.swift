import Foundation
import Testing

@testable import MailSim

/// Presets written out, loaded by a real Postfix, and tried by it and by independent clients.
@Suite(.serialized) struct RealExportTests {
  private static let host = Domain("mail.cs.ait.ac.th")!

  /// Starts a server with an exported preset; its users are not listed.
  private func serve(
    _ policy: RestrictionPolicy, delay: String = ""
  ) throws -> (server: RealPostfix, port: UInt16) {
    let export = PostfixExport(policy, host: Self.host)
    var files: [String: String] = [:]
    for file in export.files where file.name != "master.cf" { files[file.name] = file.text }
    files["main.cf", default: ""] += "local_recipient_maps =\n"
    let window = files["roaming-window"] != nil
    if window { files["roaming-window", default: ""] += "203.0.113.9 OK\n" }
    let port = try Loopback.freePorts(1)[0]
    let server = try RealPostfix(
      files: files, services: [(port, [])], indexed: window ? ["hash:roaming-window"] : [])
    return (server, port)
  }

  @Test(arguments: RealServers.isWhole ? RelayPreset.allCases : [.csim])
  func anExportedPresetDecidesAlike(preset: RelayPreset) throws {
    guard RealServers.isThere("Postfix", RealPostfix.isInstalled) else { return }
    var policy = preset.restrictions()
    policy.destinations.origin = Self.host
    let (server, port) = try serve(policy)
    defer { server.stop() }
    let battery = RelayBattery(
      against: .init(
        host: Self.host, domain: Domain("cs.ait.ac.th")!, address: IPAddress("192.0.2.25")!),
      victim: Mailbox("victim@example.org")!)
    var compared = 0
    for address in ["198.51.100.9", "192.0.2.10", "203.0.113.9"] {
      var client = RelayFacts.Client(address: IPAddress(address)!)
      if address == "203.0.113.9" { client.window = .open(sinceLogin: .minutes(1)) }
      for probe in battery.scan + (RealServers.isWhole ? battery.probes : []) {
        let session = try RealSession(port: port)
        _ = session.say("XCLIENT NAME=[UNAVAILABLE] ADDR=\(address)")
        _ = session.say("EHLO client.example")
        let mail = session.say(probe.mail)
        let rcpt = mail.isPositive ? session.say(probe.rcpt) : mail
        let real = rcpt.isPositive
        let model = policy.answer(to: probe, from: client)?.isAccepted ?? false
        compared += 1
        if real != model {
          Issue.record(
            "\(preset.rawValue), \(address): \(probe.mail) \(probe.rcpt): \(rcpt), here \(model)")
        }
      }
    }
    #expect(compared >= (RealServers.isWhole ? 1_000 : 48))
  }

  @Test(
    arguments: RealServers.isWhole ? [RelayPreset.csim, .openRelay, .bySenderAddress] : [.csim])
  func nmapCountsTheFormsTheModelAccepts(preset: RelayPreset) throws {
    guard RealServers.isThere("Postfix", RealPostfix.isInstalled),
      RealServers.isThere("nmap", FileManager.default.isExecutableFile(atPath: "/usr/bin/nmap"))
    else { return }
    var policy = preset.restrictions()
    policy.destinations.origin = Self.host
    policy.destinations.ownAddresses.insert(IPAddress("127.0.0.1")!)
    let (server, port) = try serve(policy)
    defer { server.stop() }
    let output = try Self.run(
      "/usr/bin/nmap",
      ["-Pn", "-n", "-p", "\(port)", "--script", "+smtp-open-relay", "-vv", "127.0.0.1"])
    // nmap names the server's literal after the address it scans.
    let battery = RelayBattery(
      against: .init(
        host: Self.host, domain: Domain("cs.ait.ac.th")!, address: IPAddress("127.0.0.1")!),
      victim: Mailbox("relaytest@nmap.scanme.org")!)
    let client = RelayFacts.Client(address: IPAddress("127.0.0.1")!)
    let accepted = battery.scan.filter { policy.answer(to: $0, from: client)?.isAccepted == true }
    let counted = output.components(separatedBy: "-> RCPT TO").count - 1
    #expect(counted == accepted.count, "\(preset.rawValue):\n\(output)")
    for probe in accepted { #expect(output.contains("\(probe.mail) -> \(probe.rcpt)")) }
    print("nmap and the model on \(preset.rawValue): \(counted)/16 and \(accepted.count)/16")
  }

  @Test(arguments: [
    ("bob@cs.ait.ac.th", "a@example.org", true), ("v@example.org", "a@example.org", false),
    ("v%example.org@cs.ait.ac.th", "", false),
  ])
  func swaksHearsWhatTheModelSays(to: String, from: String, accepts: Bool) throws {
    guard RealServers.isThere("Postfix", RealPostfix.isInstalled),
      RealServers.isThere("swaks", FileManager.default.isExecutableFile(atPath: "/usr/bin/swaks"))
    else { return }
    var policy = RelayPreset.csim.restrictions()
    policy.destinations.origin = Self.host
    let (server, port) = try serve(policy)
    defer { server.stop() }
    let output = try Self.run(
      "/usr/bin/swaks",
      [
        "--server", "127.0.0.1", "--port", "\(port)", "--helo", "client.example", "--from",
        from.isEmpty ? "<>" : from, "--to", to, "--quit-after", "RCPT",
      ])
    let facts = RelayFacts(
      client: .init(address: IPAddress("127.0.0.1")!), reversePath: Mailbox(from),
      forwardPath: policy.destinations.read(to)!)
    #expect(policy.decide(facts).isAccepted == accepts)
    #expect(output.contains("250 2.1.5 Ok") == accepts, "\(output)")
  }

  private static func run(_ path: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let pipe = Foundation.Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}

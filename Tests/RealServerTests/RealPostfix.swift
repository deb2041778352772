import Foundation

/// A real Postfix on 127.0.0.1 with configuration, queue and data of its own.
///
/// Every transport discards, and no restriction that asks the DNS is ever configured, so nothing
/// leaves the machine. Clients pretend to come from elsewhere with XCLIENT.
final class RealPostfix {
  let directory: String
  private let master = Process()
  private let logins: LoginStub

  static var isInstalled: Bool {
    geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/sbin/postfix")
  }

  /// Settings that let any policy run in a directory of its own and send nothing anywhere.
  ///
  /// What the runner starts inherits its blocked SIGCHLD: the master never learns that a daemon has
  /// ended and starts no other, so the daemons are told to last as long as any test.
  /// Envelopes that are given up after RCPT look like a flood, which no delay has to stem here.
  private static func setting(_ directory: String, _ loginPort: UInt16) -> String {
    """
    queue_directory = \(directory)/queue
    data_directory = \(directory)/data
    command_directory = /usr/sbin
    daemon_directory = /usr/lib/postfix/sbin
    maillog_file = \(directory)/log
    maillog_file_prefixes = \(directory)
    inet_interfaces = 127.0.0.1
    inet_protocols = all
    smtpd_authorized_xclient_hosts = 127.0.0.1
    smtpd_peername_lookup = no
    smtpd_error_sleep_time = 0
    smtpd_soft_error_limit = 1000
    smtpd_hard_error_limit = 1000
    smtpd_client_connection_count_limit = 0
    in_flow_delay = 0
    max_use = 1000000
    max_idle = 1h
    smtpd_sasl_type = dovecot
    smtpd_sasl_path = inet:127.0.0.1:\(loginPort)
    alias_maps =
    alias_database =
    local_transport = discard:
    virtual_transport = discard:
    relay_transport = discard:
    default_transport = discard:

    """
  }

  private static let services = """
    pickup unix n - n 60 1 pickup
    cleanup unix n - n - 0 cleanup
    qmgr unix n - n 300 1 qmgr
    rewrite unix - - n - - trivial-rewrite
    bounce unix - - n - 0 bounce
    defer unix - - n - 0 bounce
    trace unix - - n - 0 bounce
    flush unix n - n 1000? 0 flush
    proxymap unix - - n - - proxymap
    discard unix - - n - - discard
    error unix - - n - - error
    retry unix - - n - - error
    anvil unix - - n - 1 anvil
    postlog unix-dgram n - n - 1 postlogd

    """

  /// Starts a server and waits until it answers.
  ///
  /// - Parameters:
  ///   - files: main.cf and tables; `$DIR` in them is the configuration directory.
  ///   - services: for each port the `-o` lines of its smtpd.
  ///   - indexed: tables for postmap, as `hash:clients`.
  init(
    files: [String: String], services: [(port: UInt16, overrides: [String])],
    indexed: [String] = []
  ) throws {
    directory = NSTemporaryDirectory() + "mailsim-postfix-\(UUID().uuidString)"
    logins = try LoginStub()
    try Self.makeDirectories(directory)
    for (name, text) in files {
      var text = text.replacing("$DIR", with: directory)
      if name == "main.cf" { text += Self.setting(directory, logins.port) }
      try text.write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8)
    }
    let smtpd = services.map { service in
      (["127.0.0.1:\(service.port) inet n - n - - smtpd"] + service.overrides.map { "  -o \($0)" })
        .joined(separator: "\n")
    }
    let master = smtpd.joined(separator: "\n") + "\n" + Self.services
    try master.replacing("$DIR", with: directory)
      .write(toFile: "\(directory)/master.cf", atomically: true, encoding: .utf8)
    for table in indexed { try index(table) }
    try start(services.map(\.port))
  }

  private static func makeDirectories(_ directory: String) throws {
    guard let owner = getpwnam("postfix"), let group = getgrnam("postdrop") else {
      throw RealPostfixError(description: "there is no user postfix")
    }
    let postfix = owner.pointee.pw_uid
    let postdrop = group.pointee.gr_gid
    let private7 = [
      "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private",
      "saved", "trace",
    ]
    let all: [(String, mode_t, Bool)] =
      [("", 0o755, false), ("/queue", 0o755, false), ("/queue/pid", 0o755, false)]
      + [("/data", 0o700, true), ("/queue/public", 0o710, true), ("/queue/maildrop", 0o730, true)]
      + private7.map { ("/queue/\($0)", 0o700, true) }
    for (path, mode, isOwned) in all {
      mkdir(directory + path, mode)
      chmod(directory + path, mode)
      if isOwned { chown(directory + path, postfix, path.hasPrefix("/queue/") ? postdrop : 0) }
    }
  }

  private func index(_ table: String) throws {
    let colon = table.firstIndex(of: ":") ?? table.endIndex
    let postmap = Process()
    postmap.executableURL = URL(fileURLWithPath: "/usr/sbin/postmap")
    postmap.arguments = [
      "-c", directory, "\(table[...colon])\(directory)/\(table[colon...].dropFirst())",
    ]
    try postmap.run()
    postmap.waitUntilExit()
  }

  /// The master itself, without the checks of the start script: those take seconds.
  private func start(_ ports: [UInt16]) throws {
    master.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
    master.arguments = ["/usr/lib/postfix/sbin/master", "-c", directory, "-d"]
    master.environment = ["MAIL_CONFIG": directory, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
    master.standardInput = FileHandle.nullDevice
    master.standardOutput = FileHandle.nullDevice
    master.standardError = FileHandle.nullDevice
    try master.run()
    guard let last = ports.last else { return }
    for _ in 0..<100 {
      if let line = try? RealSession(port: last), line.greeting.code != 0 { return }
      usleep(100_000)
    }
    throw RealPostfixError(description: "Postfix did not start:\n\(log.suffix(2_000))")
  }

  var log: String { (try? String(contentsOfFile: "\(directory)/log", encoding: .utf8)) ?? "" }

  /// Ends the master and its children by the number in its own pid file.
  func stop() {
    let file = try? String(contentsOfFile: "\(directory)/queue/pid/master.pid", encoding: .utf8)
    if let pid = file.flatMap({ pid_t($0.filter(\.isNumber)) }), pid > 1 {
      kill(pid, SIGTERM)
      for _ in 0..<50 where kill(pid, 0) == 0 { usleep(50_000) }
      if kill(pid, 0) == 0 { kill(-pid, SIGKILL) }
    }
    logins.stop()
    try? FileManager.default.removeItem(atPath: directory)
  }

  deinit { stop() }
}

/// A socket bound to a port the system chose.
enum Loopback {
  static func address(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }

  static func bound() throws -> (socket: Int32, port: UInt16) {
    let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var own = address(0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafePointer(to: &own) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(handle, $0, size) == 0 }
    }
    guard isBound else { throw RealPostfixError(description: "no port is free") }
    _ = withUnsafeMutablePointer(to: &own) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(handle, $0, &size) }
    }
    return (handle, UInt16(bigEndian: own.sin_port))
  }

  /// Ports nobody uses at this moment, all different.
  static func freePorts(_ count: Int) throws -> [UInt16] {
    let all = try (0..<count).map { _ in try bound() }
    for one in all { close(one.socket) }
    return all.map(\.port)
  }
}

/// As much of Dovecot's authentication service as smtpd asks for before it offers AUTH.
final class LoginStub: Sendable {
  let port: UInt16
  private let handle: Int32

  init() throws {
    let (handle, port) = try Loopback.bound()
    self.handle = handle
    self.port = port
    listen(handle, 64)
    Thread.detachNewThread {
      let hello =
        "VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t1\n"
        + "COOKIE\t00000000000000000000000000000000\nDONE\n"
      while case let client = accept(handle, nil, nil), client >= 0 {
        _ = hello.withCString { send(client, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
      }
    }
  }

  func stop() {
    shutdown(handle, Int32(SHUT_RDWR))
    close(handle)
  }
}

struct RealPostfixError: Error, CustomStringConvertible {
  var description: String
}

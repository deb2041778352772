import ArgumentParser
import Foundation
import MailSim

struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Shows the path of a real message, from its Received lines or a server's log.",
    discussion: """
      Reads messages, mbox files, and headers pasted alone. Nothing is looked up and nothing
      leaves the machine. Lines outside the trust boundary of your servers are claims.

      EXAMPLES
        mailsim trace message.eml
        mailsim trace message.eml --my-servers example.org --my-servers 192.0.2.0/24
        mailsim trace message.eml -o path.svg --redact
        mailsim trace message.eml --to-scenario -o what-if.yaml
        mailsim trace --log /var/log/mail.log
        mailsim trace --log /var/log/mail.log --message 4Xk2Yz1nQ2z9t -o path.svg
      """)

  @Argument(help: "Messages or mbox files; - is standard input.", completion: .file())
  var files: [String] = []

  @Option(help: "Read a server's log instead of messages; - is standard input.")
  var log: String?

  @Option(help: "Whose log it is: postfix or exim (default: as its lines show).")
  var logFormat: String?

  @Option(
    help: "The message's number in the files, or its queue id or Message-ID in the log.")
  var message: String?

  @Option(help: "Servers to believe: names, domains, addresses or networks.")
  var myServers: [String] = []

  @Flag(help: "Replace addresses, names and IP numbers, the same way everywhere.")
  var redact = false

  @Flag(help: "Show each trace line as it stands.")
  var lines = false

  @Flag(help: "Print how many trace lines were understood, by software.")
  var understood = false

  @Flag(help: "Write the path as a scenario to try changes on.")
  var toScenario = false

  @Option(help: "The year of log lines that have none.")
  var year: Int?

  @Option(help: "path (the default), or a format of 'mailsim list formats'.")
  var format = "path"

  @Option(
    name: [.short, .customLong("output")],
    help: "Write to this file; .svg, .png, .pdf and .dot are pictures.", completion: .file())
  var output: String?

  mutating func validate() throws {
    if log == nil, files.isEmpty { throw ValidationError("name a message, or a log with --log") }
    if log != nil, !files.isEmpty { throw ValidationError("--log takes no messages beside it") }
    let isSummary = log != nil && message == nil
    if isSummary, format != "path" {
      throw ValidationError("the summary of a log is text; --format needs a --message")
    }
    if isSummary, isPicture {
      throw ValidationError("the summary of a log is text; a picture needs a --message")
    }
    if log != nil, lines || understood || !myServers.isEmpty {
      throw ValidationError("--lines, --understood and --my-servers are for messages, not for logs")
    }
    if log == nil, year != nil { throw ValidationError("--year is for logs") }
    if isPicture, format != "path" || toScenario {
      throw ValidationError("the ending of the output's file asks for a picture, not for a text")
    }
    if toScenario, format != "path" {
      throw ValidationError("--to-scenario writes a scenario; it goes with no --format")
    }
    if understood, format != "path" || toScenario {
      throw ValidationError("--understood is for the path as text")
    }
    if lines, !isText { throw ValidationError("--lines is for the path as text") }
    if let logFormat, MailLogReader.Format(rawValue: logFormat) == nil {
      let known = MailLogReader.Format.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("no log format is called '\(logFormat)'; log formats: \(known)")
    }
    if log == nil, logFormat != nil { throw ValidationError("--log-format is for --log") }
    if log != nil, toScenario { throw ValidationError("--to-scenario is for messages") }
    if let year, !MailLogReader.years.contains(year) {
      let years = MailLogReader.years
      throw ValidationError(
        "--year \(year): expected a year from \(years.lowerBound) to \(years.upperBound)")
    }
    if format != "path", ReportFormat.ofRun(format) == nil {
      let known = ReportFormat.ofRuns.map(\.name).joined(separator: ", ")
      throw ValidationError("no format is called '\(format)'; formats: path, \(known)")
    }
    if log == nil, let message, (Int(message) ?? 0) < 1 {
      throw ValidationError("messages in files are numbered from 1")
    }
  }

  mutating func run() throws {
    try OutputFile.check([output], reading: files + [log].compactMap(\.self))
    if let log { try traceLog(log) } else { try traceMessages() }
  }

  // MARK: Messages

  private func traceMessages() throws {
    let wanted = message.flatMap { Int($0) }
    let mine = MyServers(myServers)
    var redactor = Redactor()
    var share = UnderstoodShare()
    var found: [(path: ReceivedPath, file: String)] = []
    var text = ""
    var number = 0
    for file in files {
      try readMessages(file) { head in
        number += 1
        guard wanted == nil || wanted == number else { return }
        let path =
          redact
          ? redactor.redacted(head, myServers: mine) : ReceivedPath(head, myServers: mine)
        share.add(path)
        if isText {
          text += path.text(style: textStyle, showsLines: lines) + "\n"
          // A mailbox of any size passes through: what is printed need not be kept.
          if output == nil, !understood {
            try Terminal.print(text, .styled)
            text = ""
          }
        } else if found.count < 1000 {
          found.append((path, redact ? "" : file))
        }
      }
    }
    if let wanted, number < wanted {
      throw CommandError(
        .usage, "mailsim: there is no message \(wanted); the files hold \(number)")
    }
    if understood { text = share.text }
    if isText || understood {
      try emit(text)
    } else if toScenario {
      try emit(try scenario(found.map(\.path)))
    } else {
      try show(found.map { $0.path.trace(file: $0.file) })
    }
  }

  private var isText: Bool { format == "path" && !isPicture && !toScenario }

  private var textStyle: ReceivedPath.PathStyle {
    output == nil && Terminal.style == .ansi ? .ansi : .plain
  }

  private var isPicture: Bool {
    guard let output else { return false }
    let endings = ["svg", "png", "pdf", "dot", "gv"]
    return endings.contains(URL(fileURLWithPath: output).pathExtension.lowercased())
  }

  private func scenario(_ paths: [ReceivedPath]) throws -> String {
    guard paths.count == 1, let path = paths.first else {
      throw CommandError(
        .usage, "mailsim: a scenario is made of one message; choose it with --message NUMBER")
    }
    guard let text = path.scenario() else {
      throw CommandError(.invalidScenario, "mailsim: no hop of this message names its servers")
    }
    return text
  }

  private func readMessages(_ file: String, found: (MessageHead) throws -> Void) throws {
    var reader = MessageReader()
    do {
      try InputFile.read(file) { try reader.read($0, found: found) }
      try reader.finish(found: found)
    } catch let error as MessageReadingError {
      throw CommandError(.invalidScenario, "mailsim: \(file): \(error)")
    }
  }

  // MARK: Logs

  private func traceLog(_ file: String) throws {
    let now = Calendar(identifier: .gregorian).component(.year, from: Date())
    var reader = MailLogReader(
      year: year ?? now, format: logFormat.flatMap { MailLogReader.Format(rawValue: $0) })
    var chosen: LogMessage?
    let look: (LogMessage) -> Void = { found in
      guard let message else { return }
      if found.queueID == message || found.messageID == message { chosen = found }
    }
    try InputFile.read(file) { reader.read($0, found: look) }
    reader.finish(found: look)
    var redactor = Redactor()
    guard let message else {
      return try emit(
        redact ? redactor.redactedText(of: reader.summary) : reader.summary.text())
    }
    guard let chosen else {
      throw CommandError(.noInput, "mailsim: \(file): no message '\(message)' is in the log")
    }
    try show([(redact ? redactor.redacted(chosen) : chosen).trace(file: redact ? "" : file)])
  }

  // MARK: Output

  private func show(_ traces: [Trace]) throws {
    guard !isPicture else {
      guard traces.count == 1, let trace = traces.first else {
        throw CommandError(
          .usage, "mailsim: a picture shows one message; choose it with --message NUMBER")
      }
      do {
        let options = DiagramOptions()
        return try Picture(try Diagram.encryption.graph(of: trace, options), options)
          .write(to: output)
      } catch let error as DiagramError {
        throw CommandError(.outputFailed, "mailsim: \(error)")
      }
    }
    let name = format == "path" ? "text" : format
    guard let format = ReportFormat.ofRun(name) else { return }
    if format.name == ReportFormat.page.name, traces.count != 1 {
      throw CommandError(
        .usage, "mailsim: a page shows one message; choose it with --message NUMBER")
    }
    try emit(format.text(of: traces.map { RunReport($0) }))
  }

  private func emit(_ text: String) throws {
    if let output {
      try OutputFile.write(text.utf8, to: output)
    } else {
      try Terminal.print(text, format == "github" ? .workflowCommands : .styled)
    }
  }
}

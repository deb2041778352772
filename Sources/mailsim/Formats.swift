import MailSim

/// Which reports are wanted, and where each goes.
struct Formats {
  /// nil is standard output.
  private let wanted: [(format: ReportFormat, file: String?)]

  /// Pairs formats with files in order; a file without a format gets the one of its ending.
  ///
  /// - Parameter inputs: the files the reports are about.
  init(names: [String], files: [String], reading inputs: [String]) throws {
    try OutputFile.check(files, reading: inputs)
    var wanted: [(ReportFormat, String?)] = []
    for (row, name) in names.enumerated() {
      guard let format = ReportFormat.ofRun(name) else {
        let known = ReportFormat.ofRuns.map(\.name).joined(separator: ", ")
        throw CommandError(.usage, "mailsim: no format is called '\(name)'; formats: \(known)")
      }
      wanted.append((format, row < files.count ? files[row] : nil))
    }
    for file in files.dropFirst(names.count) {
      let ending = file.split(separator: ".").last.map(String.init) ?? ""
      guard let format = ReportFormat.ofRuns.first(where: { $0.fileExtension == ending }) else {
        throw CommandError(.usage, "mailsim: \(file): say with --format what to write into it")
      }
      wanted.append((format, file))
    }
    if wanted.isEmpty, let text = ReportFormat.named("text") { wanted = [(text, nil)] }
    if wanted.count(where: { $0.1 == nil }) > 1 {
      throw CommandError(
        .usage, "mailsim: only one report can go to standard output; give the others a file (-o)")
    }
    self.wanted = wanted
  }

  /// - Parameter invalid: what is wrong with the files that were not played.
  func write(_ reports: [RunReport], invalid: [ScenarioErrors] = []) throws {
    if reports.count > 1, wanted.contains(where: { $0.format.name == ReportFormat.page.name }) {
      throw CommandError(
        .usage, "mailsim: a page shows one run; name one scenario for --format html")
    }
    for (format, file) in wanted {
      if let file {
        try OutputFile.write(format.text(of: reports, invalid: invalid).utf8, to: file)
      } else {
        let styled = reports.map { report in
          var report = report
          if format.name == "text" || format.name == "transcript" {
            report.options.style = Terminal.style
          }
          return report
        }
        try Terminal.print(
          format.text(of: styled, invalid: invalid),
          format.name == "github" ? .workflowCommands : .styled)
      }
    }
  }
}

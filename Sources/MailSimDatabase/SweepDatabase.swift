public import MailSim

/// Results of a sweep as a SQLite database, to be asked in SQL.
///
///     sqlite3 sweep.sqlite "select window, value, low, high from result where measure = 'refused'"
///
/// Tables: `about(key, value)`; `variant(id, replications, seed)`;
/// `setting(variant, key, value, number, is_time)`, where `number` is seconds of a time;
/// `estimate(variant, measure, kind, value, low, high, count, confidence)`;
/// `difference(variant, measure, value, low, high, pairs, independent)`, from the variant the sweep
/// compares with, where it compares; `replication(variant, number, measure, part, whole)`, where
/// replications are kept. The view `result` joins the first ones, with a column for each varied key
/// and a second one, `KEY number`, for its number.
public enum SweepDatabase {
  /// Writes a new database; what stood at the path is gone.
  ///
  /// - Throws: what SQLite says, such as that the disk is full.
  /// - Parameter runs: what was counted, where each replication is to be kept.
  public static func write(
    _ results: [SweepResult], about: [(String, String)], runs: SweepTallies? = nil, to path: String
  ) throws {
    let database = try SQLiteConnection(path: path)
    try database.transaction {
      for statement in schema { try database.run(statement) }
      for (key, value) in about {
        try database.run("insert into about values (?, ?)", [.text(key), .text(value)])
      }
      for result in results { try insert(result, into: database) }
      try runs?.forEachRun { variant, number, measure, run in
        try database.run(
          "insert into replication values (?, ?, ?, ?, ?)",
          [
            .integer(Int64(variant)), .integer(Int64(number)), .text(measure), .real(run.part),
            .real(run.whole),
          ])
      }
      try database.run(view(of: results.first?.settings.map(\.key) ?? []))
    }
  }

  private static let schema = [
    "create table about (key text primary key, value text not null)",
    """
    create table variant (
      id integer primary key, replications integer not null, seed text not null)
    """,
    """
    create table setting (
      variant integer not null references variant, key text not null, value text not null,
      number real, is_time integer not null, primary key (variant, key)) without rowid
    """,
    """
    create table estimate (
      variant integer not null references variant, measure text not null, kind text not null,
      value real not null, low real not null, high real not null, count integer not null,
      confidence real not null, primary key (variant, measure)) without rowid
    """,
    """
    create table difference (
      variant integer not null references variant, measure text not null, value real not null,
      low real not null, high real not null, pairs integer not null, independent integer,
      primary key (variant, measure)) without rowid
    """,
    """
    create table replication (
      variant integer not null references variant, number integer not null, measure text not null,
      part real not null, whole real not null, primary key (variant, number, measure)) without rowid
    """,
  ]

  private static func insert(_ result: SweepResult, into database: borrowing SQLiteConnection)
    throws
  {
    let variant = SQLiteValue.integer(Int64(result.variant))
    try database.run(
      "insert into variant values (?, ?, ?)",
      [variant, .integer(Int64(result.replications)), .text("\(result.seed)")])
    for setting in result.settings {
      try database.run(
        "insert into setting values (?, ?, ?, ?, ?)",
        [
          variant, .text(setting.key), .text(setting.value),
          setting.number.map { .real($0) } ?? .null, .integer(setting.isTime ? 1 : 0),
        ])
    }
    for finding in result.measures {
      guard let estimate = finding.estimate else { continue }
      try database.run(
        "insert into estimate values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
          variant, .text(finding.name), .text(finding.kind.rawValue), .real(estimate.value),
          .real(estimate.low), .real(estimate.high), .integer(Int64(estimate.count)),
          .real(estimate.confidence),
        ])
      guard let difference = finding.difference else { continue }
      try database.run(
        "insert into difference values (?, ?, ?, ?, ?, ?, ?)",
        [
          variant, .text(finding.name), .real(difference.estimate.value),
          .real(difference.estimate.low), .real(difference.estimate.high),
          .integer(Int64(difference.estimate.count)),
          difference.independentReplications.map { .integer(Int64($0)) } ?? .null,
        ])
    }
  }

  private static func view(of keys: [String]) -> String {
    var columns = ["e.variant"]
    var joins = ""
    for (row, key) in keys.enumerated() {
      columns += [
        "s\(row).value as \(SQLText.name(key))",
        "s\(row).number as \(SQLText.name("\(key) number"))",
      ]
      joins +=
        " join setting s\(row) on s\(row).variant = e.variant and s\(row).key = \(SQLText.literal(key))"
    }
    columns += ["v.replications", "e.measure", "e.value", "e.low", "e.high", "e.count"]
    return "create view result as select \(columns.joined(separator: ", ")) "
      + "from estimate e join variant v on v.id = e.variant\(joins)"
  }
}

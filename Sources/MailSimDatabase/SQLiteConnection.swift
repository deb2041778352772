internal import CSQLite

/// What SQLite says when it cannot do what it was asked.
package struct SQLiteError: Error, CustomStringConvertible {
  /// A result code, as <https://sqlite.org/rescode.html> lists them.
  package let code: Int32
  /// The words of SQLite, with the statement it was given.
  package let description: String
}

/// A value of a column.
package enum SQLiteValue: Equatable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
}

/// An open database: the few calls of SQLite's C library that tables of results need.
package struct SQLiteConnection: ~Copyable {
  private let handle: OpaquePointer

  /// Opens the file, and creates it if there is none.
  package init(path: String) throws(SQLiteError) {
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
    guard code == SQLITE_OK, let handle else {
      let error = Self.error(code, of: handle, in: path)
      sqlite3_close_v2(handle)
      throw error
    }
    self.handle = handle
  }

  /// Every statement is finished by then, so that nothing can hold the file open.
  deinit { sqlite3_close_v2(handle) }

  /// Does all of it, or, if it fails, nothing.
  package func transaction(_ body: () throws -> Void) throws {
    try run("begin immediate transaction")
    do {
      try body()
      try run("commit transaction")
    } catch {
      // What went wrong first is what is told; SQLite may have rolled back by itself.
      _ = try? run("rollback transaction")
      throw error
    }
  }

  /// Runs one statement with the values of its parameters, in order, and returns its rows.
  @discardableResult
  package func run(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError)
    -> [[SQLiteValue]]
  {
    var statement: OpaquePointer?
    try check(sqlite3_prepare_v2(handle, sql, -1, &statement, nil), in: sql)
    defer { sqlite3_finalize(statement) }
    for (row, value) in values.enumerated() {
      try check(Self.bind(value, to: Int32(row + 1), of: statement), in: sql)
    }
    var rows: [[SQLiteValue]] = []
    while true {
      let code = sqlite3_step(statement)
      guard code == SQLITE_ROW else {
        if code == SQLITE_DONE { return rows }
        throw Self.error(code, of: handle, in: sql)
      }
      rows.append((0..<sqlite3_column_count(statement)).map { Self.value($0, of: statement) })
    }
  }

  private static func bind(
    _ value: SQLiteValue, to parameter: Int32, of statement: OpaquePointer?
  ) -> Int32 {
    switch value {
    case .null: sqlite3_bind_null(statement, parameter)
    case .integer(let number): sqlite3_bind_int64(statement, parameter, number)
    case .real(let number): sqlite3_bind_double(statement, parameter, number)
    case .text(let text):
      mailsim_bind_text(statement, parameter, text, Int32(text.utf8.count))
    }
  }

  private static func value(_ column: Int32, of statement: OpaquePointer?) -> SQLiteValue {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, column))
    case SQLITE_FLOAT: .real(sqlite3_column_double(statement, column))
    case SQLITE_NULL: .null
    default: .text(sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "")
    }
  }

  private func check(_ code: Int32, in sql: String) throws(SQLiteError) {
    guard code == SQLITE_OK else { throw Self.error(code, of: handle, in: sql) }
  }

  private static func error(_ code: Int32, of handle: OpaquePointer?, in place: String)
    -> SQLiteError
  {
    let words =
      handle.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
    return SQLiteError(code: code, description: "SQLite: \(words) (\(place))")
  }
}

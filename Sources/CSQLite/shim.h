#ifndef MAILSIM_CSQLITE_SHIM_H
#define MAILSIM_CSQLITE_SHIM_H

#include <sqlite3.h>

/// Binds text, of which SQLite makes a copy. Its own way to say so, `SQLITE_TRANSIENT`, is a
/// number cast to a function, which Swift cannot import.
static inline int mailsim_bind_text(
    sqlite3_stmt *statement, int column, const char *text, int octets) {
  return sqlite3_bind_text(statement, column, text, octets, SQLITE_TRANSIENT);
}

#endif

/* The least that any audit over SQLite pays: step through the columns that the audit reads, once, and look at each value.
   usage: bare FILE */
#include <sqlite3.h>
#include <stdio.h>

static const char *queries[] = {
    "SELECT subject_id, purpose, status, ts, expires_at FROM consent_events",
    "SELECT subject_id, purpose, ts, rule_id FROM decisions",
    "SELECT subject_id, purpose, computed_at FROM segments",
    "SELECT subject_id, erased_at FROM erasures",
    "SELECT subject_id, email, email_updated_at, phone, phone_updated_at, address, address_updated_at, geo, geo_updated_at, device, device_updated_at, income_band, income_band_updated_at, segment, segment_updated_at, score, score_updated_at, interest, interest_updated_at, birth, birth_updated_at, postal_code, birth_year, gender FROM profiles",
};

int main(int count, char **arguments) {
  sqlite3 *store;
  if (count != 2 || sqlite3_open_v2(arguments[1], &store, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, 0) != SQLITE_OK)
    return 2;
  sqlite3_exec(store, "PRAGMA cache_size = -2048", 0, 0, 0);
  long long rows = 0, sum = 0;
  for (unsigned index = 0; index < sizeof queries / sizeof *queries; index++) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(store, queries[index], -1, &statement, 0) != SQLITE_OK) return 2;
    int columns = sqlite3_column_count(statement);
    while (sqlite3_step(statement) == SQLITE_ROW) {
      rows++;
      for (int column = 0; column < columns; column++) {
        switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER: sum += sqlite3_column_int64(statement, column); break;
        case SQLITE_TEXT: {
          const unsigned char *text = sqlite3_column_text(statement, column);
          sum += text[0] + sqlite3_column_bytes(statement, column);
          break;
        }
        default: break;
        }
      }
    }
    sqlite3_finalize(statement);
  }
  sqlite3_close(store);
  printf("%lld rows, sum %lld\n", rows, sum);
  return 0;
}

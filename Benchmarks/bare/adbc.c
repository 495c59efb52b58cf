// The least that an audit of an engine behind ADBC pays: read the same columns through the driver, and look at each batch.
//
// adbc DRIVER ENTRYPOINT [PRELOAD] key=value... -- QUERY...
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "CADBC.h"

static void check(AdbcStatusCode code, const char *what, struct AdbcError *error) {
  if (code == ADBC_STATUS_OK) return;
  fprintf(stderr, "%s: %d %s\n", what, code, error->message ? error->message : "");
  exit(1);
}

int main(int count, char **words) {
  struct AdbcDriver driver = {0};
  struct AdbcError error = {0};
  struct AdbcDatabase database = {0};
  struct AdbcConnection connection = {0};
  int next = 3;
  if (next < count && !strchr(words[next], '=') && strcmp(words[next], "--")) {
    if (!dlopen(words[next++], RTLD_NOW | RTLD_GLOBAL)) { fprintf(stderr, "%s\n", dlerror()); return 1; }
  }
  void *library = dlopen(words[1], RTLD_NOW);
  if (!library) { fprintf(stderr, "%s\n", dlerror()); return 1; }
  AdbcDriverInitFunction start = (AdbcDriverInitFunction)dlsym(library, words[2]);
  check(start(ADBC_VERSION_1_1_0, &driver, &error), "driver", &error);
  check(driver.DatabaseNew(&database, &error), "database", &error);
  for (; next < count && strcmp(words[next], "--"); next++) {
    char *equals = strchr(words[next], '=');
    *equals = 0;
    check(driver.DatabaseSetOption(&database, words[next], equals + 1, &error), "option", &error);
  }
  check(driver.DatabaseInit(&database, &error), "database", &error);
  check(driver.ConnectionNew(&connection, &error), "connection", &error);
  check(driver.ConnectionInit(&connection, &database, &error), "connection", &error);
  int64_t rows = 0, sum = 0;
  for (next++; next < count; next++) {
    struct AdbcStatement statement = {0};
    struct ArrowArrayStream stream = {0};
    check(driver.StatementNew(&connection, &statement, &error), "statement", &error);
    check(driver.StatementSetSqlQuery(&statement, words[next], &error), "query", &error);
    check(driver.StatementExecuteQuery(&statement, &stream, NULL, &error), "execute", &error);
    for (;;) {
      struct ArrowArray batch = {0};
      if (stream.get_next(&stream, &batch)) { fprintf(stderr, "%s\n", stream.get_last_error(&stream)); return 1; }
      if (!batch.release) break;
      rows += batch.length;
      for (int64_t column = 0; column < batch.n_children; column++) {
        // Each value's bytes once, or its offset.
        const struct ArrowArray *values = batch.children[column];
        const int32_t *words = values->n_buffers > 1 ? values->buffers[1] : NULL;
        for (int64_t row = 0; words && row < values->length; row++) sum += words[row];
      }
      batch.release(&batch);
    }
    stream.release(&stream);
    driver.StatementRelease(&statement, &error);
  }
  printf("%lld rows, %lld\n", (long long)rows, (long long)sum);
  return 0;
}

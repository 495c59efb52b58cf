// The binary interfaces behind which every engine but SQLite is reached. Both are public specifications; only what a
// reader of query results needs is named, and the rest of the driver table keeps its place as `unused` pointers.
//
// Arrow C data and stream interface: https://arrow.apache.org/docs/format/CDataInterface.html
// ADBC 1.1.0: https://arrow.apache.org/adbc/current/format/specification.html
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// MARK: Arrow

enum { PROVISO_ARROW_FLAG_NULLABLE = 2 };

/// The type of a column. `release` is NULL once it was released.
struct ArrowSchema {
  const char *format;
  const char *name;
  /// Pairs of texts: their number, then length and bytes of each key and value, as native 32-bit integers.
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

/// The values of a column. `null_count` is -1 where nobody counted.
struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

/// The batches of a result. Both getters return 0 or an errno value; an array without `release` marks the end.
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};

// MARK: ADBC

typedef uint8_t AdbcStatusCode;

enum {
  ADBC_STATUS_OK = 0,
  ADBC_STATUS_UNKNOWN = 1,
  ADBC_STATUS_NOT_IMPLEMENTED = 2,
  ADBC_STATUS_NOT_FOUND = 3,
  ADBC_STATUS_ALREADY_EXISTS = 4,
  ADBC_STATUS_INVALID_ARGUMENT = 5,
  ADBC_STATUS_INVALID_STATE = 6,
  ADBC_STATUS_INVALID_DATA = 7,
  ADBC_STATUS_INTEGRITY = 8,
  ADBC_STATUS_INTERNAL = 9,
  ADBC_STATUS_IO = 10,
  ADBC_STATUS_CANCELLED = 11,
  ADBC_STATUS_TIMEOUT = 12,
  ADBC_STATUS_UNAUTHENTICATED = 13,
  ADBC_STATUS_UNAUTHORIZED = 14,
};

enum { ADBC_VERSION_1_0_0 = 1000000, ADBC_VERSION_1_1_0 = 1001000 };

struct AdbcDriver;

/// Zeroed before a call; released by its receiver where `release` is set.
struct AdbcError {
  char *message;
  int32_t vendor_code;
  /// Five characters without an end, or zeros.
  char sqlstate[5];
  void (*release)(struct AdbcError *);
  // Since 1.1, and touched by a driver only where `vendor_code` asks for it.
  void *private_data;
  struct AdbcDriver *private_driver;
};

struct AdbcDatabase {
  void *private_data;
  struct AdbcDriver *private_driver;
};

struct AdbcConnection {
  void *private_data;
  struct AdbcDriver *private_driver;
};

struct AdbcStatement {
  void *private_data;
  struct AdbcDriver *private_driver;
};

typedef void (*ProvisoUnusedFunction)(void);

/// The function table that a driver fills. The order of its members is the interface.
struct AdbcDriver {
  void *private_data;
  void *private_manager;
  AdbcStatusCode (*release)(struct AdbcDriver *, struct AdbcError *);

  AdbcStatusCode (*DatabaseInit)(struct AdbcDatabase *, struct AdbcError *);
  AdbcStatusCode (*DatabaseNew)(struct AdbcDatabase *, struct AdbcError *);
  AdbcStatusCode (*DatabaseSetOption)(struct AdbcDatabase *, const char *key, const char *value, struct AdbcError *);
  AdbcStatusCode (*DatabaseRelease)(struct AdbcDatabase *, struct AdbcError *);

  ProvisoUnusedFunction unusedConnectionCommit;
  ProvisoUnusedFunction unusedConnectionGetInfo;
  ProvisoUnusedFunction unusedConnectionGetObjects;
  ProvisoUnusedFunction unusedConnectionGetTableSchema;
  ProvisoUnusedFunction unusedConnectionGetTableTypes;
  AdbcStatusCode (*ConnectionInit)(struct AdbcConnection *, struct AdbcDatabase *, struct AdbcError *);
  AdbcStatusCode (*ConnectionNew)(struct AdbcConnection *, struct AdbcError *);
  AdbcStatusCode (*ConnectionSetOption)(struct AdbcConnection *, const char *key, const char *value, struct AdbcError *);
  ProvisoUnusedFunction unusedConnectionReadPartition;
  AdbcStatusCode (*ConnectionRelease)(struct AdbcConnection *, struct AdbcError *);
  ProvisoUnusedFunction unusedConnectionRollback;

  ProvisoUnusedFunction unusedStatementBind;
  ProvisoUnusedFunction unusedStatementBindStream;
  AdbcStatusCode (*StatementExecuteQuery)(struct AdbcStatement *, struct ArrowArrayStream *, int64_t *rows,
                                          struct AdbcError *);
  ProvisoUnusedFunction unusedStatementExecutePartitions;
  ProvisoUnusedFunction unusedStatementGetParameterSchema;
  AdbcStatusCode (*StatementNew)(struct AdbcConnection *, struct AdbcStatement *, struct AdbcError *);
  ProvisoUnusedFunction unusedStatementPrepare;
  AdbcStatusCode (*StatementRelease)(struct AdbcStatement *, struct AdbcError *);
  AdbcStatusCode (*StatementSetOption)(struct AdbcStatement *, const char *key, const char *value, struct AdbcError *);
  AdbcStatusCode (*StatementSetSqlQuery)(struct AdbcStatement *, const char *query, struct AdbcError *);
  ProvisoUnusedFunction unusedStatementSetSubstraitPlan;

  // Since 1.1.
  ProvisoUnusedFunction unusedErrorGetDetailCount;
  ProvisoUnusedFunction unusedErrorGetDetail;
  const struct AdbcError *(*ErrorFromArrayStream)(struct ArrowArrayStream *, AdbcStatusCode *status);
  ProvisoUnusedFunction unusedDatabaseOptions[7];
  AdbcStatusCode (*ConnectionCancel)(struct AdbcConnection *, struct AdbcError *);
  ProvisoUnusedFunction unusedConnectionOptions[9];
  AdbcStatusCode (*StatementCancel)(struct AdbcStatement *, struct AdbcError *);
  ProvisoUnusedFunction unusedStatementOptions[8];

  // Room for members of later versions, should a driver fill more than it was asked for.
  ProvisoUnusedFunction reserved[16];
};

/// What a driver exports, usually as `AdbcDriverInit`.
typedef AdbcStatusCode (*AdbcDriverInitFunction)(int version, void *driver, struct AdbcError *);

#ifdef __cplusplus
}
#endif

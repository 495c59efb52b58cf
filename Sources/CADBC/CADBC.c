#include "CADBC.h"

// The places of the members are the interface: 29 pointers up to ADBC 1.0, 58 up to 1.1.
_Static_assert(offsetof(struct AdbcDriver, unusedErrorGetDetailCount) == 29 * sizeof(void *), "ADBC 1.0 table");
_Static_assert(offsetof(struct AdbcDriver, reserved) == 58 * sizeof(void *), "ADBC 1.1 table");
_Static_assert(offsetof(struct AdbcError, release) == 24, "ADBC error");

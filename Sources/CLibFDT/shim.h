// The reference implementation, for comparison only: nothing that swiftdt writes comes from it.
#include <libfdt.h>

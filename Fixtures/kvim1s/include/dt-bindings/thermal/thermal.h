// SPDX-License-Identifier: Apache-2.0
#ifndef DTB_THERMAL_H
#define DTB_THERMAL_H

/* "From the lowest to the highest state that the device has." */
#define THERMAL_NO_LIMIT	(~0)

/* Bindings want millidegrees. */
#define DEG_C(t)		((t) * 1000)

#endif

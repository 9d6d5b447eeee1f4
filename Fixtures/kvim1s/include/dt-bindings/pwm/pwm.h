// SPDX-License-Identifier: Apache-2.0
/* The flags cell of a PWM specifier, and the two channels of a block. */
#ifndef DTB_PWM_H
#define DTB_PWM_H

#define PWM_POLARITY_NORMAL	0
#define PWM_POLARITY_INVERTED	(1 << 0)

#define PWM_FIRST	0
#define PWM_SECOND	1

/* Periods are given in nanoseconds; a frequency reads better. */
#define PWM_HZ(hz)	(1000000000 / (hz))

#endif

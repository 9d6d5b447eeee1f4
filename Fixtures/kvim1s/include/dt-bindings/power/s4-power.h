// SPDX-License-Identifier: Apache-2.0
/* Power islands that the secure firmware switches on the S4. */
#ifndef DTB_S4_POWER_H
#define DTB_S4_POWER_H

#define S4_PWR_HEVC	0
#define S4_PWR_VDEC	1
#define S4_PWR_VPU	2
#define S4_PWR_USB	3
#define S4_PWR_GE2D	4
#define S4_PWR_ETH	5
#define S4_PWR_DEMOD	6
#define S4_PWR_AUDIO	7

#endif

// SPDX-License-Identifier: Apache-2.0
/* Reset lines inside the audio block, and the lines of its memory arbiter. */
#ifndef DTB_S4_AUDIO_RESET_H
#define DTB_S4_AUDIO_RESET_H

#define S4A_RST_PDM		0
#define S4A_RST_TDMIN(n)	(1 + (n))
#define S4A_RST_TDMIN_LB	4
#define S4A_RST_LOOPBACK(n)	((n) == 0 ? 5 : 34)
#define S4A_RST_TODDR(n)	((n) < 3 ? 6 + (n) : 33)
#define S4A_RST_FRDDR(n)	((n) < 3 ? 9 + (n) : 32)
#define S4A_RST_TDMOUT(n)	(12 + (n))
#define S4A_RST_SPDIFOUT(n)	(15 + (n))
#define S4A_RST_SPDIFIN		17
#define S4A_RST_EQDRC		18
#define S4A_RST_RESAMPLE(n)	((n) == 0 ? 19 : 26)
#define S4A_RST_ARB		20
#define S4A_RST_TORAM		22
#define S4A_RST_TOACODEC	23
#define S4A_RST_TOHDMITX	24
#define S4A_RST_VAD		27
#define S4A_RST_LOCKER		28

#define S4A_ARB_TODDR(n)	((n) < 3 ? (n) : 6)
#define S4A_ARB_FRDDR(n)	((n) < 3 ? 3 + (n) : 7)

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * Clock numbers of the S4 audio controller. As in the system controller, a
 * gate is its bit in the enable words; units A, B, C, D are indices 0 to 3.
 * Unit D came with a later chip and sits in the second word, away from A to C.
 */
#ifndef DTB_S4_AUDIO_CLK_H
#define DTB_S4_AUDIO_CLK_H

#define S4A_GATE_ARB		0
#define S4A_GATE_PDM		1
#define S4A_GATE_TDMIN(n)	(2 + (n))
#define S4A_GATE_TDMIN_LB	5
#define S4A_GATE_TDMOUT(n)	(6 + (n))
#define S4A_GATE_FRDDR(n)	((n) < 3 ? 9 + (n) : 32)
#define S4A_GATE_TODDR(n)	((n) < 3 ? 12 + (n) : 33)
#define S4A_GATE_LOOPBACK(n)	((n) == 0 ? 15 : 34)
#define S4A_GATE_SPDIFIN	16
#define S4A_GATE_SPDIFOUT(n)	((n) == 0 ? 17 : 21)
#define S4A_GATE_RESAMPLE(n)	((n) == 0 ? 18 : 26)
#define S4A_GATE_TORAM		20
#define S4A_GATE_EQDRC		22
#define S4A_GATE_VAD		27
#define S4A_GATE_LOCKER		28

/* Six masters, each a master, a bit and a frame clock. */
#define S4A_MCLK(n)		(64 + (n))
#define S4A_SCLK(n)		(72 + (n))
#define S4A_LRCLK(n)		(80 + (n))

/* What a formatter runs from: inputs A, B, C, loopback, then outputs A, B, C. */
#define S4A_FMT_IN(n)		(n)
#define S4A_FMT_IN_LB		3
#define S4A_FMT_OUT(n)		(4 + (n))
#define S4A_FMT_SCLK(f)		(88 + (f))
#define S4A_FMT_SCLK_SEL(f)	(96 + (f))
#define S4A_FMT_LRCLK(f)	(104 + (f))

#define S4A_PDM_DCLK		112
#define S4A_PDM_SYSCLK		113
#define S4A_SPDIFIN_REF		114
#define S4A_SPDIFOUT_MCLK(n)	(115 + (n))
#define S4A_RESAMPLE_CLK(n)	(117 + (n))
#define S4A_EQDRC_CLK		119
#define S4A_VAD_CLK		120
#define S4A_LOCKER_OUT		121
#define S4A_LOCKER_IN		122

/* The clock pads, which any master can drive. */
#define S4A_PAD_MCLK(n)		(128 + (n))
#define S4A_PAD_SCLK(n)		(132 + (n))
#define S4A_PAD_LRCLK(n)	(136 + (n))

#endif

// SPDX-License-Identifier: Apache-2.0
/* DAI numbers of the glue in front of the analogue codec and of HDMI. */
#ifndef DTB_S4_SOUND_H
#define DTB_S4_SOUND_H

#define TOACODEC_I2S_IN(n)	(n)
#define TOACODEC_OUT		3

#define TOHDMITX_I2S_IN(n)	(n)
#define TOHDMITX_I2S_OUT	3
#define TOHDMITX_SPDIF_IN(n)	(4 + (n))
#define TOHDMITX_SPDIF_OUT	6

/* The usual multiples of the two sample rate families. */
#define RATE_44K1(times)	(44100 * (times))
#define RATE_48K(times)		(48000 * (times))

#endif

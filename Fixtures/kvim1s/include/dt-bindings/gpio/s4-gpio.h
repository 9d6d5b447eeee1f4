// SPDX-License-Identifier: Apache-2.0
/*
 * Pads of the S4. The chip numbers them bank after bank, and each bank starts
 * where the one before it ends, so the table holds the sizes only.
 */
#ifndef DTB_S4_GPIO_H
#define DTB_S4_GPIO_H

#define S4_PADS_B	14
#define S4_PADS_C	8
#define S4_PADS_E	2
#define S4_PADS_D	12
#define S4_PADS_H	12
#define S4_PADS_X	20
#define S4_PADS_Z	13
#define S4_PADS_TEST	1

#define S4_BANK_B	0
#define S4_BANK_C	(S4_BANK_B + S4_PADS_B)
#define S4_BANK_E	(S4_BANK_C + S4_PADS_C)
#define S4_BANK_D	(S4_BANK_E + S4_PADS_E)
#define S4_BANK_H	(S4_BANK_D + S4_PADS_D)
#define S4_BANK_X	(S4_BANK_H + S4_PADS_H)
#define S4_BANK_Z	(S4_BANK_X + S4_PADS_X)
#define S4_BANK_TEST	(S4_BANK_Z + S4_PADS_Z)
#define S4_PAD_COUNT	(S4_BANK_TEST + S4_PADS_TEST)

#define S4_GPIO(bank, n)	(S4_BANK_##bank + (n))

/* The GPIO interrupt mux counts the pads in the same order. */
#define S4_GPIO_IRQ(bank, n)	S4_GPIO(bank, n)

#if S4_PAD_COUNT != 82
#error "the bank sizes do not add up"
#endif

#endif

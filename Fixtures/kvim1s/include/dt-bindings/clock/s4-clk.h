// SPDX-License-Identifier: Apache-2.0
/*
 * Clock numbers of the S4, for its three controllers.
 *
 * A bus gate is numbered by where it is: 32 gates to an enable word, four
 * words, hence 0 to 127. Everything behind a mux or a divider comes after.
 */
#ifndef DTB_S4_CLK_H
#define DTB_S4_CLK_H

/* System controller: bus gates, by word and bit. */
#define S4_GATE(word, bit)	((word) * 32 + (bit))

#define S4_GATE_DDR		S4_GATE(0, 0)
#define S4_GATE_DOS		S4_GATE(0, 1)
#define S4_GATE_ETHPHY		S4_GATE(0, 4)
#define S4_GATE_MALI		S4_GATE(0, 6)
#define S4_GATE_AOCPU		S4_GATE(0, 13)
#define S4_GATE_AUCPU		S4_GATE(0, 14)
#define S4_GATE_CEC		S4_GATE(0, 16)
#define S4_GATE_MMC(n)		S4_GATE(0, 24 + (n))
#define S4_GATE_NAND		S4_GATE_MMC(2)
#define S4_GATE_SMARTCARD	S4_GATE(0, 27)
#define S4_GATE_ACODEC		S4_GATE(0, 28)
#define S4_GATE_SPIFC		S4_GATE(0, 29)
#define S4_GATE_CLKMSR		S4_GATE(0, 30)
#define S4_GATE_IR		S4_GATE(0, 31)
#define S4_GATE_AUDIO		S4_GATE(1, 0)
#define S4_GATE_ETH		S4_GATE(1, 3)
#define S4_GATE_UART(n)		S4_GATE(1, 5 + (n))
#define S4_GATE_TS_DDR		S4_GATE(1, 15)
#define S4_GATE_TS_PLL		S4_GATE(1, 16)
#define S4_GATE_GE2D		S4_GATE(1, 20)
#define S4_GATE_SPICC0		S4_GATE(1, 21)
#define S4_GATE_PCIE		S4_GATE(1, 24)
#define S4_GATE_USB		S4_GATE(1, 26)
#define S4_GATE_PCIE_PHY	S4_GATE(1, 27)
/* The five I2C masters run across the border of words 1 and 2. */
#define S4_GATE_I2C(n)		S4_GATE(1, 30 + (n))
#define S4_GATE_HDMITX		S4_GATE(2, 4)
#define S4_GATE_I2C_SLAVE	S4_GATE(2, 5)
#define S4_GATE_USB_DDR		S4_GATE(2, 8)
#define S4_GATE_HDCP22		S4_GATE(2, 10)
#define S4_GATE_MMC_APB		S4_GATE(2, 11)
#define S4_GATE_RSA		S4_GATE(2, 18)
#define S4_GATE_VPU_INTR	S4_GATE(2, 25)
#define S4_GATE_DEMOD		S4_GATE(2, 27)
#define S4_GATE_SARADC		S4_GATE(2, 28)
#define S4_GATE_GIC		S4_GATE(2, 30)
#define S4_GATE_PWM(pair)	S4_GATE(3, 7 + (pair))

/* System controller: muxed and divided clocks. */
#define S4_LEAF(n)		(S4_GATE(4, 0) + (n))

#define S4_CLK_RTC32K		S4_LEAF(0)
#define S4_CLK_BUS		S4_LEAF(1)
#define S4_CLK_CECA_32K		S4_LEAF(2)
#define S4_CLK_CECB_32K		S4_LEAF(3)
#define S4_CLK_TEMP		S4_LEAF(4)
#define S4_CLK_SMARTCARD	S4_LEAF(5)
#define S4_CLK_12M		S4_LEAF(6)
#define S4_CLK_25M		S4_LEAF(7)
#define S4_CLK_MALI		S4_LEAF(8)
#define S4_CLK_MALI_PATH(n)	S4_LEAF(9 + (n))
#define S4_CLK_VDEC		S4_LEAF(12)
#define S4_CLK_HCODEC		S4_LEAF(13)
#define S4_CLK_HEVCB		S4_LEAF(14)
#define S4_CLK_HEVCF		S4_LEAF(15)
#define S4_CLK_VPU		S4_LEAF(16)
#define S4_CLK_VPU_B		S4_LEAF(17)
#define S4_CLK_VPU_C		S4_LEAF(18)
#define S4_CLK_VAPB		S4_LEAF(19)
#define S4_CLK_GE2D		S4_LEAF(20)
#define S4_CLK_ENCI		S4_LEAF(24)
#define S4_CLK_ENCP		S4_LEAF(25)
#define S4_CLK_VDAC		S4_LEAF(26)
#define S4_CLK_HDMI_PIXEL	S4_LEAF(27)
#define S4_CLK_HDMI_SYS		S4_LEAF(28)
#define S4_CLK_HDCP22_ESM	S4_LEAF(29)
#define S4_CLK_HDCP22_SKP	S4_LEAF(30)
#define S4_CLK_MMC(n)		S4_LEAF(32 + (n))
#define S4_CLK_SPICC0		S4_LEAF(36)
#define S4_CLK_SARADC_SEL	S4_LEAF(38)
#define S4_CLK_SARADC		S4_LEAF(39)
#define S4_CLK_PWM(channel)	S4_LEAF(40 + (channel))
#define S4_CLK_GEN		S4_LEAF(52)

/* Analogue controller: the fixed PLL and its taps, the others after them. */
#define S4_PLL_FIXED		0
#define S4_FCLK_DIV2		1
#define S4_FCLK_DIV2P5		2
#define S4_FCLK_DIV3		3
#define S4_FCLK_DIV4		4
#define S4_FCLK_DIV5		5
#define S4_FCLK_DIV7		6
#define S4_PLL_GP0		8
#define S4_PLL_HIFI		9
#define S4_PLL_HDMI		10
#define S4_PLL_PCIE		11
#define S4_PLL_SYS		12
#define S4_MPLL(n)		(16 + (n))
#define S4_MPLL_50M		20

/* CPU controller. */
#define S4_CPU_DYN		0
#define S4_CPU_CLK		1
#define S4_DSU_CLK		2

#endif

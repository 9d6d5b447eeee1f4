// SPDX-License-Identifier: Apache-2.0
/*
 * Templates for the blocks that the S4 has several of. A template takes the
 * letter or number of the block and its offset, as bare hex digits: the digits
 * are both the unit address and, behind a pasted 0x, the register.
 */
#ifndef S4_MACROS_H
#define S4_MACROS_H

#define S4_STR(x)	#x
#define S4_CAT(a, b)	a##b
#define S4_HEX(digits)	S4_CAT(0x, digits)

/* Binary sizes, and a 64-bit number as the two cells it needs. */
#define S4_KIB(n)	((n) << 10)
#define S4_MIB(n)	((n) << 20)
#define S4_CELLS64(x)	((x) >> 32) ((x) & 0xffffffff)

/* Letters of units and of PWM channels, as indices. */
#define S4_IDX_A	0
#define S4_IDX_B	1
#define S4_IDX_C	2
#define S4_IDX_D	3
#define S4_IDX_E	4
#define S4_IDX_F	5
#define S4_IDX_G	6
#define S4_IDX_H	7
#define S4_IDX_I	8
#define S4_IDX_J	9

/*
 * "#" is an operator in a macro with arguments, so the properties that begin
 * with one have to come out of macros without.
 */
#define S4_BUS_CELLS		#address-cells = <2>; #size-cells = <2>
#define S4_DEVICE_CELLS		#address-cells = <1>; #size-cells = <0>
#define S4_DAI_CELLS(n)		S4_DAI_CELLS_##n
#define S4_DAI_CELLS_0		#sound-dai-cells = <0>
#define S4_DAI_CELLS_1		#sound-dai-cells = <1>
#define S4_PWM_CELLS		#pwm-cells = <3>
#define S4_PHY_CELLS		#phy-cells = <0>
#define S4_COOLING_CELLS	#cooling-cells = <2>

#define S4_LEVEL(n)	GIC_SPI (n) IRQ_TYPE_LEVEL_HIGH
#define S4_EDGE(n)	GIC_SPI (n) IRQ_TYPE_EDGE_RISING
#define S4_OFF		status = "disabled"

/* ---- Cores ---- */

#define S4_CPU(n)							\
	cpu##n: cpu@n {							\
		device_type = "cpu";					\
		compatible = "arm,cortex-a35";				\
		reg = <0x0 0x##n>;					\
		enable-method = "psci";					\
		i-cache-size = <S4_KIB(32)>;				\
		i-cache-line-size = <64>;				\
		i-cache-sets = <256>;					\
		d-cache-size = <S4_KIB(32)>;				\
		d-cache-line-size = <64>;				\
		d-cache-sets = <128>;					\
		next-level-cache = <&l2>;				\
		clocks = <&clk_cpu S4_CPU_CLK>;				\
		operating-points-v2 = <&cpu_opps>;			\
		cpu-idle-states = <&core_off>;				\
		dynamic-power-coefficient = <230>;			\
		capacity-dmips-mhz = <1024>;				\
		S4_COOLING_CELLS;					\
	}

#define S4_CORE(n)	core##n { cpu = <&cpu##n>; }

/*
 * One voltage for each grade of silicon, in millivolts. Firmware tells which
 * grade the part is; the plain property is for kernels that do not ask. A
 * parameter must not be a word of a property name: the preprocessor sees words.
 */
#define S4_CPU_OPP_AT(tag, rate, mv_slow, mv_typical, mv_fast)		\
	opp_##tag: opp-rate {						\
		opp-hz = /bits/ 64 <rate>;				\
		opp-microvolt = <(mv_slow * 1000)>;			\
		opp-microvolt-slow = <(mv_slow * 1000)>;		\
		opp-microvolt-typical = <(mv_typical * 1000)>;		\
		opp-microvolt-fast = <(mv_fast * 1000)>;		\
		clock-latency-ns = <50000>;				\
	}
#define S4_CPU_OPP(mhz, mv_slow, mv_typical, mv_fast)			\
	S4_CPU_OPP_AT(mhz##m, mhz##000000, mv_slow, mv_typical, mv_fast)

#define S4_GPU_OPP(tag, rate)						\
	gpu_opp_##tag: opp-rate {					\
		opp-hz = /bits/ 64 <rate>;				\
	}

/* ---- Serial engines ---- */

#define S4_UART(X, off)							\
	uart_##X: serial@off {						\
		compatible = "amlogic,meson-s4-uart",			\
			     "amlogic,meson-ao-uart";			\
		reg = <0x0 0x##off 0x0 0x18>;				\
		interrupts = <S4_EDGE(168 + S4_IDX_##X)>;		\
		clocks = <&xtal>,					\
			 <&clk_sys S4_GATE_UART(S4_IDX_##X)>,		\
			 <&xtal>;					\
		clock-names = "xtal", "pclk", "baud";			\
		resets = <&reset S4_RST_UART(S4_IDX_##X)>;		\
		fifo-size = <64>;					\
		S4_OFF;							\
	}

#define S4_I2C(n, off)							\
	i2c##n: i2c@off {						\
		compatible = "amlogic,meson-axg-i2c";			\
		reg = <0x0 0x##off 0x0 0x48>;				\
		S4_DEVICE_CELLS;					\
		interrupts = <S4_EDGE(160 + n)>;			\
		clocks = <&clk_sys S4_GATE_I2C(n)>;			\
		resets = <&reset S4_RST_I2C(n)>;			\
		S4_OFF;							\
	}

/* A PWM block has two channels, named by neighbouring letters. */
#define S4_PWM(xy, X, Y, off)						\
	pwm_##xy: pwm@off {						\
		compatible = "amlogic,meson-s4-pwm";			\
		reg = <0x0 0x##off 0x0 0x24>;				\
		clocks = <&clk_sys S4_CLK_PWM(S4_IDX_##X)>,		\
			 <&clk_sys S4_CLK_PWM(S4_IDX_##Y)>,		\
			 <&clk_sys S4_GATE_PWM(S4_IDX_##X / 2)>;	\
		clock-names = "clkin0", "clkin1", "pclk";		\
		resets = <&reset S4_RST_PWM(S4_IDX_##X / 2)>;		\
		S4_PWM_CELLS;						\
		S4_OFF;							\
	}

#define S4_MMC(x, X, off, second)					\
	mmc_##x: mmc@off {						\
		compatible = "amlogic,meson-axg-mmc";			\
		reg = <0x0 0x##off 0x0 0x800>;				\
		interrupts = <S4_EDGE(176 + S4_IDX_##X)>;		\
		clocks = <&clk_sys S4_GATE_MMC(S4_IDX_##X)>,		\
			 <&clk_sys S4_CLK_MMC(S4_IDX_##X)>,		\
			 <&clk_pll second>;				\
		clock-names = "core", "clkin0", "clkin1";		\
		assigned-clocks = <&clk_sys S4_CLK_MMC(S4_IDX_##X)>;	\
		assigned-clock-rates = <24000000>;			\
		resets = <&reset S4_RST_MMC(S4_IDX_##X)>;		\
		S4_OFF;							\
	}

/* ---- USB ---- */

#define S4_USB2_PHY(n, off)						\
	usb2_phy##n: phy@off {						\
		compatible = "amlogic,g12a-usb2-phy";			\
		reg = <0x0 0x##off 0x0 0x2000>;				\
		clocks = <&xtal>;					\
		clock-names = "xtal";					\
		resets = <&reset S4_RST_USB2_PHY(n)>;			\
		reset-names = "phy";					\
		S4_PHY_CELLS;						\
	}

/* ---- Pin states ---- */

#define S4_PULL_UP	bias-pull-up;
#define S4_PULL_DOWN	bias-pull-down;
#define S4_FLOATING	bias-disable;
#define S4_DRIVE(ua)	drive-strength-microamp = <ua>;

/*
 * The general case: label, node, function, extra properties (each with its
 * semicolon), and the groups as strings. Those below make the strings.
 */
#define S4_PINS(label, node, func, config, ...)				\
	label: node {							\
		mux {							\
			groups = __VA_ARGS__;				\
			function = #func;				\
			config						\
		};							\
	}

/*
 * Left out of the blob if no node refers to it. A blob with symbols has it all
 * the same, because an overlay might.
 */
#define S4_SPARE_PINS(label, node, func, config, ...)			\
	/omit-if-no-ref/ S4_PINS(label, node, func, config, __VA_ARGS__)

/* Pads of an engine held as plain GPIOs, for an idle bus. */
#define S4_PARKED(label, node, config, ...)				\
	S4_PINS(label, node, gpio_periphs, config, __VA_ARGS__)

#define S4_I2C_PAIR(n, pad, sda, scl)					\
	S4_PINS(i2c##n##_##pad##_pins, i2c##n-pad, i2c##n,		\
		S4_FLOATING S4_DRIVE(3000), #sda, #scl)
#define S4_I2C_PINS(n, pad)						\
	S4_I2C_PAIR(n, pad, i2c##n##_sda_##pad, i2c##n##_scl_##pad)

#define S4_UART_PAIR(x, pad, tx, rx)					\
	S4_PINS(uart_##x##_##pad##_pins, uart-x-pad, uart_##x,		\
		S4_PULL_UP, #tx, #rx)
#define S4_UART_PINS(x, pad)						\
	S4_UART_PAIR(x, pad, uart_##x##_tx_##pad, uart_##x##_rx_##pad)
#define S4_UART_FLOW_PINS(x, pad)					\
	S4_PINS(uart_##x##_##pad##_flow_pins, uart-x-pad-flow, uart_##x, ,	\
		S4_STR(uart_##x##_cts_##pad), S4_STR(uart_##x##_rts_##pad))

#define S4_PWM_PIN(x, pad)						\
	S4_PINS(pwm_##x##_##pad##_pin, pwm-x-pad, pwm_##x, ,		\
		S4_STR(pwm_##x##_##pad))
#define S4_PWM_HIZ_PIN(x)						\
	S4_PINS(pwm_##x##_hiz_pin, pwm-x-hiz, pwm_##x##_hiz, ,		\
		S4_STR(pwm_##x##_hiz))

#define S4_SPI_PINS(pad)						\
	S4_PINS(spicc0_##pad##_pins, spicc0-pad, spi_a, S4_DRIVE(3000),	\
		S4_STR(spi_a_clk_##pad), S4_STR(spi_a_mosi_##pad),	\
		S4_STR(spi_a_miso_##pad))
#define S4_SPI_CS_PIN(n, pad)						\
	S4_PINS(spicc0_ss##n##_##pad##_pin, spicc0-ss##n-pad, spi_a,	\
		S4_PULL_UP, S4_STR(spi_a_ss##n##_##pad))

#define S4_TSIN_PINS(tag, node, func, clk, sop, valid, data)		\
	S4_SPARE_PINS(tag##_pins, node, func, , #clk, #sop, #valid, #data)

#endif

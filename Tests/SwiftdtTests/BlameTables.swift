/// The expected output of `blame` for boards: each property with its writes, taken from the sources by hand.
enum BlameTables {
  /// The board in `Fixtures`, through its recipe.
  static let embedded: [(String, [String])] = [
    (
      "/soc/bus@fe000000/bus@50000/serial@7c000/status",
      [
        "\"disabled\" | s4.dtsi:629 in S4_OFF in S4_UART < kvim1s.dts:26",
        "\"okay\" | uart_c.dts:7 | uart_c.dts fragment@0",
      ]
    ),
    (
      "/soc/bus@fe000000/gpu@400000/compatible",
      [
        "\"arm,malit6xx\", \"arm,mali-midgard\" | s4.dtsi:690 < kvim1s.dts:26",
        "\"amlogic,meson-g12a-mali\", \"arm,mali-bifrost\" | panfrost.dts:15 | panfrost.dts fragment@0",
      ]
    ),
    (
      "/soc/bus@fe000000/bus@50000/spi@50000/status",
      [
        "\"disabled\" | s4.dtsi:603 in S4_OFF < kvim1s.dts:26",
        "\"okay\" | spi0.dts:18 | spi0.dts fragment@0",
      ]
    ),
    (
      "/soc/bus@fe000000/bus@50000/i2c@6e000/status",
      [
        "\"disabled\" | s4.dtsi:625 in S4_OFF in S4_I2C < kvim1s.dts:26",
        "\"okay\" | i2cm_e.dts:7 | i2cm_e.dts fragment@0",
        "\"okay\" | i2s.dts:127 | i2s.dts fragment@1",
      ]
    ),
    (
      "/compatible",
      [
        "\"khadas,vim1s\", \"amlogic,s905y4\", \"amlogic,s4\" | kvim1s.dts:70"
      ]
    ),
    (
      "/#address-cells",
      [
        "<0x2> | s4.dtsi:31 in S4_BUS_CELLS < kvim1s.dts:26"
      ]
    ),
    (
      "/cpus/cpu-map/cluster0/core1/cpu",
      [
        "<&cpu1> | s4.dtsi:40 in S4_CORE < kvim1s.dts:26"
      ]
    ),
    (
      "/meson-fb/fb-4k2k",
      [
        "<0x0> | s4-display.dtsi:37 < kvim1s.dts:28",
        "<0x1> | 4k2k_fb.dts:11 | 4k2k_fb.dts fragment@0",
      ]
    ),
    (
      "/onewire/status",
      [
        "\"disabled\" | kvim1s.dts:306",
        "\"okay\" | onewire.dts:10 | onewire.dts fragment@0",
      ]
    ),
    (
      "/soc/bus@fe000000/pinctrl@4000/hat-amp/mux/groups",
      [
        "\"GPIOZ_10\" | i2s.dts:165 in S4_PINS in S4_PARKED | i2s.dts fragment@2"
      ]
    ),
    (
      "/soc/bus@fe000000/bus@50000/pwm@5c000/pinctrl-0",
      [
        "<&pwm_e_x_pin> | kvim1s.dts:468",
        "<&pwm_e_x_pin &pwm_f_z_pin> | pwm_f.dts:10 | pwm_f.dts fragment@0",
      ]
    ),
    (
      "/soc/bus@fe000000/watchdog@2100/timeout-sec",
      [
        "<0x1e> | s4.dtsi:384 < kvim1s.dts:26",
        "deleted | kvim1s.dts:414",
      ]
    ),
    (
      "/soc/bus@fe000000/bus@50000/serial@7a000/resets",
      [
        "<&reset 0x8b> | s4.dtsi:628 in S4_UART < kvim1s.dts:26",
        "deleted | kvim1s.dts:566",
      ]
    ),
    (
      "/soc/bus@fe000000/bus@50000/serial@7a000/status",
      [
        "\"disabled\" | s4.dtsi:628 in S4_OFF in S4_UART < kvim1s.dts:26",
        "\"okay\" | kvim1s.dts:567",
      ]
    ),
  ]

  /// The vendor's board with all overlays. It includes `meson-s4.dtsi` twice, the second time through
  /// `mesons4_drm.dtsi`.
  static let vendor: [(String, [String])] = [
    (
      "/soc/serial@fe07c000/status",
      [
        "\"disabled\" | meson-s4.dtsi:1442 < kvim1s.dts:8",
        "\"disabled\" | meson-s4.dtsi:1442 < mesons4_drm.dtsi:7 < kvim1s.dts:9",
        "\"disable\" | kvim1s.dts:1483",
        "\"okay\" | uart_c.dts:9 | uart_c.dts fragment@0",
      ]
    ),
    (
      "/bifrost/reg",
      [
        "<0x0 0xffe40000 0x0 0x4000>, <0x0 0xffd01000 0x0… | mesong12a-bifrost.dtsi:11 < meson-s4.dtsi:23 < kvim1s.dts:8",
        "<0x0 0xfe400000 0x0 0x4000>, <0x0 0xfe002000 0x0… | meson-s4.dtsi:2922 < kvim1s.dts:8",
        "<0x0 0xffe40000 0x0 0x4000>, <0x0 0xffd01000 0x0… | mesong12a-bifrost.dtsi:11 < meson-s4.dtsi:23 < mesons4_drm.dtsi:7 < kvim1s.dts:9",
        "<0x0 0xfe400000 0x0 0x4000>, <0x0 0xfe002000 0x0… | meson-s4.dtsi:2922 < mesons4_drm.dtsi:7 < kvim1s.dts:9",
      ]
    ),
    (
      "/bifrost/compatible",
      [
        "\"arm,malit60x\", \"arm,malit6xx\", \"arm,mali-midgar… | mesong12a-bifrost.dtsi:9 < meson-s4.dtsi:23 < kvim1s.dts:8",
        "\"arm,malit60x\", \"arm,malit6xx\", \"arm,mali-midgar… | mesong12a-bifrost.dtsi:9 < meson-s4.dtsi:23 < mesons4_drm.dtsi:7 < kvim1s.dts:9",
        "\"amlogic,meson-g12a-mali\", \"arm,mali-bifrost\" | panfrost.dts:9 | panfrost.dts fragment@0",
      ]
    ),
    (
      "/soc/apb4@fe000000/i2c@6e000/status",
      [
        "\"disabled\" | meson-s4.dtsi:1039 < kvim1s.dts:8",
        "\"disabled\" | meson-s4.dtsi:1039 < mesons4_drm.dtsi:7 < kvim1s.dts:9",
        "\"disable\" | kvim1s.dts:691",
        "\"okay\" | i2cm_e.dts:9 | i2cm_e.dts fragment@0",
      ]
    ),
    (
      "/soc/audiobus@0xFE330000/tdm@1/pinctrl-0",
      [
        " | kvim1s.dts:792",
        "<&mclk_2_pins &tdm_b_pins &tdm_d4_pins &tdm_d5_p… | i2s.dts:165 | i2s.dts fragment@1",
      ]
    ),
    (
      "/soc/audiobus@0xFE330000/spdif@0/pinctrl-1",
      [
        "<&spdifout_a_mute> | spdifout.dts:11 | spdifout.dts fragment@0"
      ]
    ),
    (
      "/drm-subsystem/4k2k_fb",
      [
        "<0x1> | 4k2k_fb.dts:9 | 4k2k_fb.dts fragment@0"
      ]
    ),
    (
      "/onewire/status",
      [
        "\"disabled\" | kvim1s.dts:439",
        "\"okay\" | onewire.dts:9 | onewire.dts fragment@0",
      ]
    ),
    (
      "/soc/apb4@fe000000/spi@50000/status",
      [
        "\"disabled\" | meson-s4.dtsi:916 < kvim1s.dts:8",
        "\"disabled\" | meson-s4.dtsi:916 < mesons4_drm.dtsi:7 < kvim1s.dts:9",
        "\"disabled\" | kvim1s.dts:1371",
        "\"okay\" | spi0.dts:9 | spi0.dts fragment@0",
      ]
    ),
    (
      "/soc/apb4@fe000000/spi@50000/spidev@0/reg",
      [
        "<0x0> | spi0.dts:18 | spi0.dts fragment@0"
      ]
    ),
    (
      "/auge_sound/aml-audio-card,dai-link@3/codec/sound-dai",
      [
        "<&amlogic_codec> | kvim1s.dts:576",
        "<&dummy_codec> | i2s.dts:110 | i2s.dts fragment@0",
      ]
    ),
    (
      "/soc/apb4@fe000000/pwm@5c000/pinctrl-0",
      [
        "<&pwm_f_pins2> | pwm_f.dts:9 | pwm_f.dts fragment@0"
      ]
    ),
    (
      "/compatible",
      [
        "\"s4_s905y4_kvim1s\" | kvim1s.dts:16"
      ]
    ),
    (
      "/model",
      [
        "\"Khadas VIM1S\" | kvim1s.dts:14"
      ]
    ),
    (
      "/soc/apb4@fe000000/serial@7a000/status",
      [
        "\"okay\" | meson-s4.dtsi:1046 < kvim1s.dts:8",
        "\"okay\" | meson-s4.dtsi:1046 < mesons4_drm.dtsi:7 < kvim1s.dts:9",
      ]
    ),
    (
      "/soc/ethernet@fdc00000/phy-mode",
      [
        "\"rmii\" | kvim1s.dts:1360"
      ]
    ),
    (
      "/ir@8000/status",
      [
        "\"disable\" | meson-s4.dtsi:1858 < kvim1s.dts:8",
        "\"disable\" | meson-s4.dtsi:1858 < mesons4_drm.dtsi:7 < kvim1s.dts:9",
        "\"okay\" | kvim1s.dts:1365",
      ]
    ),
    (
      "/auge_sound/aml-audio-card,dai-link@0/codec/sound-dai",
      [
        "<&amlogic_codec> | kvim1s.dts:506",
        "<&amlogic_codec> | i2s.dts:41 | i2s.dts fragment@0",
      ]
    ),
    (
      "/saradc@fe026000/status",
      [
        "\"disabled\" | meson-s4.dtsi:829 < kvim1s.dts:8",
        "\"disabled\" | meson-s4.dtsi:829 < mesons4_drm.dtsi:7 < kvim1s.dts:9",
        "\"okay\" | kvim1s.dts:1354",
      ]
    ),
    (
      "/bifrost/interrupt-names",
      [
        "\"GPU\", \"MMU\", \"JOB\" | mesong12a-bifrost.dtsi:18 < meson-s4.dtsi:23 < kvim1s.dts:8",
        "\"GPU\", \"MMU\", \"JOB\" | meson-s4.dtsi:2929 < kvim1s.dts:8",
        "\"GPU\", \"MMU\", \"JOB\" | mesong12a-bifrost.dtsi:18 < meson-s4.dtsi:23 < mesons4_drm.dtsi:7 < kvim1s.dts:9",
        "\"GPU\", \"MMU\", \"JOB\" | meson-s4.dtsi:2929 < mesons4_drm.dtsi:7 < kvim1s.dts:9",
        "\"gpu\", \"mmu\", \"job\" | panfrost.dts:10 | panfrost.dts fragment@0",
      ]
    ),
    (
      "/auge_sound/compatible",
      [
        "\"amlogic, auge-sound-card\" | kvim1s.dts:471"
      ]
    ),
    (
      "/soc/apb4@fe000000/mdio-multiplexer@28000/clocks",
      [
        "<&clkc 0x10a>, <&xtal>, <&clkc 0x32> | meson-s4.dtsi:1060 < kvim1s.dts:8",
        "<&clkc 0x10a>, <&xtal>, <&clkc 0x32> | meson-s4.dtsi:1060 < mesons4_drm.dtsi:7 < kvim1s.dts:9",
        "<&clkc 0x10a>, <&xtal>, <&clkc 0x32>, <&clkc 0x1… | ethernet-inphy.dts:26 | ethernet-inphy.dts fragment@0",
      ]
    ),
    (
      "/chosen/stdout-path",
      [
        "\"serial0:115200n8\" | console-stdout.dts:9 | console-stdout.dts fragment@0"
      ]
    ),
    (
      "/optee/status",
      [
        "\"disabled\" | disable-optee.dts:9 | disable-optee.dts fragment@0"
      ]
    ),
    (
      "/custom_maps/map0",
      [
        "<&map_0> | meson-ir-map.dtsi:10 < meson-s4.dtsi:22 < kvim1s.dts:8",
        "<&map_0> | meson-ir-map.dtsi:10 < meson-s4.dtsi:22 < mesons4_drm.dtsi:7 < kvim1s.dts:9",
      ]
    ),
    (
      "/xtal-clk/clock-frequency",
      [
        "<0x16e3600> | meson-s4.dtsi:265 < kvim1s.dts:8",
        "<0x16e3600> | meson-s4.dtsi:265 < mesons4_drm.dtsi:7 < kvim1s.dts:9",
      ]
    ),
  ]
}

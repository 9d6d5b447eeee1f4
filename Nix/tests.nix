# What any swiftdt must be able to do: build, merge and check the board in Fixtures.
functions:
let
  board = functions.buildDeviceTree {
    name = "amlogic/kvim1s.dtb";
    source = ../Fixtures/kvim1s/kvim1s.dts;
    includes = [ "include" ];
    overlays = map (name: "overlays/${name}.dts") [
      "4k2k_fb"
      "i2cm_e"
      "i2s"
      "onewire"
      "panfrost"
      "pwm_f"
      "spdifout"
      "spi0"
      "uart_c"
    ];
    # Its U-Boot edits the blob in place.
    pad = 131072;
  };
in
{
  inherit board;
  check = functions.checkDeviceTree {
    dtb = board;
    profile = [
      "nixos"
      "uboot"
    ];
    expectations = {
      model = "Khadas VIM1S (swiftdt demonstration)";
      enabled = [ "&uart_B" ];
    };
  };
}

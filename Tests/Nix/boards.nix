# A good board and faulty ones, each named after the check that must report it.
functions:
let
  # The board of Fixtures with an overlay that makes it faulty.
  board =
    text: changes:
    functions.buildDeviceTree (
      {
        name = "amlogic/kvim1s.dtb";
        src = ../../Fixtures/kvim1s;
        source = "kvim1s.dts";
        includes = [ "include" ];
        overlays = [ (builtins.toFile "change.dts" "/dts-v1/;\n/plugin/;\n${text}\n") ];
        pad = 131072;
      }
      // changes
    );
  check =
    dtb: changes:
    functions.checkDeviceTree (
      {
        inherit dtb;
        profile = [
          "final"
          "uboot"
        ];
        expectations.model = "Khadas VIM1S (swiftdt demonstration)";
      }
      // changes
    );
  wrong = text: check (board text { }) { };
in
{
  good = wrong "&{/} { };";

  # An alias to nowhere is a warning by default.
  alias-path = check (board "&{/aliases} { serial9 = \"/soc/nowhere\"; };" { }) {
    checks.alias-path = "error";
  };
  cell-count = wrong "&{/} { bus { #address-cells = [01]; device@1 { reg = <1>; }; }; };";
  expectation = wrong "&{/} { model = \"Khadas VIM4\"; };";
  expected-path = check (board "&{/} { };" { }) { expectations = ./expected.json5; };
  headroom = check (board "&{/} { };" { pad = null; }) { headroom = 131072; };
  leftover-fixups = check (functions.buildDeviceTree {
    name = "overlay.dtb";
    source = builtins.toFile "overlay.dts" "/dts-v1/;\n/plugin/;\n&uart_C { status = \"okay\"; };\n";
  }) { };
  reference-unresolved = wrong "&uart_C { clocks = <0x7777 1>; };";
  reg-size = wrong "&{/} { bus { #address-cells = <2>; #size-cells = <2>; device@1 { reg = <0 1 0>; }; }; };";
  reserved-outside = check (board "&{/reserved-memory} { mine { reg = <8 0 0 0x100000>; }; };" { }) {
    warningsAsErrors = true;
  };
  reserved-overlap = wrong "&{/reserved-memory} { mine { reg = <0 0x5100000 0 0x100000>; }; };";
  stdout-disabled = wrong "&uart_B { status = \"disabled\"; };";
  stdout-path = wrong "&{/chosen} { stdout-path = \"serial9:921600n8\"; };";
}

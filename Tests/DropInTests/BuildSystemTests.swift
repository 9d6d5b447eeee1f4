import Foundation
import TestSupport
import Testing

/// The command lines with which projects make blobs of sources, with the program in the place of both gcc and dtc:
/// the same files, output, messages and exit codes.
@Suite struct BuildSystemTests {
  private static let folder = "arch/arm64/boot/dts/acme"

  private static let files = [
    "\(folder)/board.dts": """
    // SPDX-License-Identifier: Apache-2.0
    /dts-v1/;
    #include "soc.dtsi"
    #include <dt-bindings/gpio/gpio.h>
    /include/ "own.dtsi"
    #ifdef CONFIG_X
    #define V CONFIG_X
    #else
    #define V 0
    #endif
    / {
    	file = __FILE__;
    	v = <V GPIO_ACTIVE_LOW>;
    	blob = /incbin/("data.bin");
    	a { reg = <1>; };
    };

    """,
    "\(folder)/soc.dtsi": "/ { g: gpio@1 { #gpio-cells = <1>; gpio-controller; }; };\n",
    "\(folder)/own.dtsi": "/ { own; };\n", "\(folder)/data.bin": "ab",
    "\(folder)/o.dtso": "/dts-v1/;\n/plugin/;\n&g { x = <&g>; };\n",
    "include-prefixes/dt-bindings/gpio/gpio.h": "#define GPIO_ACTIVE_LOW 1\n",
    "include/linux/kconfig.h": "#include <generated/autoconf.h>\n",
    "include/generated/autoconf.h": "#define CONFIG_X 5\n",
    "empty_file.c": "/* */\n", "app.overlay": "/ { app; };\n",
  ]

  /// How a project calls gcc and dtc. In the lines, `BOARD` is the source, `OVERLAY` the overlay's source and `DIR`
  /// the folder of both.
  private static let projects: [(name: String, gcc: String, dtc: String)] = [
    (
      "Linux 6: cmd_dtc",
      "-E -Wp,-MMD,DIR/.board.dtb.d.pre.tmp -nostdinc -I./include-prefixes -undef -D__DTS__ "
        + "-x assembler-with-cpp -o DIR/.board.dtb.dts.tmp BOARD",
      "-o DIR/board.dtb -b 0 -iDIR/ -i./include-prefixes -Wno-unique_unit_address -Wno-unit_address_vs_reg "
        + "-Wno-avoid_unnecessary_addr_size -Wno-alias_paths -Wno-graph_child_address -Wno-simple_bus_reg -@ "
        + "-d DIR/.board.dtb.d.dtc.tmp DIR/.board.dtb.dts.tmp"
    ),
    (
      "Linux 6: an overlay",
      "-E -Wp,-MMD,pre -nostdinc -I./include-prefixes -undef -D__DTS__ -x assembler-with-cpp -o t OVERLAY",
      "-o DIR/o.dtbo -b 0 -iDIR/ -i./include-prefixes -Wno-interrupt_provider -Wno-unit_address_vs_reg -d d t"
    ),
    (
      "Linux 6: W=12",
      "-E -Wp,-MMD,pre -nostdinc -I./include-prefixes -undef -D__DTS__ -x assembler-with-cpp -o t BOARD",
      "-o b.dtb -b 0 -iDIR/ -Wunique_unit_address_if_enabled -Wnode_name_chars_strict "
        + "-Wproperty_name_chars_strict -Wunique_unit_address -Winterrupt_provider -d d t"
    ),
    (
      "Linux 5",
      "-E -Wp,-MD,pre -nostdinc -I./include-prefixes -undef -D__DTS__ -x assembler-with-cpp -o t BOARD",
      "-O dtb -o b.dtb -b 0 -iDIR/ -i./include-prefixes -Wno-unit_address_vs_reg -d d t"
    ),
    (
      "Linux 5: dt_binding_check",
      "-E -Wp,-MMD,pre -nostdinc -I./include-prefixes -undef -D__DTS__ -x assembler-with-cpp -o t BOARD",
      "-O yaml -o b.yaml -b 0 -iDIR/ -Wno-unit_address_vs_reg -d d t"
    ),
    (
      "HOSTCC with flags",
      "-Wall -Wundef -Wcomment -Wmissing-prototypes -Wstrict-prototypes -Wno-trigraphs -O2 -fomit-frame-pointer "
        + "-std=gnu11 -E -Wp,-MMD,pre -nostdinc -I./include-prefixes -undef -D__DTS__ -x assembler-with-cpp "
        + "-o t BOARD",
      "-o b.dtb -b 0 -iDIR/ -q t"
    ),
    (
      "U-Boot",
      "-E -Wp,-MD,pre -nostdinc -Iinclude -I./include-prefixes -include ./include/linux/kconfig.h -IDIR "
        + "-I./arch/arm/dts/include -D__ASSEMBLY__ -undef -D__DTS__ -x assembler-with-cpp -o t BOARD",
      "-O dtb -o b.dtb -b 0 -i DIR/ -Wno-unit_address_vs_reg -Wno-unit_address_format "
        + "-Wno-avoid_unnecessary_addr_size -Wno-alias_paths -Wno-graph_child_address -Wno-graph_port "
        + "-Wno-unique_unit_address -Wno-simple_bus_reg -Wno-pwms_property -a 0x8 -@ -d d t"
    ),
    (
      "mkimage", "-E -P -nostdinc -undef -x assembler-with-cpp -I./include-prefixes -o t BOARD",
      "-I dts -O dtb -p 500 -i DIR -o b.itb t"
    ),
    (
      "barebox",
      "-E -Wp,-MD,pre -nostdinc -I./include-prefixes -I./include -undef -D__DTS__ -x assembler-with-cpp "
        + "-o t BOARD",
      "-O dtb -o b.dtb -b 0 -i DIR -i ./dts/src/arm -Wno-unit_address_vs_reg -d d t"
    ),
    // Zephyr includes its sources before an empty file. The dtc of 1.6.1 writes no labels of references.
    (
      "Zephyr",
      "-x assembler-with-cpp -nostdinc -isystem ./include-prefixes -isystem DIR -include BOARD "
        + "-include app.overlay -undef -D__DTS__ -E -MD -MF zephyr.dts.pre.d -o zephyr.dts.pre empty_file.c",
      "-O dts -o - -b 0 -Wno-unit_address_vs_reg -i DIR zephyr.dts.pre"
    ),
    (
      "Zephyr: -E of a check",
      "-x assembler-with-cpp -nostdinc -isystem ./include-prefixes -isystem DIR -include BOARD "
        + "-undef -D__DTS__ -P -E -MD -MF zephyr.dts.pre.d -o zephyr.dts.pre empty_file.c",
      "-O dts -o - -b 0 -E unit_address_vs_reg -Wno-unique_unit_address_if_enabled -i DIR zephyr.dts.pre"
    ),
    (
      "Trusted Firmware-A",
      "-P -nostdinc -Iinclude -I./include-prefixes -IDIR -undef -x assembler-with-cpp -DFOO=1 -DBAR -MT b.dtb "
        + "-MMD -MF pre.d -E -o t BOARD",
      "-I dts -O dtb -iDIR -d dep.d -o b.dtb t"
    ),
    (
      "OP-TEE",
      "-E -x assembler-with-cpp -Ulinux -IDIR -I./include-prefixes -D__DTS__ -ffreestanding -nostdinc -undef -MD "
        + "-MF p.d -MT b.dtb -o t BOARD",
      "-i DIR -Wno-unit_address_vs_reg -O dtb -o b.dtb -d d t"
    ),
    (
      "coreboot",
      "-nostdinc -undef -E -P -x assembler-with-cpp -include include/linux/kconfig.h -Iinclude "
        + "-I./include-prefixes -D__ASSEMBLER__ -MMD -MP -MT b.dtb -o t.dts BOARD",
      "-I dts -O dtb -i DIR -o b.dtb t.dts"
    ),
    (
      "Buildroot",
      "-E -IDIR -I./include-prefixes -nostdinc -undef -D__DTS__ -x assembler-with-cpp -o t BOARD",
      "-@ -q -I dts -O dtb -i DIR -o b.dtb t"
    ),
    (
      "NixOS", "-E -nostdinc -I./include-prefixes -IDIR -undef -D__DTS__ -x assembler-with-cpp OVERLAY -o t",
      "-I dts -O dtb -@ -o o.dtbo t"
    ),
  ]

  /// What both steps of a project leave.
  private struct Outcome: Equatable {
    var statuses: [Int32] = []
    var texts: [String] = []
    var files: [String: Data] = [:]

    init(_ gcc: (Tool, [String]), _ dtc: (Tool, [String])) throws {
      let folder = try TemporaryFolder(BuildSystemTests.files)
      for (tool, arguments) in [gcc, dtc] {
        let result = try tool.run(arguments, in: folder)
        statuses.append(result.status)
        texts += [result.text, result.errors]
      }
      files = folder.contents.filter { BuildSystemTests.files[$0.key] == nil && !$0.value.isEmpty }
    }
  }

  @Test(
    .enabled(if: Bench.hasReference && Tool.gcc != nil, "no gcc or dtc to compare with"), arguments: projects)
  func sameAsBoth(_ project: (name: String, gcc: String, dtc: String)) throws {
    func words(_ line: String) -> [String] {
      line.replacing("BOARD", with: "DIR/board.dts").replacing("OVERLAY", with: "DIR/o.dtso")
        .replacing("DIR", with: Self.folder).split(separator: " ").map(String.init)
    }
    let (gcc, dtc) = (words(project.gcc), words(project.dtc))
    let theirs = try Outcome((#require(Tool.gcc), gcc), (#require(Tool.dtc), dtc))
    let program = try Program()
    let ours = try withExtendedLifetime(program) {
      try Outcome((Tool.swiftdt, ["preprocess"] + gcc), (Tool(path: program.path(as: "dtc")), dtc))
    }
    #expect(ours.statuses == theirs.statuses)
    #expect(ours.texts == theirs.texts)
    #expect(ours.files.keys.sorted() == theirs.files.keys.sorted())
    for (path, bytes) in theirs.files {
      let isSame = ours.files[path] == bytes
      #expect(isSame, "\(path)")
    }
    #expect(!theirs.files.isEmpty)
  }
}

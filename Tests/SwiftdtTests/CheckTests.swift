import TestSupport
import Testing

/// How the findings of checks are reported, and the flags that change it.
struct CheckTests {
  static let cases: [RunCase] = [
    RunCase(
      ["compile", "-o", "o.dtb", "template.dts"], status: 1,
      """
      template.dts:1:15: warning: /@fdt-SEQ: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          1 | /dts-v1/; / { @fdt-SEQ { }; };
            |               ^~~~~~~~
      template.dts:1:15: error: /@fdt-SEQ: Empty node name [node_name_not_empty]
          1 | /dts-v1/; / { @fdt-SEQ { }; };
            |               ^~~~~~~~
      help: U-Boot's binman templates ('@fdt-SEQ') need -E no-node_name_not_empty
      """),
    RunCase(
      ["compile", "-E", "no-node_name_not_empty", "-o", "o.dtb", "template.dts"], status: 0,
      """
      template.dts:1:15: warning: /@fdt-SEQ: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          1 | /dts-v1/; / { @fdt-SEQ { }; };
            |               ^~~~~~~~
      """),
    // The first finding of each kind in the source itself, and how many more there are.
    RunCase(
      ["compile", "-o", "o.dtb", "loose.dts"], status: 0,
      """
      loose.dts:6:3: warning: /:status: property is not a string [status_is_string]
          6 |   status = <1>;
            |   ^~~~~~
      loose.dts:12:5: warning: /m@3: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
         12 | / { NODE; };
            |     ^~~~
      note: in the expansion of macro 'NODE' (loose.dts:2:9)
      note: 3 more of 'unit_address_vs_reg'; -W all shows every one
      """),
    RunCase(
      ["compile", "-I", "inc", "-I", "other", "--show-includes", "-o", "o.dtb", "shadow.dts"], status: 0,
      """
      shadow.dts
        inc/m.h (-I inc)
      shadow.dts:2:10: warning: 'inc/m.h' hides 'other/m.h', which is different
          2 | #include <m.h>
            |          ^~~~~
      note: 'inc' is searched first
      help: use -Wno-shadowed-header if this is intended
      """),
    RunCase(
      [
        "compile", "-W", "no-shadowed-header", "-I", "inc", "-I", "other", "--show-includes", "-o", "o.dtb",
        "shadow.dts",
      ],
      status: 0,
      """
      shadow.dts
        inc/m.h (-I inc)
      """),
    RunCase(
      ["compile", "-E", "shadowed-header", "-Iother", "-Iinc", "-o", "o.dtb", "shadow.dts"], status: 1,
      """
      shadow.dts:2:10: error: 'other/m.h' hides 'inc/m.h', which is different
          2 | #include <m.h>
            |          ^~~~~
      note: 'other' is searched first
      help: use -Wno-shadowed-header if this is intended
      """),
    // `check` counts it; a command without flags for it names none.
    RunCase(
      [
        "check", "-Wno-root-properties", "-Wno-memory-missing", "-I", "inc", "-I", "other", "-E", "all",
        "shadow.dts",
      ],
      status: 1,
      """
      shadow.dts:2:10: error: 'inc/m.h' hides 'other/m.h', which is different [shadowed-header]
          2 | #include <m.h>
            |          ^~~~~
      note: 'inc' is searched first
      help: use -Wno-shadowed-header if this is intended
      shadow.dts: 1 error (final)
      """),
    RunCase(
      [
        "check", "-Wno-root-properties", "-Wno-memory-missing", "-Wno-shadowed-header", "-Wall", "-I", "inc",
        "-I",
        "other",
        "shadow.dts",
      ], status: 0,
      """
      shadow.dts: nothing found (final)
      """),
    RunCase(
      ["get", "-I", "inc", "-I", "other", "shadow.dts", "/", "a"], status: 0,
      """
      shadow.dts:2:10: warning: 'inc/m.h' hides 'other/m.h', which is different
          2 | #include <m.h>
            |          ^~~~~
      note: 'inc' is searched first
      """),
    RunCase(
      ["check", "-Wno-memory-missing", "-P", "base", "bare.dts"], status: 1,
      """
      bare.dts: error: there is no /__symbols__, so no overlay can be applied [symbols-missing]
      help: give nodes of the source labels, as in 'uart_a: serial@0 { … };'
      bare.dts: 1 error (base)
      """),
    // Every warning is an error, including the compiler's own.
    RunCase(
      ["compile", "--warnings-as-errors", "-o", "o.dtb", "warn.dts"], status: 1,
      """
      warn.dts:3:8: error: value 0x0000000100000000 is truncated to 0x00000000
          3 |   a = <0x100000000>;
            |        ^~~~~~~~~~~
      """),
    RunCase(
      ["check", "-Wno-root-properties", "-Wno-memory-missing", "--warnings-as-errors", "warn.dts"], status: 1,
      """
      warn.dts:3:8: error: value 0x0000000100000000 is truncated to 0x00000000 [source-warning]
          3 |   a = <0x100000000>;
            |        ^~~~~~~~~~~
      warn.dts: 1 error (final)
      """),
    RunCase(
      ["compile", "-I", "inc", "-o", "o.dtb", "lostheader.dts"], status: 1,
      """
      lostheader.dts:2:10: error: included file 'dt-bindings/m.h' was not found
          2 | #include <dt-bindings/m.h>
            |          ^~~~~~~~~~~~~~~~~
      note: searched: 'inc'
      """),
    RunCase(
      ["compile", "-W", "all", "-o", "o.dtb", "loose.dts"], status: 0,
      """
      loose.dts:6:3: warning: /:status: property is not a string [status_is_string]
          6 |   status = <1>;
            |   ^~~~~~
      loose.dts:12:5: warning: /m@3: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
         12 | / { NODE; };
            |     ^~~~
      note: in the expansion of macro 'NODE' (loose.dts:2:9)
      soc.dtsi:3:5: warning: /soc/a@0: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          3 |     a@0 { };
            |     ^~~
      soc.dtsi:4:5: warning: /soc/b@1: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          4 |     b@1 { };
            |     ^~~
      soc.dtsi:5:5: warning: /soc/c@2: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          5 |     c@2 { };
            |     ^~~
      """),
    RunCase(
      ["compile", "-Wno-unit_address_vs_reg", "-o", "o.dtb", "loose.dts"], status: 0,
      """
      loose.dts:6:3: warning: /:status: property is not a string [status_is_string]
          6 |   status = <1>;
            |   ^~~~~~
      """),
    RunCase(
      ["compile", "-Wno-status_is_string", "-E", "unit_address_vs_reg", "-o", "o.dtb", "loose.dts"],
      status: 1,
      """
      loose.dts:12:5: error: /m@3: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
         12 | / { NODE; };
            |     ^~~~
      note: in the expansion of macro 'NODE' (loose.dts:2:9)
      note: 3 more of 'unit_address_vs_reg'; -W all shows every one
      """),
    RunCase(
      ["compile", "-q", "-Eall", "-Eno-status_is_string", "-o", "o.dtb", "loose.dts"], status: 1,
      """
      loose.dts:12:5: error: /m@3: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
         12 | / { NODE; };
            |     ^~~~
      note: in the expansion of macro 'NODE' (loose.dts:2:9)
      note: 3 more of 'unit_address_vs_reg'; -W all shows every one
      """),
    // A place in a file that is included twice is told once.
    RunCase(
      ["compile", "-o", "o.dtb", "again.dts"], status: 0,
      """
      again.dts:3:3: warning: /bare@1: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          3 |   bare@1 { };
            |   ^~~~~~
      note: also defined here (more.dtsi:2:3)
      """),
    // Errors are not buried under warnings.
    RunCase(
      ["compile", "-o", "o.dtb", "twice.dts"], status: 1,
      """
      twice.dts:4:6: error: label 'l' is defined twice
          4 |   l: b { };
            |      ^
      note: it is also defined here (twice.dts:3:6)
      """),
    RunCase(
      ["compile", "-E", "no-duplicate_label", "-o", "o.dtb", "twice.dts"], status: 0,
      """
      twice.dts:3:6: warning: /a@0: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          3 |   l: a@0 { };
            |      ^~~
      """),
    RunCase(
      ["compile", "-Eno-duplicate_label", "-Wduplicate_label", "-o", "o.dtb", "twice.dts"], status: 0,
      """
      twice.dts:3:6: warning: /a@0: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          3 |   l: a@0 { };
            |      ^~~
      twice.dts:4:6: warning: label 'l' is defined twice
          4 |   l: b { };
            |      ^
      note: it is also defined here (twice.dts:3:6)
      """),
    // A batch shows one finding of each kind.
    RunCase(
      ["compile", "-o", "made", "tree"], status: 1,
      """
      tree/x/bad.dts:3:8: error: expected a cell, found 'FOO', which is not a defined macro
          3 |   a = <FOO>;
            |        ^~~
      tree/x/b.dts:3:3: warning: /s@0: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          3 |   s@0 { };
            |   ^~~
      swiftdt: note: 2 more of 'unit_address_vs_reg' in 2 sources; -W all shows every one
      swiftdt: 1 of 4 sources failed: tree/x/bad.dts
      """),
    RunCase(
      ["compile", "-o", "made", "-j1", "-W", "all", "tree/x/b.dts", "loose.dts"], status: 0,
      """
      tree/x/b.dts:3:3: warning: /s@0: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          3 |   s@0 { };
            |   ^~~
      loose.dts:6:3: warning: /:status: property is not a string [status_is_string]
          6 |   status = <1>;
            |   ^~~~~~
      loose.dts:12:5: warning: /m@3: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
         12 | / { NODE; };
            |     ^~~~
      note: in the expansion of macro 'NODE' (loose.dts:2:9)
      soc.dtsi:3:5: warning: /soc/a@0: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          3 |     a@0 { };
            |     ^~~
      soc.dtsi:4:5: warning: /soc/b@1: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          4 |     b@1 { };
            |     ^~~
      soc.dtsi:5:5: warning: /soc/c@2: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          5 |     c@2 { };
            |     ^~~
      """),
    RunCase(
      ["compile", "-q", "-o", "made", "tree"], status: 1,
      """
      tree/x/bad.dts:3:8: error: expected a cell, found 'FOO', which is not a defined macro
          3 |   a = <FOO>;
            |        ^~~
      swiftdt: 1 of 4 sources failed: tree/x/bad.dts
      """),
    RunCase(
      ["compile", "-o", "made", "hollow"], status: 1,
      """
      swiftdt: error: no sources in the folder 'hollow'
      help: sources are named NAME.dts, or NAME.dtso for overlays
      """),
    RunCase(
      ["compile", "-o", "made", "tree", "tree/x"], status: 2,
      """
      swiftdt: error: two sources would be compiled to 'made/x/b.dtb'
      """),
    RunCase(
      ["build", "-o", "d", "loose.json5"], status: 0,
      """
      tree/x/b.dts:3:3: warning: /s@0: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          3 |   s@0 { };
            |   ^~~
      """),
    RunCase(
      ["build", "-E", "all", "-o", "d", "loose.json5"], status: 1,
      """
      tree/x/b.dts:3:3: error: /s@0: node has a unit name, but no reg or ranges property [unit_address_vs_reg]
          3 |   s@0 { };
            |   ^~~
      """),
  ]

  @Test(arguments: cases)
  func messages(_ run: RunCase) throws { try run.check() }
}

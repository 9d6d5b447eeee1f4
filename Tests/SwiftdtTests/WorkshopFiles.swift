/// The files that `workshop()` starts with, by path.
let workshopFiles = [
  "base.dts":
    "/dts-v1/;\n/ {\n  uart_a: serial-0 {\n    status = \"disabled\";\n  };\n};\n",
  "bare.dts":
    "/dts-v1/;\n/ { };\n",
  "on.dts":
    "/dts-v1/;\n/plugin/;\n&uart_a {\n  status = \"okay\";\n};\n",
  "lost.dts":
    "/dts-v1/;\n/plugin/;\n&uart_b {\n  status = \"okay\";\n};\n",
  "bad.dts":
    "/dts-v1/;\n/ {\n  a = <FOO>;\n};\n",
  "warn.dts":
    "/dts-v1/;\n/ {\n  a = <0x100000000>;\n};\n",
  "macro.dts":
    "/dts-v1/;\n#include <m.h>\n/ {\n  a = <M N>;\n};\n",
  "inc/m.h":
    "#define M 1\n",
  "other/m.h":
    "#define M 2\n",
  "shadow.dts":
    "/dts-v1/;\n#include <m.h>\n/ {\n  a = <M>;\n};\n",
  "lostheader.dts":
    "/dts-v1/;\n#include <dt-bindings/m.h>\n/ {\n  a = <M>;\n};\n",
  "empty.dts":
    "",
  "soc.dtsi":
    """
  / {
    soc {
      a@0 { };
      b@1 { };
      c@2 { };
    };
  };
  &uart {
    reg = <1>;
  };
  """,
  "template.dts": "/dts-v1/; / { @fdt-SEQ { }; };",
  "loose.dts":
    """
  /dts-v1/;
  #define NODE m@3 { }
  / {
    #address-cells = <1>;
    #size-cells = <0>;
    status = <1>;
    uart: uart@0 {
      reg = <0>;
    };
  };
  #include "soc.dtsi"
  / { NODE; };
  """,
  "more.dtsi":
    "/ {\n  bare@1 { x; };\n};\n",
  "again.dts":
    "/dts-v1/;\n/ {\n  bare@1 { };\n};\n#include \"more.dtsi\"\n#include \"more.dtsi\"\n",
  "twice.dts":
    "/dts-v1/;\n/ {\n  l: a@0 { };\n  l: b { };\n};\n",
  "tree/a.dts":
    "/dts-v1/;\n#include \"soc.dtsi\"\n/ { uart: n { }; };\n",
  "tree/x/b.dts":
    "/dts-v1/;\n/ {\n  s@0 { };\n};\n",
  "tree/x/c.dtso":
    "/dts-v1/;\n/plugin/;\n/ {\n  s@0 { };\n  t@0 { };\n};\n",
  "tree/x/bad.dts":
    "/dts-v1/;\n/ {\n  a = <FOO>;\n};\n",
  "tree/soc.dtsi":
    "/ { };\n",
  "made/keep":
    "",
  "hollow/x.dtsi":
    "/ { };\n",
  "d/x":
    "",
  "text.dtb":
    "hello\n",
  "zip.dtbo":
    "PK\u{3}\u{4}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  "old.dtb":
    "old",
  "r.json5":
    "{ source: \"base.dts\", overlays: [\"on\"], output: \"x/y.dtb\" }\n",
  "unknown.json5":
    "{ source: \"base.dts\", output: \"x.dtb\", overlay: [] }\n",
  "missing.json5":
    "{ output: \"x.dtb\" }\n",
  "type.json5":
    "{ source: 1, output: \"x.dtb\" }\n",
  "deeptype.json5":
    "{ source: \"base.dts\", overlays: [{ folder: 1 }], output: \"x.dtb\" }\n",
  "variable.json5":
    "{ source: \"${NOWHERE_SET}/base.dts\", output: \"x.dtb\" }\n",
  "syntax.json5":
    "{ source: \"base.dts\"\n  output: \"x.dtb\" }\n",
  "empty.json5":
    "",
  "folderoverlay.json5":
    "{ source: \"base.dts\", overlays: [\"d\"], output: \"x.dtb\" }\n",
  "nooverlay.json5":
    "{ source: \"base.dts\", overlays: [\"nope\"], output: \"x.dtb\" }\n",
  "nearoverlay.json5":
    "{ source: \"base.dts\",\n  overlays: { names: [\"LoST\"] }, output: \"x.dtb\" }\n",
  "mistyped.json5":
    "{ source: \"base.dts\", overlays: [\"LOST.dts\"], output: \"x.dtb\" }\n",
  "mistypedblob.json5":
    "{ source: \"base.dts\", overlays: { folder: \".\", names: [\"onn.dtbo\"] }, output: \"x.dtb\" }\n",
  "stringkey.json5":
    "{ overlays: [\"outptu\"], source: \"base.dts\", outptu: \"x.dtb\" }\n",
  "farkey.json5":
    "{ overlays: [{ x: 1 }], source: \"base.dts\", output: \"x.dtb\" }\n",
  "nofolder.json5":
    "{ source: \"base.dts\", overlays: { folder: \"nope\" }, output: \"x.dtb\" }\n",
  "mixed.json5":
    "{ source: \"base.dts\", overlays: [\"on\", { folder: \"d\" }], output: \"x.dtb\" }\n",
  "namesfolder.json5":
    "{ source: \"base.dts\", overlays: { folder: \"nope\", names: [\"on\"] }, output: \"x.dtb\" }\n",
  "list.json5":
    "[{ name: \"on\", dtboFile: \"${TREE}/on.dtbo\" }]\n",
  "openvariable.json5":
    "{ source: \"${NAME\", output: \"x.dtb\" }\n",
  "variableoutput.json5":
    "{ source: \"base.dts\", output: \"${NAME}.dtb\" }\n",
  "outside.json5":
    "{ source: \"base.dts\", output: \"../x.dtb\" }\n",
  "align.json5":
    "{ source: \"base.dts\", output: \"x.dtb\", align: 3 }\n",
  "pad.json5":
    "{ source: \"base.dts\", output: \"x.dtb\", pad: -1 }\n",
  "loose.json5":
    "{ source: \"tree/x/b.dts\", output: \"x.dtb\" }\n",
  "nosource.json5":
    "{ source: \"nope.dts\", output: \"x.dtb\" }\n",
]

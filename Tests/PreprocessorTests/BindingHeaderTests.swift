import DeviceTreeSource
import Preprocessor
import SourceText
import Testing

/// Advice on macros that are not defined.
@Suite struct BindingHeaderTests {
  @Test func namesTheHeader() throws {
    let bench = try Workbench([
      "a.dts": "/dts-v1/;\n/ { a = <CLK_A>; b = <CLK_B>; c = <UNKNOWN_ONE>; };\n",
      "include/dt-bindings/clock/a.h": "/* A */\n#define CLK_A 1\n",
      "include/dt-bindings/b.h": "  # define\tCLK_B(x) 1\n#define\n#define ",
      "include/other/c.h": "#define UNKNOWN_ONE 1\n",
    ])
    #expect(
      try help(on: "a.dts", in: bench) == [
        ["#include <dt-bindings/clock/a.h>, which defines it"],
        ["#include <dt-bindings/b.h>, which defines it"], [],
      ])
  }

  @Test func choosesTheHeaderThatSuits() throws {
    let bench = try Workbench([
      "chip7-board.dts": "/dts-v1/;\n#include \"chip7.dtsi\"\n/ { };\n",
      "chip7.dtsi": "/ { a = <CLK>; b = <CORE>; c = <SAME>; };\n",
      "include/dt-bindings/clock/chip5.h": "#define CLK 5\n#define CORE 1\n",
      "include/dt-bindings/clock/chip7-clk.h": "#define CLK 7\n#define CLK 7\n",
      "include/dt-bindings/x1.h": "#define SAME 7\n", "include/dt-bindings/x2.h": "#define SAME 7\n",
      "include/dt-bindings/x3.h": "#define SAME 7\n", "include/dt-bindings/x4.h": "#define SAME 7\n",
    ])
    #expect(
      try help(on: "chip7-board.dts", in: bench) == [
        ["#include <dt-bindings/clock/chip7-clk.h>, which defines it"],
        ["#include <dt-bindings/clock/chip5.h>, which defines it"],
        [
          "#include one of the headers that define it: <dt-bindings/x1.h>, <dt-bindings/x2.h>, <dt-bindings/x3.h> and 1 more"
        ],
      ])
  }

  /// A missing header is one error, however many of its macros are used, and however often.
  @Test func tellsOnceOfAHeader() throws {
    let bench = try Workbench([
      "a.dts": "/dts-v1/;\n/ { a = <A1 A1 B>; b = <A2 (A3 + A1)>; };\n",
      "include/dt-bindings/a.h": "#define A1 1\n#define A2 2\n#define A3 3\n",
      "include/dt-bindings/b.h": "#define B 1\n",
    ])
    #expect(
      try help(on: "a.dts", in: bench) == [
        ["#include <dt-bindings/a.h>, which defines it and 1 more that is missing"],
        ["#include <dt-bindings/b.h>, which defines it"],
      ])
  }

  /// Returns the advice of each diagnostic of a source.
  private func help(on source: String, in bench: Workbench) throws -> [[String]] {
    var compiler = SourceCompiler()
    let result = try compiler.compile(
      bench.folder.path + "/" + source,
      preprocessing: PreprocessorOptions(includeFolders: [bench.folder.path + "/include"]),
      options: SourceCompilerOptions())
    return result.diagnostics.map { $0.help.map(\.message) }
  }
}

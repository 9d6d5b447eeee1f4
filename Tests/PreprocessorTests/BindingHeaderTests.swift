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
    var compiler = SourceCompiler()
    let result = try compiler.compile(
      bench.folder.path + "/a.dts",
      preprocessing: PreprocessorOptions(includeFolders: [bench.folder.path + "/include"]),
      options: SourceCompilerOptions())
    #expect(
      result.diagnostics.map { $0.help.map(\.message) } == [
        ["#include <dt-bindings/clock/a.h>, which defines it"],
        ["#include <dt-bindings/b.h>, which defines it"], [],
      ])
  }
}

import TestSupport
import Testing

/// Where `compile -T` writes to: like a blob, into a folder, which may be missing.
struct AnnotationOutputTests {
  @Test(arguments: [
    ("new/", "a.dts", "new/a.dts"), ("new/deep/", "a.dts", "new/deep/a.dts"),
    ("there", "a.dts", "there/a.dts"),
    ("there/", "x/b.dtso", "there/b.dtso"), ("new/", "c", "new/c.dts"), ("file", "a.dts", "file"),
  ])
  func written(output: String, source: String, path: String) throws {
    let folder = try TemporaryFolder([
      "a.dts": "/dts-v1/;\n/ { a; };\n", "x/b.dtso": "/dts-v1/;\n/plugin/;\n&a { b; };\n",
      "c": "/dts-v1/;\n/ { c; };\n", "there/x": "",
    ])
    let result = try Tool.swiftdt.run(["compile", "-T", "-o", output, source], in: folder)
    #expect(result.errors == "")
    #expect(result.status == 0)
    let plain = try Tool.swiftdt.run(["compile", "-T", source], in: folder)
    #expect(try folder.read(path) == plain.output)
  }

  @Test func checksOfHeaders() throws {
    let folder = try TemporaryFolder([
      "a.dts": "#include <m.h>\n/dts-v1/;\n/ { a = <M>; };\n", "x/m.h": "#define M 1\n",
      "y/m.h": "#define M 2\n",
    ])
    let line = ["compile", "-T", "-I", "x", "-I", "y", "a.dts"]
    #expect(try Tool.swiftdt.run(line + ["-E", "shadowed-header"], in: folder).status == 1)
    #expect(try Tool.swiftdt.run(line + ["-W", "no-shadowed-header"], in: folder).errors == "")
  }
}

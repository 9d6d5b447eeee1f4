import TestSupport
import Testing

/// `__VA_OPT__` against gcc, white space included.
@Suite struct VariadicOptionTests {
  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [
      ("x __VA_OPT__(,[__VA_ARGS__]) e", ""), ("x ## __VA_OPT__(a) ## x, __VA_OPT__() ## x", ""),
      ("x##__VA_OPT__(b)  [ __VA_OPT__(x) ]", ""), ("f __VA_OPT__(__VA_ARGS__ x)(y)", ""),
      ("[__VA_OPT__(a b)]__VA_OPT__( c)-__VA_OPT__(-)- +__VA_OPT__(+)", ""),
      ("__VA_OPT__(a)b __VA_OPT__((x)(y))", ""), ("__VA_OPT__(x ## __VA_ARGS__ #x)", ""),
      ("__VA_OPT__(f(__VA_ARGS__)) __VA_OPT__(,)##__VA_ARGS__ g", ""),
      ("a", "#define O(x) __VA_OPT__(x)\nO(1)\n"),
      ("a", "#define N(r...) a __VA_OPT__(r) b\nN(1) N()\n"),
      ("a", "#ifdef __has_include\nyes\n#endif\n"),
    ])
  func equalsGCC(_ body: String, _ more: String) throws {
    let bench = try Workbench([
      "a.dts": """
      #define NOTHING
      #define F(x,...) \(body)
      F(1)
      F(1,2) F(1,)x F(1,NOTHING)
      F(1,F(2,NOTHING)) F(1,F(2,F(3,4)))
      \(more)
      """
    ])
    #expect(try bench.ours(["a.dts"]).text == bench.gcc(["a.dts"]))
  }

  @Test func isLeftAloneWhereItIsNotClosed() throws {
    let bench = try Workbench(["a.dts": "#define F(...) a __VA_OPT__(b\nF(1)\n"])
    #expect(try bench.ours(["-P", "a.dts"]).text == "a __VA_OPT__(b\n")
  }
}

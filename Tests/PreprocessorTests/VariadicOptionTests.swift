import TestSupport
import Testing

/// `__VA_OPT__`, compared with gcc, including white space.
@Suite struct VariadicOptionTests {
  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [
      ("x __VA_OPT__(,[__VA_ARGS__]) e", ""), ("x ## __VA_OPT__(a) ## x, __VA_OPT__() ## x", ""),
      ("__VA_OPT__(a __VA_ARGS__)##x __VA_OPT__(x)##b", "#define one 1\nF(one, one) F(f(2), g one)\n"),
      ("x##__VA_OPT__(b)  [ __VA_OPT__(x) ]", ""), ("f __VA_OPT__(__VA_ARGS__ x)(y)", ""),
      ("[__VA_OPT__(a b)]__VA_OPT__( c)-__VA_OPT__(-)- +__VA_OPT__(+)", ""),
      ("__VA_OPT__(a)b __VA_OPT__((x)(y))", ""), ("__VA_OPT__(x ## __VA_ARGS__ #x)", ""),
      ("__VA_OPT__(f(__VA_ARGS__)) __VA_OPT__(,)##__VA_ARGS__ g", ""),
      ("a", "#define O(x) __VA_OPT__(x)\nO(1)\n"),
      ("a", "#define N(r...) a __VA_OPT__(r) b\nN(1) N()\n"),
      ("a", "#ifdef __has_include\nyes\n#endif\n"),
      ("[#__VA_OPT__(a x __VA_ARGS__ b)] # __VA_OPT__ ( a  x#x ## y  __VA_ARGS__ ) ", ""),
      ("x##__VA_OPT__(a)#__VA_OPT__(x##__VA_ARGS__) #__VA_OPT__() #__VA_OPT__(x x)", ""),
      (#"#__VA_OPT__((a,b) #x "x" '"' \n) a#__VA_OPT__(x)b #  __VA_OPT__(x)"#, ""),
      ("#__VA_OPT__(x)##x  y##__VA_OPT__(x) #__VA_OPT__(a)##__VA_OPT__(b)", ""),
      ("#__VA_OPT__(f(x) __VA_ARGS__ f(1)) #__VA_OPT__( f )", "#define f(x) <x>\nF(f(1),f(2))\n"),
      ("#__VA_OPT__(x ## x) #__VA_OPT__(__VA_ARGS__##x y)", "F( a b , c d ) F(,2) F(NOTHING,NOTHING)\n"),
      (
        "__VA_OPT__(__VA_ARGS__)##__VA_OPT__(x)",
        "F(1,> NOTHING) F(1,>NOTHING) F(1,> F(1)) F(1,f NOTHING NOTHING) F(a,b/**/F(1))\n"
      ),
      (
        ")__VA_OPT__(__VA_ARGS__ x)",
        "F(1,NOTHING 2) F(NOTHING 1, NOTHING \"\") F(NOTHING, 3) F(a, NOTHING F(1,2))\n"
      ),
      (")__VA_OPT__(x)x", "F(NOTHING 1, 2) F(NOTHING, 2) F(NOTHING f, 2) F(F(1) 1, NOTHING NOTHING 3)\n"),
      ("__VA_OPT__(x)__VA_OPT__(__VA_ARGS__)x", "F(NOTHING 1, NOTHING 2) F(NOTHING, 2) F(1, NOTHING 2)\n"),
      ("-__VA_OPT__( x )-__VA_OPT__(__VA_ARGS__)__VA_OPT__(x x)", "F(NOTHING 1, NOTHING 2) F(NOTHING, 2)\n"),
      ("- __VA_OPT__(#x x)x##__VA_OPT__(x)", "F(NOTHING 1, NOTHING 2) F(NOTHING, 2)\n"),
      ("x##__VA_OPT__(x)", "F(NOTHING 1, 2) F(NOTHING, 2) F(F(1,NOTHING) 1, F(2,NOTHING) 2)\n"),
      (
        "- a##__VA_OPT__(x x) a ## __VA_OPT__(b x)",
        "F(NOTHING 1, 2) F(NOTHING, 2) F(F(1) 1, F(2, NOTHING) 2)\n"
      ),
      ("a##__VA_OPT__(x)##b", "F(NOTHING 1, 2) F(NOTHING, 2) F(1 NOTHING, 2) F(F(1) 1, F(2, NOTHING) 2)\n"),
      (
        "a##__VA_OPT__(x##b) a ## __VA_OPT__(x x)##b",
        "F(NOTHING 1, 2) F(NOTHING, 2) F(NOTHING NOTHING f, 2)\n"
      ),
      ("- , ## __VA_OPT__(__VA_ARGS__)", "F(1, NOTHING 2)\n"),
      ("f(#__VA_OPT__(x y))##__VA_OPT__(z)", "#define G(x...) #__VA_OPT__(x) !\nG() G(1) G(1,2)\n"),
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

  /// Definitions that are rejected, as by gcc.
  static let refused: [ErrorCase] = [
    ErrorCase(
      "not closed", "#define F(...) a __VA_OPT__(b\nF(1)",
      """
      t.dts:1:18: error: '__VA_OPT__' is not closed
          1 | #define F(...) a __VA_OPT__(b
            |                  ^~~~~~~~~~
      """),
    ErrorCase(
      "not opened", "#define F(...) #__VA_OPT__ b",
      """
      t.dts:1:17: error: '__VA_OPT__' must be followed by '('
          1 | #define F(...) #__VA_OPT__ b
            |                 ^~~~~~~~~~
      """),
    ErrorCase(
      "nested", "#define F(...) __VA_OPT__(#__VA_OPT__(b))",
      """
      t.dts:1:28: error: '__VA_OPT__' cannot be nested
          1 | #define F(...) __VA_OPT__(#__VA_OPT__(b))
            |                            ^~~~~~~~~~
      """),
    ErrorCase(
      "paste at its end", "#define F(x,...) #__VA_OPT__(x ##)",
      """
      t.dts:1:32: error: '##' cannot be at either end of '__VA_OPT__'
          1 | #define F(x,...) #__VA_OPT__(x ##)
            |                                ^~
      """),
    ErrorCase(
      "paste behind an empty one", "#define F(...) __VA_OPT__() ##",
      """
      t.dts:1:29: error: '##' cannot be at either end of a macro's body
          1 | #define F(...) __VA_OPT__() ##
            |                             ^~
      """),
    ErrorCase(
      "paste before an empty one", "#define F(...) ## __VA_OPT__()",
      """
      t.dts:1:16: error: '##' cannot be at either end of a macro's body
          1 | #define F(...) ## __VA_OPT__()
            |                ^~
      """),
  ]

  @Test(arguments: refused) func isRefused(_ error: ErrorCase) throws {
    try error.check()
    let folder = try TemporaryFolder(["t.dts": error.source + "\n"])
    if Tool.gcc != nil { #expect(try gcc(in: folder).text == nil) }
  }

  @Test func isTheSameOnlyWithTheSameString() throws {
    let result = try preprocess(
      """
      #define F(x,...) #__VA_OPT__(x)
      #define F(x,...) #__VA_OPT__(x)
      #define F(x,...) #__VA_OPT__(y)

      """)
    #expect(result.diagnostics.map(\.identifier) == ["macro-redefined"])
  }
}

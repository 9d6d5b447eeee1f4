import Testing

@testable import swiftdt

/// Glob patterns of paths.
struct GlobPatternTests {
  @Test(arguments: [
    ("*rpi*.dtb", "broadcom/bcm2711-rpi-4.dtb", true), ("*rpi*.dtb", "a/b.dtb", false),
    ("a/*.dtb", "a/b.dtb", true), ("a/*.dtb", "a/b/c.dtb", false), ("a/**.dtb", "a/b/c.dtb", true),
    ("**/c.dtb", "c.dtb", true), ("?.dtb", "a/b.dtb", true), ("[a-c]x[!0-9]", "bxa", true),
    ("[a-c]x[!0-9]", "bx1", false), ("[]]", "]", true), ("[a", "[a", true), ("", "a", false),
    (
      "a/" + String(repeating: "b", count: 150) + "/[c-e]*/**/z",
      "a/" + String(repeating: "b", count: 150) + "/dx/z", true
    ),
    ("a/" + String(repeating: "b", count: 150) + "?*", "a/" + String(repeating: "b", count: 150), false),
    ("\\*", "*", true), ("*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
  ])
  func globs(pattern: String, path: String, matches: Bool) {
    #expect(GlobPattern(pattern).matches(path) == matches)
  }
}

import TestSupport
import Testing

@testable import swiftdt

/// `overlay explain` for programs, and the places in sources that it gives.
@Suite struct ExplainedPlaceTests {
  @Test func json() throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(Boards.setting(["status": "okay"], of: "uart_a"), to: "a.dtbo")
    let outcome = try program.run("overlay", "explain", "--json", "-b", "base.dtb", "a.dtbo")
    #expect(
      outcome
        == .init(
          status: 0,
          output: """
            [
              {
                "applies" : true,
                "changesNothing" : false,
                "compatible" : {
                  "relation" : "not-stated"
                },
                "exports" : [

                ],
                "findings" : [

                ],
                "fragments" : [
                  {
                    "addedNodes" : [

                    ],
                    "label" : "uart_a",
                    "name" : "fragment@0",
                    "path" : "/soc/uart@1",
                    "writes" : [
                      {
                        "effect" : "changes",
                        "new" : {
                          "hex" : "6f6b617900",
                          "text" : "\\"okay\\""
                        },
                        "old" : {
                          "hex" : "64697361626c656400",
                          "text" : "\\"disabled\\""
                        },
                        "path" : "/soc/uart@1",
                        "property" : "status"
                      }
                    ]
                  }
                ],
                "needs" : [
                  {
                    "label" : "uart_a",
                    "path" : "/soc/uart@1"
                  }
                ],
                "overlay" : "a.dtbo"
              }
            ]

            """, errors: ""))
  }

  /// The lines of places in a source are right in whatever order the places come.
  @Test(arguments: [["--all"], ["--json"]])
  func lines(_ flags: [String]) throws {
    let count = 300
    let program = try BuiltProgram()
    try program.write(Array("/dts-v1/; / { card: card { }; };".utf8), to: "card.dts")
    let nodes = (0..<count).map { "x\($0): x\($0) { };\n" }.joined()
    let properties = (0..<count).reversed().map { "&x\($0) { q\($0); };\n" }.joined()
    let overlay = "/dts-v1/; /plugin/;\n&card {\n\(nodes)};\n\(properties)"
    try program.write(Array(overlay.utf8), to: "many.dts")
    #expect(try program.run("compile", "-@", "-o", "card.dtb", "card.dts").status == 0)
    let output = try program.run(["overlay", "explain", "-b", "card.dtb", "many.dts"] + flags).output
    let missing = (0..<count).filter { number in
      let line = 2 * count + 3 - number
      return !output.contains(
        flags == ["--all"]
          ? "+ x\(number): q\(number) (line \(line))\n" : "\"place\" : \"many.dts:\(line):")
    }
    #expect(missing == [])
  }
}

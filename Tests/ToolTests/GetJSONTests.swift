import TestSupport
import Testing

/// What `swiftdt get --json` writes.
@Suite struct GetJSONTests {
  @Test func json() throws {
    let bench = try Workbench([
      "x.dts":
        "/dts-v1/; / { l: n { a = <1>; b = \"x\", \"y\"; c; d = [01]; interrupt-parent = <&l>; m {}; }; };"
    ])
    #expect(
      try bench.run("swiftdt", "get", "--json", "x.dtb", "&l").text == """
        [
          {
            "labels" : [
              "l"
            ],
            "nodes" : [
              "m"
            ],
            "path" : "/n",
            "properties" : {
              "a" : {
                "text" : "<0x1>",
                "type" : "cells",
                "value" : [
                  1
                ]
              },
              "b" : {
                "text" : "\\"x\\", \\"y\\"",
                "type" : "string",
                "value" : [
                  "x",
                  "y"
                ]
              },
              "c" : {
                "text" : "",
                "type" : "empty",
                "value" : [

                ]
              },
              "d" : {
                "text" : "[01]",
                "type" : "bytes",
                "value" : [
                  1
                ]
              },
              "interrupt-parent" : {
                "text" : "<&l>",
                "type" : "cells",
                "value" : [
                  {
                    "label" : "l",
                    "node" : "/n",
                    "phandle" : 1
                  }
                ]
              },
              "phandle" : {
                "text" : "<0x1>",
                "type" : "cells",
                "value" : [
                  1
                ]
              }
            }
          }
        ]

        """)
    #expect(
      try bench.run("swiftdt", "get", "--json", "-t", "u", "x.dtb", "/*", "a").text == """
        [
          {
            "labels" : [
              "l"
            ],
            "path" : "/n",
            "properties" : {
              "a" : {
                "text" : "<0x1>",
                "type" : "requested",
                "value" : [
                  "1"
                ]
              }
            }
          }
        ]

        """)
  }

  @Test func jsonOfASourcesValue() throws {
    let bench = try Workbench(["x.dts": "/dts-v1/; / { a = <1>, <2>; };"])
    let result = try bench.run("swiftdt", "get", "--json", "-t", "source", "x.dtb", "/", "a")
    #expect(
      result.text == """
        [
          {
            "labels" : [

            ],
            "path" : "/",
            "properties" : {
              "a" : {
                "text" : "<0x1 0x2>",
                "type" : "requested",
                "value" : [
                  "<0x1 0x2>"
                ]
              }
            }
          }
        ]

        """)
  }
}

import TestSupport
import Testing

/// Reports for other programs and for issue trackers.
struct ReportFormatTests {
  @Test func markdown() throws {
    let result = try Workbench().search(["--markdown"], bad: Workbench.has("is-c"))
    #expect(result.status == 0)
    #expect(
      Workbench.timeless(result.text) == """
        # Overlay 3 is the first bad one: c.dts

        - base: `base.dts`
        - searched: 8 overlays by `first`
        - verdicts: exit code of `sh -c '! { grep -qa is-c "$SWIFTDT_DTB"; }'`
        - good: overlays 1-2
        - bad: overlays 1-3

        ## Culprit

        3. `c.dts`

        ## What `c.dts` does

        ```diff
        + /led@0: c = "is-c"
        ```

        ## Tried

        | step | what | verdict | |
        |---|---|---|---|
        | 1 | the base alone | good | T s |
        | 2 | all 8 overlays | bad | exit code 1, T s |
        | 3 | overlays 1-4 | bad | exit code 1, T s |
        | 4 | overlays 1-2 | good | T s |
        | 5 | overlays 1-3 | bad | exit code 1, T s |

        """)
  }

  /// The headline, and what only some strategies have below it.
  @Test(arguments: [
    ("--strategy maximal", "false", "# All 8 overlays are good together\n", ""),
    (
      "--strategy maximal", Workbench.has("is-b"),
      "# 7 of 8 overlays can be good together; no larger set was found\n", "\n## Left out\n\n2. `b.dts`\n"
    ),
    (
      "--strategy single", "\(Workbench.has("is-b")) || \(Workbench.has("is-c"))",
      "# 2 of 8 overlays are bad on their own\n", "\n## Culprit\n\n2. `b.dts`\n3. `c.dts`\n"
    ),
    (
      "--strategy fragments --within b.dts", Workbench.has("is-b"),
      "# Fragment 1 is bad with the other overlays applied: fragment@0 (&led)\n", "\n- within: `b.dts`\n"
    ),
  ])
  func parts(flags: String, bad: String, headline: String, part: String) throws {
    let flags = flags.split(separator: " ").map(String.init)
    let result = try Workbench().search(["--markdown"] + flags, bad: bad)
    #expect(result.status == 0)
    #expect(result.text.hasPrefix(headline))
    #expect(part.isEmpty || result.text.contains(part))
  }

  @Test func json() throws {
    let bench = try Workbench()
    try bench.overlay("b", "&led {\n  status = \"okay\";\n};")
    let result = try bench.bisect(
      ["-b", "base.dts", "--json", "a.dts", "b.dts", "--", "sh", "-c", "! grep -qa okay {}"])
    #expect(result.status == 0)
    #expect(
      Workbench.timeless(result.text) == """
        {
          "badSet" : "all",
          "base" : "base.dts",
          "changes" : [
            {
              "addedNodes" : [

              ],
              "overlay" : "b.dts",
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
                  "path" : "/led@0",
                  "property" : "status"
                }
              ]
            }
          ],
          "culprits" : [
            2
          ],
          "found" : true,
          "goodSet" : "1",
          "judge" : "exit code of `sh -c '! grep -qa okay {}'`",
          "parts" : [
            {
              "name" : "a.dts",
              "number" : 1
            },
            {
              "name" : "b.dts",
              "number" : 2
            }
          ],
          "remarks" : [
            "good: overlay 1",
            "bad: all 2 overlays"
          ],
          "strategy" : "first",
          "summary" : "overlay 2 is the first bad one: b.dts",
          "trials" : [
            {
              "seconds" : T,
              "set" : "none",
              "verdict" : "good"
            },
            {
              "remark" : "exit code 1",
              "seconds" : T,
              "set" : "all",
              "verdict" : "bad"
            },
            {
              "seconds" : T,
              "set" : "1",
              "verdict" : "good"
            }
          ]
        }

        """)
  }
}

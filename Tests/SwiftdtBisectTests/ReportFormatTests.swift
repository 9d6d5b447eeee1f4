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

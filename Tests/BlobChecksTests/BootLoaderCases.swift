import BlobChecks

extension Case {
  static let bootLoader: [Case] = [
    Case(
      .symbolsMissing, bad: "/ { };", good: "/ { __symbols__ { }; };",
      "error there is no /__symbols__, so no overlay can be applied",
      "  help: compile it with labels (dtc's -@)",
      settings: asking(.base)),
    Case(
      .blobSize, bad: "/ { a = <1 2 3 4 5 6 7 8>; };", good: "/ { };",
      "error the blob has 118 bytes, more than 100", settings: asking(.final) { $0.largestSize = 100 }),
    Case(
      .rootProperties, bad: "/ { model = \"\"; };", good: "/ { model = \"m\"; compatible = \"c\"; };",
      "warning /: the root has no 'model'", "warning /: the root has no 'compatible'"),
    Case(
      .chosenMissing, bad: "/ { };", good: "/ { chosen { }; };", "note there is no /chosen",
      settings: asking(.uboot)),
    Case(
      .consoleMissing, bad: "/ { chosen { }; };", good: "/ { chosen { stdout-path = \"/\"; }; };",
      "note /chosen has no 'stdout-path'", settings: asking(.uboot)),
  ]
}

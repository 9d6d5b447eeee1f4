import BlobChecks

/// Returns a board with 1 GiB of memory at 0x40000000 and these regions in /reserved-memory.
private func board(_ regions: String, ranges: String = "ranges;", cells: String = "1") -> String {
  """
  / { #address-cells = <1>; #size-cells = <1>;
    memory@40000000 { device_type = "memory"; reg = <0x40000000 0x40000000>; };
    reserved-memory { #address-cells = <\(cells)>; #size-cells = <1>; \(ranges) \(regions) }; };
  """
}

private func memoryNode(_ properties: String) -> String {
  "/ { #address-cells = <1>; #size-cells = <1>; memory { device_type = \"memory\"; \(properties) }; };"
}

/// Returns a board with this memory and these regions in /reserved-memory.
private func board(memory: String, _ regions: String) -> String {
  board(regions).replacing("<0x40000000 0x40000000>", with: memory)
}

private func cpus(_ nodes: String) -> String {
  "/ { cpus { #address-cells = <1>; #size-cells = <0>; \(nodes) }; };"
}

private let pool = "compatible = \"shared-dma-pool\";"
private let lent = pool + " reusable;"

extension Case {
  static let memory: [Case] = [
    Case(
      .cpuReg,
      bad: cpus(
        "cpu@0 { device_type = \"cpu\"; reg = <0>; status = \"disabled\"; }; cpu@1 { device_type = \"cpu\"; reg = <0>; };"
      ),
      good: cpus(
        """
        cpu@0 { device_type = "cpu"; reg = <0>; }; cpu@1 { device_type = "cpu"; reg = <1>; };
        cpu-map { reg = <0>; }; cpu@2 { device_type = "cpu"; reg = <0>; status = "fail"; };
        """),
      "error /cpus/cpu@1: 'reg' is 0x0, which /cpus/cpu@0 already has"),
    Case(
      .cellCount, bad: "/ { a { #address-cells = <7>; #size-cells = [01]; }; };",
      good: "/ { a { #address-cells = <3>; #size-cells = <2>; }; };",
      "error /a: '#address-cells' is 7; the maximum is 4",
      "error /a: '#size-cells' has 1 byte, expected one cell"),
    Case(
      .regSize, bad: "/ { a@1 { reg = <1>; }; };",
      good:
        "/ { #address-cells = <1>; #size-cells = <0>; a@1 { reg = <1>; }; __symbols__ { reg = \"/a@1\"; }; };",
      "error /a@1: 'reg' has 4 bytes, not a multiple of 12: addresses below / have 2 cells, sizes 1 cell"),
    // What is wrong with the cell counts is reported by another check.
    Case(
      .regSize, bad: "/ { #address-cells = <0>; #size-cells = <0>; a@1 { reg = <1>; }; };",
      good: "/ { #address-cells = <7>; a@1 { reg = <1>; }; };",
      "error /a@1: 'reg' has 4 bytes, not a multiple of 0: addresses below / have 0 cells, sizes 0 cells"),
    // The cell counts of a fragment's target are unknown, unless the fragment sets them.
    Case(
      .regSize,
      bad: "/ { f { __overlay__ { #address-cells = <1>; #size-cells = <1>; a@1 { reg = <1>; }; }; }; };",
      good: "/ { f { __overlay__ { #address-cells = <1>; a@1 { reg = <1>; }; }; }; };",
      "error /f/__overlay__/a@1: 'reg' has 4 bytes, not a multiple of 8: addresses below /f/__overlay__ have 1 cell, sizes 1 cell"
    ),
    Case(
      .rangesSize, bad: "/ { a { #address-cells = <1>; #size-cells = <1>; ranges = <1>; }; };",
      good: "/ { a { #address-cells = <1>; #size-cells = <1>; ranges = <1 2 3 4>; }; };",
      "error /a: 'ranges' has 4 bytes, not a multiple of 16: 1 cell of address below, 2 above, 1 of size"),
    Case(
      .rangesSize, bad: "/ { a { #address-cells = <1>; #size-cells = <1>; ranges; }; };",
      good: "/ { a { ranges; }; };",
      "warning /a: 'ranges' is empty, so addresses are the same below and above, but they have 1 cell and 1 cell below, 2 cells and 1 cell above"
    ),
    Case(
      .rangesSize, bad: "/ { a { #address-cells = <2>; #size-cells = <2>; ranges; }; };",
      good: "/ { a { #address-cells = <2>; #size-cells = <1>; ranges; }; };",
      "warning /a: 'ranges' is empty, so addresses are the same below and above, but they have 2 cells and 2 cells below, 2 cells and 1 cell above"
    ),
    Case(
      .rangesSize,
      bad: "/ { #address-cells = <0>; a { #address-cells = <0>; #size-cells = <0>; ranges = <1>; }; };",
      good: "/ { #address-cells = <0>; a { #address-cells = <0>; #size-cells = <1>; ranges = <1>; }; };",
      "error /a: 'ranges' has 4 bytes, not a multiple of 0: 0 cells of address below, 0 above, 0 of size"),
    Case(
      .memoryMissing, bad: "/ { };", good: memoryNode("reg = <1 2>;"),
      "note there is no memory: no node below the root has device_type \"memory\"",
      "  help: this is right only if the boot loader adds it"),
    Case(
      .memoryEmpty, bad: memoryNode("reg = <0 0>;"), good: memoryNode("reg = <0 0>, <1 2>;"),
      "note all memory nodes are empty", "  help: this is right only if the boot loader fills them"),
    Case(
      .memoryFormat, bad: memoryNode("linux,usable-memory = <1>;"),
      good: memoryNode("linux,usable-memory = <1 2>;"),
      "error /memory: 'linux,usable-memory' has 4 bytes, not a multiple of 8: addresses have 1 cell, sizes 1 cell"
    ),
    Case(
      .memoryFormat,
      bad: memoryNode("linux,usable-memory = <1>;").replacing("<1>;", with: "<0>;", maxReplacements: 2),
      good: memoryNode("reg = <1 2>;"),
      "error /memory: 'linux,usable-memory' has 4 bytes, not a multiple of 0: addresses have 0 cells, sizes 0 cells"
    ),
    Case(
      .memoryFormat,
      bad: "/ { memory { device_type = \"memory\"; reg = <0xffffffff 0xffff0000 0x20000>; }; };",
      good: "/ { memory { device_type = \"memory\"; reg = <0xffffffff 0xffff0000 0x10000>; }; };",
      "error /memory: 0x20000 bytes of memory at 0xffffffffffff0000 do not fit into the address space"),
    Case(
      .memoryOverlap, bad: memoryNode("reg = <0 0x2000 0x1fff 2>;"),
      good: memoryNode("reg = <0 0x2000 0x2000 2>;"),
      "warning /memory: memory 0x1fff-0x2000 overlaps 0x0-0x1fff of /memory"),
    Case(
      .reservedCells, bad: board("", cells: "2"), good: board(""),
      "error /reserved-memory: '#address-cells' and '#size-cells' must be present and the same as the root's (1 and 1)",
      "  note: Linux ignores all reserved memory otherwise"),
    Case(
      .reservedCells,
      bad: board("").replacing("#size-cells = <1>; ranges", with: "#size-cells = <0>; ranges"),
      good: board(""),
      "error /reserved-memory: '#address-cells' and '#size-cells' must be present and the same as the root's (1 and 1)",
      "  note: Linux ignores all reserved memory otherwise"),
    // What is wrong with the root's cell counts is reported by another check.
    Case(
      .reservedCells, bad: "/ { reserved-memory { ranges; }; };",
      good: "/ { #address-cells = <5>; reserved-memory { ranges; }; };",
      "error /reserved-memory: '#address-cells' and '#size-cells' must be present and the same as the root's (2 and 1)",
      "  note: Linux ignores all reserved memory otherwise"),
    Case(
      .reservedCells, bad: "/ { reserved-memory { ranges; }; };",
      good: "/ { #size-cells = <5>; reserved-memory { ranges; }; };",
      "error /reserved-memory: '#address-cells' and '#size-cells' must be present and the same as the root's (2 and 1)",
      "  note: Linux ignores all reserved memory otherwise"),
    Case(
      .reservedRanges, bad: board("", ranges: ""), good: board(""),
      "error /reserved-memory: 'ranges' is missing",
      "  note: Linux ignores all reserved memory without it"),
    Case(
      .reservedFormat, bad: board("a { size = <0 0x1000>; };"), good: board("a { size = <0x1000>; };"),
      "error /reserved-memory/a: 'size' has 8 bytes, expected 4 (1 cell)",
      "  note: Linux says \"invalid size property\" and ignores the region"),
    // Linux goes by the root's counts, and another check reports that these differ.
    Case(
      .reservedFormat,
      bad: board("a { size = <0x1000>; }; b { size; };")
        .replacing("#size-cells = <1>; ranges", with: "#size-cells = <0>; ranges"),
      good: board("a { size = <0x1000>; }; b@1 { reg = <1 1>; };"),
      "error /reserved-memory/a: there can be no 'size', since '#size-cells' is 0",
      "error /reserved-memory/b: there can be no 'size', since '#size-cells' is 0"),
    Case(
      .reservedFormat, bad: board("a { size = <0x1000>; alignment = <0 0x1000>; };"),
      good: board("a { size = <0x1000>; alignment = <0x1000>; };"),
      "error /reserved-memory/a: 'alignment' has 8 bytes, expected 4 (1 cell)",
      "  note: Linux says \"invalid alignment property\" and ignores the region"),
    Case(
      .reservedFormat, bad: board("a { size = <0x1000>; alloc-ranges = <0x40000000>; };"),
      good: board("a { size = <0x1000>; alloc-ranges = <0x40000000 0x1000>; };"),
      "error /reserved-memory/a: 'alloc-ranges' has 4 bytes, not a multiple of 8",
      "  note: Linux ignores the region"),
    Case(
      .reservedFormat, bad: board("a { size = <0x1000>; alloc-ranges = <0x40000000 0>; };"),
      good: board("a { size = <0x1000>; alloc-ranges = <0x40000000 0 0x40000000 0x1000>; };"),
      "error /reserved-memory/a: 'alloc-ranges' has only empty ranges"),
    Case(
      .reservedWithoutSize, bad: board("a { };"), good: board("a { status = \"disabled\"; };"),
      "warning /reserved-memory/a: the region has neither 'reg' nor 'size'",
      "  note: Linux silently ignores it; whoever refers to it gets no memory"),
    Case(
      .reservedEmpty, bad: board("a { size = <0>; }; b@1 { reg = <1 0>; };"),
      good: board("a { size = <1>; };"),
      "warning /reserved-memory/a: the region's 'size' is 0",
      "  note: Linux reserves nothing; whoever refers to it gets no memory",
      "warning /reserved-memory/b@1: the region at 0x1 is empty"),
    Case(
      .reservedAlignment, bad: board("a { size = <1>; alignment = <0x3000>; };"),
      good: board("a { size = <1>; alignment = <0x2000>; };"),
      "error /reserved-memory/a: 'alignment' is 0x3000, not a power of two"),
    Case(
      .reservedAlignment, bad: board("a@0 { reg = <0x40001000 0x1000>; alignment = <0x2000>; };"),
      good: board(
        "a@0 { reg = <0x40002000 0x1000>; alignment = <0x2000>; }; b@1 { reg = <0x40000800 0x800>; };"),
      "warning /reserved-memory/a@0: the region begins at 0x40001000, not a multiple of its 'alignment' of 8 KiB"
    ),
    Case(
      .reservedAlignment, bad: board("a@0 { \(lent) reg = <0x40100000 0x400000>; };"),
      good: board(
        "a@0 { \(lent) reg = <0x40200000 0x400000>; }; b@1 { \(pool) reg = <0x40100000 0x1000>; };"),
      "warning /reserved-memory/a@0: the region begins at 0x40100000, not a multiple of 2 MiB",
      "  note: Linux with pages of 4 KiB says \"incorrect alignment of CMA region\" and lends none of it"),
    Case(
      .reservedAlignment, bad: board("a { \(lent) size = <0x1100000>; };"),
      good: board("a { \(lent) size = <0x1200000>; }; b { \(lent) no-map; size = <0x1000>; };"),
      "warning /reserved-memory/a: the region has 17 MiB, not a multiple of 2 MiB",
      "  note: Linux with pages of 4 KiB says \"incorrect alignment of CMA region\" and lends none of it"),
    Case(
      .reservedFlags, bad: board("a { size = <1>; no-map; reusable; };"),
      good: board("a { size = <1>; reusable; linux,cma-default; };"),
      "error /reserved-memory/a: 'no-map' and 'reusable' are mutually exclusive",
      "  help: use 'no-map' for what the system must not touch, 'reusable' for what it may lend out"),
    Case(
      .reservedFlags, bad: board("a { size = <1>; linux,cma-default; };"),
      good: board("a { size = <1>; no-map; };"),
      "error /reserved-memory/a: 'linux,cma-default' requires 'reusable'",
      "  note: Linux does not make the region a CMA area without it"),
    Case(
      .reservedOverlap,
      bad: board("a@0 { reg = <0x40000000 0x200000>; }; b@1 { reg = <0x40100000 0x200000>; };"),
      good: board("a@0 { reg = <0x40000000 0x100000>; }; b@1 { reg = <0x40100000 0x200000>; };"),
      "error /reserved-memory/b@1: 0x40100000-0x402fffff overlaps 0x40000000-0x401fffff of /reserved-memory/a@0 by 1 MiB",
      "  note: each assumes that it has these bytes to itself"),
    Case(
      .reservedOutside, bad: board("a@0 { reg = <0 0x1000>, <0x7ffff000 0x2000>; };"),
      good: board("a@0 { reg = <0x40000000 0x1000>, <0x7ffff000 0x1000>; };"),
      "warning /reserved-memory/a@0: 0x0-0xfff is outside of memory",
      "warning /reserved-memory/a@0: 0x7ffff000-0x80000fff is partly outside of memory"),
    Case(
      .reservedNoRoom,
      bad: board(
        "a@0 { reg = <0x60000000 0x1000>; }; b { size = <0x20000000>; }; c { size = <0x20000000>; };"),
      good: board(
        "a@0 { reg = <0x60000000 0x1000>; }; b { size = <0x20000000>; }; c { size = <0x1ffff000>; };"),
      "error /reserved-memory/c: there is no room for 512 MiB aligned to 4 KiB"),
    Case(
      .reservedNoRoom,
      bad: board("a { size = <0x2000>; alignment = <0x2000>; alloc-ranges = <0x50001000 0x2000>; };"),
      good: board("a { size = <0x2000>; alignment = <0x2000>; alloc-ranges = <0x50001000 0x3000>; };"),
      "error /reserved-memory/a: there is no room for 8 KiB aligned to 8 KiB in its 'alloc-ranges'"),
    // Where there is no memory, the boot loader adds it.
    Case(
      .reservedNoRoom, bad: board("a { size = <0x80000000>; };"),
      good: board("a { size = <0x80000000>; };").replacing("device_type = \"memory\"", with: "x = \"y\""),
      "error /reserved-memory/a: there is no room for 2 GiB aligned to 4 KiB"),
    // The highest address that is free is taken, in whatever bank, and adjacent banks count as one.
    Case(
      .reservedNoRoom,
      bad: board(
        memory: "<0 0x2000>, <0x10000 0x2000>",
        "a { size = <0x1000>; }; b { size = <0x2000>; alloc-ranges = <0x10000 0x2000>; };"),
      good: board(
        memory: "<0 0x2000>, <0x10000 0x2000>",
        "a { size = <0x1000>; }; b { size = <0x2000>; alloc-ranges = <0 0x2000>; };"),
      "error /reserved-memory/b: there is no room for 8 KiB aligned to 4 KiB in its 'alloc-ranges'"),
    Case(
      .reservedNoRoom,
      bad: board(memory: "<0 0x2000>, <0x3000 0x2000>, <0x8000 0x1000>", "a { size = <0x3000>; };"),
      good: board(memory: "<0 0x2000>, <0x3000 0x2000>, <0x2000 0x1000>", "a { size = <0x5000>; };"),
      "error /reserved-memory/a: there is no room for 12 KiB aligned to 4 KiB"),
    Case(
      .reservedCount, bad: board(regions(66)), good: board(regions(64)),
      "warning /reserved-memory/r65@40041000: this is region 65 of 66, and Linux before 6.13 keeps 64",
      "  note: from here on, whoever refers to a region gets no memory"),
  ]

  /// Returns `count` regions, every other one with an address, and two more that do not count.
  private static func regions(_ count: Int) -> String {
    (1...count).map { number in
      let address = String(0x4000_0000 + number * 0x1000, radix: 16)
      return number % 2 == 0
        ? "r\(number) { size = <0x1000>; };" : "r\(number)@\(address) { reg = <0x\(address) 0x1000>; };"
    }.joined() + "off { size = <0x1000>; status = \"disabled\"; }; none { };"
  }
}

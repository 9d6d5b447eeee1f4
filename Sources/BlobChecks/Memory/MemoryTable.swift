extension BlobCheck {
  static let memoryChecks: [BlobCheck] = [
    BlobCheck(
      .cellCount, .memory, .error, title: "A cell count is invalid",
      """
      `#address-cells` and `#size-cells` are one cell each (Devicetree Specification 2.3.5), and no address \
      has more than 4 cells.
      """),
    BlobCheck(
      .regSize, .memory, .error, title: "reg does not fit the parent's cell counts",
      """
      `reg` is a list of addresses and sizes, with as many cells as the parent's `#address-cells` and \
      `#size-cells` say; 2 and 1 by default. A list that is not a whole number of entries is misread from \
      the first on.
      """),
    BlobCheck(
      .rangesSize, .memory, .error, title: "ranges does not fit the cell counts",
      """
      An entry of `ranges` or `dma-ranges` has an address below, an address above and a size (Devicetree \
      Specification 2.3.8). An empty one says that addresses are the same on both sides, so both must have \
      the same number of cells.
      """),
    BlobCheck(
      .cpuReg, .memory, .error, title: "Two CPUs have the same reg",
      """
      `reg` of a CPU's node is the number that the hardware knows it by (Devicetree Specification 3.8.1). \
      Linux leaves out a CPU whose number an earlier one has; on 32-bit Arm, it leaves out all but the first \
      CPU, and on RISC-V it may stop.
      """),
    BlobCheck(
      .memoryMissing, .memory, .note, title: "There is no memory node",
      """
      A complete tree has a node with device_type "memory" (Devicetree Specification 3.4). Without it \
      kernels stop before they can say why, unless the boot loader adds it, as U-Boot does.
      """),
    BlobCheck(
      .memoryEmpty, .memory, .note, title: "The memory nodes are empty",
      "No memory node has any bytes: a template that the boot loader fills in, as U-Boot does."),
    BlobCheck(
      .memoryFormat, .memory, .error, title: "A memory node cannot be read",
      """
      `reg` or `linux,usable-memory` of a memory node is not a whole number of entries, or goes beyond the \
      address space. Linux prefers `linux,usable-memory`.
      """),
    BlobCheck(
      .memoryOverlap, .memory, .warning, title: "Two memory ranges overlap",
      "The same addresses are in two memory nodes, or twice in one. Linux silently counts them once."),
    BlobCheck(
      .reservedCells, .memory, .error, title: "/reserved-memory has other cell counts than the root",
      """
      Linux reads the regions with the root's `#address-cells` and `#size-cells`, and ignores all of them \
      if /reserved-memory does not state the same ones ("unsupported node format").
      """),
    BlobCheck(
      .reservedRanges, .memory, .error, title: "/reserved-memory has no ranges",
      "An empty `ranges` is required (Devicetree Specification 3.5); Linux ignores all regions without it."),
    BlobCheck(
      .reservedFormat, .memory, .error, title: "A region of reserved memory cannot be read",
      """
      `size` has as many cells as the root's `#size-cells`, `alignment` as its `#address-cells`, \
      `alloc-ranges` is a list of addresses and sizes. Linux ignores a region with anything else, with an \
      early log message that few see; the driver that refers to it fails with "rsvmem" or no memory.
      """),
    BlobCheck(
      .reservedWithoutSize, .memory, .warning, title: "A region of reserved memory has no size",
      "A region has `reg`, or `size` if Linux is to choose where it lies. One with neither is ignored."),
    BlobCheck(
      .reservedEmpty, .memory, .warning, title: "A region of reserved memory is empty",
      "The region's size is 0: nothing is reserved, and whoever refers to the region gets no memory."),
    BlobCheck(
      .reservedAlignment, .memory, .error, title: "A region of reserved memory is not aligned",
      """
      `alignment` is a power of two, and a region with an address must honour its own. What Linux is to lend \
      out (a `reusable` "shared-dma-pool") has an address and a size that are multiples of 2 MiB, before \
      Linux 5.17 and on 32-bit ARM of 4 MiB: "incorrect alignment of CMA region".
      """),
    BlobCheck(
      .reservedFlags, .memory, .error, title: "A region's flags are mutually exclusive",
      """
      `no-map` keeps the system out of a region, `reusable` lends it out (Devicetree Specification 3.5.2): \
      not both. Linux makes no CMA area of a region with both.
      """),
    BlobCheck(
      .reservedOverlap, .memory, .error, title: "Two regions of reserved memory overlap",
      """
      Two enabled regions share addresses. Linux says "OVERLAP DETECTED!" and goes on; firmware, a remote \
      processor or a frame buffer then write into each other's memory.
      """),
    BlobCheck(
      .reservedOutside, .memory, .warning, title: "A region of reserved memory is outside of memory",
      """
      The region is not, or not entirely, within the memory nodes: its address is wrong, or the board has \
      other memory.
      """),
    BlobCheck(
      .reservedNoRoom, .memory, .error, title: "A region without an address fits nowhere",
      """
      With memory as the tree has it, fixed regions taken and regions without an address placed one after \
      another from the top, as Linux does, nothing is left for this one with its size, alignment and \
      `alloc-ranges`. (Before 6.13, Linux may not keep to their order.) Linux says "failed to allocate \
      memory for node" and goes on without it.
      """),
    BlobCheck(
      .reservedCount, .memory, .warning, title: "There are more regions of reserved memory than Linux keeps",
      """
      Before 6.13, Linux keeps 64 regions in the order of the tree and says "not enough space for all \
      defined regions" at each one after that: one without an address gets none, one with an address stays \
      reserved, and the drivers that refer to either get no memory. Later versions keep all regions.
      """),
  ]
}

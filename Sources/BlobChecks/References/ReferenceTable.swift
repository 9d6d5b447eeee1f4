extension BlobCheck {
  static let referenceChecks: [BlobCheck] = [
    BlobCheck(
      .phandleValue, .references, .error, title: "A node's phandle cannot be one",
      """
      A phandle is one cell other than 0 and 0xffffffff (Devicetree Specification 2.3.3); `phandle` and \
      `linux,phandle` say the same. References to such a node lead nowhere.
      """),
    BlobCheck(
      .phandleDuplicate, .references, .error, title: "Two nodes have the same phandle",
      """
      Every reference to it leads to the first of the two nodes, so that a device gets the other one's \
      clock or pin. libfdt before 1.7 makes this of overlays that give a label to what has a phandle.
      """),
    BlobCheck(
      .referenceSize, .references, .error, title: "A reference is no whole number of cells",
      "A property that refers to nodes consists of phandles and arguments of four bytes each."),
    BlobCheck(
      .referenceUnresolved, .references, .error, title: "A phandle leads to no node",
      """
      A property that holds phandles (clocks, resets, gpios, dmas, pinctrl-N, supplies, iommus, phys, \
      endpoints and all others that the specification and Linux know) has one that no node has. The driver \
      gets no provider, and mostly defers its probe for ever without a word.
      """),
    BlobCheck(
      .referencePlaceholder, .references, .error, ProfileSeverities(overlay: .off),
      title: "0xffffffff stands where a phandle belongs",
      """
      An overlay has 0xffffffff where a phandle of the base will stand. In a complete tree it was never put \
      in: the overlay was merged by something that does not do fixups.
      """),
    BlobCheck(
      .referenceCells, .references, .error, title: "A reference has too few cells for its provider",
      """
      How many cells follow a phandle, the provider says in its `#clock-cells`, `#gpio-cells` and so on. If \
      the provider does not say it, or the property ends too early, Linux refuses the whole property.
      """),
    BlobCheck(
      .referenceDisabled, .references, .off, title: "An enabled node refers to a disabled one",
      """
      Where the provider of a clock, a supply, a DMA channel or the like is disabled, the device that needs \
      it never probes. Boards have many such references for parts that are optional, so this check is off \
      unless asked for.
      """),
    BlobCheck(
      .namesCount, .references, .warning, title: "A list has more names than entries",
      """
      `clock-names`, `reset-names`, `dma-names` and their like name the entries of `clocks`, `resets` or `dmas` one \
      by one. A driver that asks for a name behind the last entry gets nothing: an entry is missing, or a name is \
      one too many and those behind it mean the entry before theirs.
      """),
    BlobCheck(
      .pinctrlNames, .references, .warning, title: "A state of pins has no name",
      """
      Linux sets up the pins of a device from the state that `pinctrl-names` calls `default` (and `init`, `sleep` \
      and so on). The pins of a `pinctrl-0` without a name are never set up.
      """),
    BlobCheck(
      .interruptParent, .references, .error, title: "An interrupt has no controller",
      """
      Going up from a node with `interrupts`, and sideways at each `interrupt-parent`, there must be a node \
      with `#interrupt-cells` (Devicetree Specification 2.4).
      """),
    BlobCheck(
      .interruptSize, .references, .error, title: "An interrupt has the wrong number of cells",
      "The number of cells of `interrupts` is a multiple of its controller's `#interrupt-cells`."),
    BlobCheck(
      .interruptMap, .references, .error, title: "An interrupt map does not add up",
      """
      An entry of `interrupt-map` has the child's address and interrupt, a phandle, and an address and an \
      interrupt as its parent counts them (Devicetree Specification 2.4.3). Where one entry is wrong, all \
      behind it are misread.
      """),
    BlobCheck(
      .endpointPair, .references, .warning, title: "An endpoint's partner does not lead back",
      "Two endpoints of a graph name each other in `remote-endpoint`; drivers look from either side."),
    BlobCheck(
      .aliasPath, .references, .warning, title: "An alias leads to no node",
      """
      A property of /aliases has a path where there is no node. The numbering that it asks for (serial0, \
      mmc1) does not happen; as `stdout-path` it means no console.
      """),
    BlobCheck(
      .aliasDisabled, .references, .off, title: "An alias leads to a disabled node",
      "Most bases have aliases for parts that only some boards enable, so this check is off unless asked for."
    ),
    BlobCheck(
      .stdoutPath, .references, .error, title: "stdout-path leads to no node",
      """
      `stdout-path` in /chosen is a path or an alias, and options behind a colon (Devicetree Specification \
      3.6). Where it leads nowhere, there is no early console.
      """),
    BlobCheck(
      .stdoutDisabled, .references, .error, title: "stdout-path leads to a disabled node",
      "The console's device, or a node above it, is disabled, so its driver never probes: no console."),
    BlobCheck(
      .symbolPath, .references, .warning, ProfileSeverities(base: .error), title: "A label leads to no node",
      """
      A property of /__symbols__ has a path where there is no node: it was deleted or renamed after the \
      labels were written. An overlay that uses the label fails.
      """),
    BlobCheck(
      .leftoverFixups, .references, .error, ProfileSeverities(overlay: .off),
      title: "Labels are left to be resolved",
      "A complete tree has no /__fixups__: those are an overlay's open references to its base."),
    BlobCheck(
      .overlayFragment, .references, .error, ProfileSeverities(overlay: .off),
      title: "An overlay's fragment was not applied",
      "A complete tree has no `__overlay__` nodes. An overlay was given where a board's tree belongs."),
    BlobCheck(
      .fixupPlace, .references, .error, title: "An overlay's fixup leads nowhere",
      """
      /__fixups__ lists the places of 0xffffffff as PATH:PROPERTY:OFFSET. /__local_fixups__ has nodes and \
      properties named after the overlay's own, with the offsets of what refers to other nodes of it. What leads \
      nowhere makes fdtoverlay and U-Boot fail with FDT_ERR_BADOVERLAY or FDT_ERR_NOTFOUND.
      """),
    BlobCheck(
      .fragmentContent, .references, .warning, title: "A fragment has nothing in it",
      """
      A node of an overlay says in `target` or `target-path` where it goes, but has no `__overlay__`: the name may \
      be mistyped. fdtoverlay and U-Boot pass it over without a word.
      """),
  ]
}

extension BlobCheck {
  static let referenceChecks: [BlobCheck] = [
    BlobCheck(
      .phandleValue, .references, .error, title: "A node's phandle is invalid",
      """
      A phandle is one cell other than 0 and 0xffffffff (Devicetree Specification 2.3.3); `phandle` and \
      `linux,phandle` must agree. References to such a node lead nowhere.
      """),
    BlobCheck(
      .phandleDuplicate, .references, .error, title: "Two nodes have the same phandle",
      """
      Every reference to it leads to the first of the two nodes, so that a device gets the other one's clock \
      or pin. libfdt before 1.7 causes this when an overlay labels a node that already has a phandle.
      """),
    BlobCheck(
      .referenceSize, .references, .error, title: "A reference is not a whole number of cells",
      "A property that refers to nodes consists of phandles and arguments of four bytes each."),
    BlobCheck(
      .referenceUnresolved, .references, .error, title: "A phandle leads to no node",
      """
      A property that holds phandles (clocks, resets, gpios, dmas, pinctrl-N, supplies, iommus, phys, \
      endpoints and all others that the specification and Linux know) has one that no node has. The driver \
      gets no provider, and usually defers its probe forever, silently.
      """),
    BlobCheck(
      .referencePlaceholder, .references, .error, ProfileSeverities(overlay: .off),
      title: "0xffffffff is where a phandle belongs",
      """
      An overlay has 0xffffffff where a phandle of the base will be. In a complete tree it was never filled \
      in: the overlay was merged by something that does not apply fixups.
      """),
    BlobCheck(
      .referenceCells, .references, .error, title: "A reference has too few cells for its provider",
      """
      The provider says in its `#clock-cells`, `#gpio-cells` and so on how many cells follow its phandle. If \
      it does not, or the property ends too early, Linux rejects the whole property.
      """),
    BlobCheck(
      .referenceDisabled, .references, .off, title: "An enabled node refers to a disabled one",
      """
      If the provider of a clock, a supply, a DMA channel or the like is disabled, the device that needs it \
      never probes. Boards have many such references for parts that are optional, so this check is off \
      unless asked for.
      """),
    BlobCheck(
      .namesCount, .references, .warning, title: "A list has more names than entries",
      """
      `clock-names`, `reset-names`, `dma-names` and their like name the entries of `clocks`, `resets` or \
      `dmas` one by one. A driver that asks for a name past the last entry gets nothing: an entry is \
      missing, or there is one name too many and those after it are off by one.
      """),
    BlobCheck(
      .pinctrlNames, .references, .warning, title: "A pin state has no name",
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
      An entry of `interrupt-map` has the child's address and interrupt, a phandle, and the parent's address \
      and interrupt, in as many cells as the parent says (Devicetree Specification 2.4.3). If one entry is \
      wrong, all after it are misread.
      """),
    BlobCheck(
      .endpointPair, .references, .warning, title: "An endpoint's partner does not lead back",
      "Two endpoints of a graph name each other in `remote-endpoint`; drivers look from either side."),
    BlobCheck(
      .aliasPath, .references, .warning, title: "An alias leads to no node",
      """
      A property of /aliases has a path to a node that does not exist. The numbering that it asks for \
      (serial0, mmc1) does not happen; as `stdout-path` it means no console.
      """),
    BlobCheck(
      .aliasDisabled, .references, .off, title: "An alias leads to a disabled node",
      "Most bases have aliases for parts that only some boards enable, so this check is off unless asked for."
    ),
    BlobCheck(
      .stdoutPath, .references, .error, title: "stdout-path leads to no node",
      """
      `stdout-path` in /chosen is a path or an alias, with options after a colon (Devicetree Specification \
      3.6). If it leads nowhere, there is no early console.
      """),
    BlobCheck(
      .stdoutDisabled, .references, .error, title: "stdout-path leads to a disabled node",
      "The console's device, or a node above it, is disabled, so its driver never probes: no console."),
    BlobCheck(
      .symbolPath, .references, .warning, ProfileSeverities(base: .error), title: "A label leads to no node",
      """
      A property of /__symbols__ has a path to a node that does not exist: it was deleted or renamed after \
      the labels were written. An overlay that uses the label fails.
      """),
    BlobCheck(
      .leftoverFixups, .references, .error, ProfileSeverities(overlay: .off),
      title: "Labels are not resolved",
      "A complete tree has no /__fixups__: those are an overlay's unresolved references to its base."),
    BlobCheck(
      .overlayFragment, .references, .error, ProfileSeverities(overlay: .off),
      title: "An overlay's fragment was not applied",
      "A complete tree has no `__overlay__` nodes. An overlay was given where a board's tree belongs."),
    BlobCheck(
      .fixupPlace, .references, .error, title: "An overlay's fixup leads nowhere",
      """
      /__fixups__ lists the places of 0xffffffff as PATH:PROPERTY:OFFSET. /__local_fixups__ has nodes and \
      properties named after the overlay's own, with the offsets of their references to other nodes of the \
      overlay. An entry that leads nowhere makes fdtoverlay and U-Boot fail with FDT_ERR_BADOVERLAY or \
      FDT_ERR_NOTFOUND.
      """),
    BlobCheck(
      .fragmentContent, .references, .warning, title: "A fragment has no __overlay__ node",
      """
      A node of an overlay says in `target` or `target-path` where it goes, but has no `__overlay__`: the \
      name may be mistyped. fdtoverlay and U-Boot silently skip it. A fragment with a `__dormant__` instead \
      is only a note: the Raspberry Pi firmware applies it if a parameter says so.
      """),
    BlobCheck(
      .outsideFragments, .references, .warning, title: "A node of an overlay is in no fragment",
      """
      Only what is in the `__overlay__` of a fragment reaches the base: fdtoverlay and U-Boot silently skip \
      other nodes of the overlay's root, and references to them lead nowhere. In a source, `&{/} { … };` \
      merges nodes into the base's root. An overlay without any fragment changes nothing. Nodes named `__…__` \
      or `metadata` are for tools, and not reported.
      """),
  ]
}

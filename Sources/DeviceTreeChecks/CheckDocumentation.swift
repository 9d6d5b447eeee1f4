extension CheckID {
  /// What is wrong when the check finds something, in a few words.
  public var title: String { text.title }

  /// One paragraph about the check.
  public var documentation: String { text.documentation }

  private typealias Text = (title: String, documentation: String)

  private var text: Text { structureText ?? typeText ?? busText ?? chosenText ?? providerText }

  private var structureText: Text? {
    switch self {
    case .duplicateNodeNames:
      ("two children have the same name", "Siblings need different names; readers find only the first.")
    case .duplicatePropertyNames:
      ("two properties have the same name", "Readers find only the first of them.")
    case .nodeNameChars:
      (
        "a node's name has bad characters",
        "Letters, digits and ,._+-@ are allowed (Devicetree Specification 2.2.1)."
      )
    case .nodeNameFormat:
      ("a node's name has two @", "A name has at most one @, followed by the unit address.")
    case .nodeNameNotEmpty: ("a node has no name", "Only the root node's name is empty.")
    case .propertyNameChars:
      ("a property's name has bad characters", "Letters, digits and ,._+*#?- are allowed (2.2.4).")
    case .nameIsString:
      ("name is not a string", "The old property `name` repeats the node's name as a string.")
    case .nameProperties:
      ("name is not the node's name", "The old property `name` must be the node's name.")
    case .nodeNameVsPropertyName:
      (
        "a node and a property have the same name",
        "A node has a child and a property of the same name; some readers keep both in one list."
      )
    case .duplicateLabel:
      ("two things have the same label", "A label names one node, property or value.")
    case .explicitPhandles:
      (
        "a phandle is invalid, or another node's",
        "An explicit phandle is one cell, and unique."
      )
    case .phandleReferences: ("a reference leads to no node", "`<&label>` needs a node with that label.")
    case .pathReferences:
      ("a path reference leads to no node", "`&label` as a value needs a node with that label.")
    case .omitUnusedNodes:
      ("nodes that nobody refers to", "Not a check: leaves out nodes marked with /omit-if-no-ref/.")
    case .alwaysFail: ("every node", "Fails for every node; for testing.")
    default: nil
    }
  }

  private var typeText: Text? {
    switch self {
    case .addressCellsIsCell: Self.isCell("#address-cells")
    case .sizeCellsIsCell: Self.isCell("#size-cells")
    case .deviceTypeIsString: Self.isString("device_type")
    case .modelIsString: Self.isString("model")
    case .statusIsString: Self.isString("status")
    case .labelIsString: Self.isString("label")
    case .compatibleIsStringList:
      (
        "compatible is not a list of strings",
        "Each string of `compatible` ends in a zero byte, including the last."
      )
    case .namesIsStringList:
      ("*-names is not a list of strings", "Properties that end in -names are lists of strings.")
    case .propertyNameCharsStrict:
      (
        "a property's name has unusual characters",
        "Letters, digits, comma and dash are recommended. Off unless asked for."
      )
    case .nodeNameCharsStrict:
      (
        "a node's name has unusual characters",
        "Letters, digits, comma and dash are recommended. Off unless asked for."
      )
    case .addrSizeCells:
      ("cell counts", "Reads the cell counts for the checks that depend on it; reports nothing itself.")
    case .regFormat:
      (
        "reg does not fit the cell counts",
        "The length of `reg` is a multiple of the parent's `#address-cells` and `#size-cells`."
      )
    case .rangesFormat:
      ("ranges does not fit the cell counts", "An entry has a child's address, a parent's and a size.")
    case .dmaRangesFormat:
      ("dma-ranges does not fit the cell counts", "An entry has a child's address, a parent's and a size.")
    case .unitAddressVsReg:
      (
        "a unit address without reg, or vice versa",
        "A node has a unit address after @ if and only if it has `reg` or a non-empty `ranges`."
      )
    case .unitAddressFormat:
      (
        "a unit address begins with 0x or zeros",
        "Unit addresses are hexadecimal, without prefix or leading zeros."
      )
    case .avoidDefaultAddrSize:
      (
        "a node relies on default cell counts",
        "A parent of nodes with `reg` states its `#address-cells` and `#size-cells`."
      )
    case .avoidUnnecessaryAddrSize:
      ("unnecessary cell counts", "Cell counts belong where there are children with addresses.")
    case .uniqueUnitAddress:
      ("two children have the same unit address", "Of two devices at one address, one is usually wrong.")
    case .uniqueUnitAddressIfEnabled:
      (
        "two enabled children have the same unit address",
        "Like unique_unit_address, without disabled nodes. Off unless asked for."
      )
    default: nil
    }
  }

  private var busText: Text? {
    switch self {
    case .pciBridge:
      (
        "a PCI bridge lacks a property, or has a wrong one",
        "A node with device_type \"pci\" is called pci or pcie, has `ranges`, 3 address and 2 size cells."
      )
    case .pciDeviceReg:
      (
        "a PCI device's reg does not fit its name",
        "The unit address is the device and function of `reg`, in hexadecimal."
      )
    case .pciDeviceBusNum:
      (
        "a PCI device is on a bus that its bridge does not have",
        "The bus in `reg` is within the bridge's `bus-range`."
      )
    case .simpleBusBridge:
      ("a simple bus", "Finds simple buses for the checks that depend on it; reports nothing itself.")
    case .simpleBusReg:
      (
        "a device on a simple bus has no address, or a different one in its name",
        "A device on a simple-bus has `reg` or `ranges`, and its first address is its unit address."
      )
    case .i2cBusBridge:
      ("an I2C bus has wrong cell counts", "An I2C bus has 1 address cell and no size cells.")
    case .i2cBusReg:
      (
        "an I2C device's address is wrong",
        "The unit address is that of `reg`, at most 7 bits, or 10 with the flag for it."
      )
    case .spiBusBridge:
      (
        "an SPI bus has wrong cell counts, or a wrong name",
        "An SPI bus is called spi and has 1 address cell."
      )
    case .spiBusReg:
      ("an SPI device's chip select is not in its name", "The unit address is the chip select in `reg`.")
    case .interruptsProperty:
      (
        "interrupts do not fit their controller",
        "There is an interrupt parent, and the length is a multiple of its `#interrupt-cells`."
      )
    case .interruptProvider:
      (
        "an interrupt controller lacks a property",
        "A node with `interrupt-controller` or `interrupt-map` has `#interrupt-cells` and `#address-cells`."
      )
    case .interruptMap:
      ("an interrupt map does not add up", "Each entry has as many cells as child and parent say.")
    case .graphNodes:
      ("a port or endpoint is misplaced", "Ports and endpoints of a graph have fixed names and parents.")
    case .graphPort:
      ("a port's address is wrong", "A port is called port, and its `reg` is its unit address.")
    case .graphEndpoint:
      (
        "an endpoint's partner does not lead back",
        "An endpoint's `remote-endpoint` is an endpoint that refers back."
      )
    default: nil
    }
  }

  private var chosenText: Text? {
    switch self {
    case .obsoleteChosenInterruptController:
      ("/chosen has interrupt-controller", "The property is obsolete there.")
    case .chosenNodeIsRoot: ("chosen is not below the root", "Only /chosen has a meaning.")
    case .chosenNodeBootargs: Self.isString("bootargs")
    case .chosenNodeStdoutPath:
      ("stdout-path is not a string", "`stdout-path` is a string; `linux,stdout-path` is its old name.")
    case .aliasPaths:
      (
        "an alias is named unusually, or leads nowhere",
        "An alias's name has lower-case letters, digits and dashes, its value is the path of a node."
      )
    case .gpiosProperty: Self.refers("gpios, *-gpios and *-gpio", "#gpio-cells")
    case .deprecatedGPIOProperty:
      ("a property ends in -gpio", "The suffix is -gpios, even for one. Off unless asked for.")
    default: nil
    }
  }

  /// The two checks of each kind of provider.
  private var providerText: Text {
    for provider in Provider.all {
      let cells = provider.cells.rawValue
      if provider.propertyCheck == self { return Self.refers(provider.property.rawValue, cells) }
      if provider.cellsCheck == self { return Self.isCell(cells) }
    }
    return (name, name)
  }

  private static func isCell(_ property: String) -> Text {
    ("\(property) is not one cell", "`\(property)` is a four-byte number.")
  }

  private static func isString(_ property: String) -> Text {
    ("\(property) is not a string", "`\(property)` is one string that ends in a zero byte.")
  }

  private static func refers(_ property: String, _ cells: String) -> Text {
    (
      "\(property) does not fit its provider",
      "Each entry of `\(property)` is a phandle followed by as many cells as the provider says in `\(cells)`."
    )
  }
}

import DeviceTree

/// A property that some check asks for, and its node.
struct PropertySite: BitwiseCopyable, Sendable {
  let node: NodeID
  let property: PropertyID
}

/// The names without unit address that checks look for.
enum BaseName: UInt8, Sendable {
  case other, pci, pcie, i2c, i2cBus, i2cArbiter, spi, port, endpoint

  /// Creates the name with these bytes, at most eight, the last one lowest.
  init(packed bytes: UInt64) {
    switch bytes {
    case 0x70_6369: self = .pci
    case 0x69_3263: self = .i2c
    case 0x73_7069: self = .spi
    case 0x706F_7274: self = .port
    case 0x7063_6965: self = .pcie
    case 0x69_3263_2D62_7573: self = .i2cBus
    case 0x69_3263_2D61_7262: self = .i2cArbiter
    case 0x656E_6470_6F69_6E74: self = .endpoint
    default: self = .other
    }
  }
}

/// What checks know of a node.
struct NodeFacts: BitwiseCopyable, Sendable {
  /// The known properties that it has, as a mask of `KnownProperty.bit`.
  var properties: UInt64 = 0
  /// `#address-cells` as dtc keeps it: 0 until it is read, -1 if there is none.
  var addressCells: Int32 = 0
  /// `#size-cells`, likewise.
  var sizeCells: Int32 = 0
  /// The length of the name before its `@`.
  var baseLength: UInt32 = 0
  /// Where the node's known properties begin in the survey.
  var firstFound: UInt32 = 0
  var bus = Bus.none
  /// The kind of bus that its parent is.
  var parentBus = Bus.none
  var base = BaseName.other
  /// Whether anything follows the `@`.
  var hasUnitAddress = false
  var hasEndpoint = false
  /// Whether it is merged into a node outside the tree.
  var isMerged = false
  /// Whether that node's cell counts are unknown.
  var hasUnknownCells = false
  /// Whether a child is called `i2c-bus`.
  var hasI2CBusChild = false
  /// Whether a child has a property that begins with `spi-`.
  var hasSPIChild = false

  func has(_ property: KnownProperty) -> Bool { properties & property.bit != 0 }

  /// Whether the cell counts below the node cannot be determined.
  var isVague: Bool { hasUnknownCells && (addressCells == -1 || sizeCells == -1) }
}

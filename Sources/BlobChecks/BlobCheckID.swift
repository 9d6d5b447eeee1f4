/// A check of ours; the order is that of the table, and of the findings.
public enum BlobCheckID: String, CaseIterable, Hashable, Sendable {
  case unreadable
  case fitImage = "fit-image"
  case oldVersion = "old-version"
  case blockOverlap = "block-overlap"
  case blockOrder = "block-order"
  case blockAlignment = "block-alignment"
  case trailingBytes = "trailing-bytes"
  case unusedBytes = "unused-bytes"
  case unusedStrings = "unused-strings"
  case stringsUnterminated = "strings-unterminated"
  case leadingNOP = "leading-nop"
  case rootName = "root-name"
  case nodeName = "node-name"
  case nameLength = "name-length"
  case duplicateNode = "duplicate-node"
  case nestingDepth = "nesting-depth"
  case propertyName = "property-name"
  case duplicateProperty = "duplicate-property"
  case lateProperty = "late-property"
  case statusValue = "status-value"
  case reservationRange = "reservation-range"
  case reservationOverlap = "reservation-overlap"

  case phandleValue = "phandle-value"
  case phandleDuplicate = "phandle-duplicate"
  case referenceSize = "reference-size"
  case referenceUnresolved = "reference-unresolved"
  case referencePlaceholder = "reference-placeholder"
  case referenceCells = "reference-cells"
  case referenceDisabled = "reference-disabled"
  case namesCount = "names-count"
  case pinctrlNames = "pinctrl-names"
  case interruptParent = "interrupt-parent"
  case interruptSize = "interrupt-size"
  case interruptMap = "interrupt-map"
  case endpointPair = "endpoint-pair"
  case aliasPath = "alias-path"
  case aliasDisabled = "alias-disabled"
  case stdoutPath = "stdout-path"
  case stdoutDisabled = "stdout-disabled"
  case symbolPath = "symbol-path"
  case leftoverFixups = "leftover-fixups"
  case overlayFragment = "overlay-fragment"
  case fixupPlace = "fixup-place"
  case fragmentContent = "fragment-content"
  case outsideFragments = "outside-fragments"

  case cellCount = "cell-count"
  case regSize = "reg-size"
  case rangesSize = "ranges-size"
  case cpuReg = "cpu-reg"
  case memoryMissing = "memory-missing"
  case memoryEmpty = "memory-empty"
  case memoryFormat = "memory-format"
  case memoryOverlap = "memory-overlap"
  case reservedCells = "reserved-cells"
  case reservedRanges = "reserved-ranges"
  case reservedFormat = "reserved-format"
  case reservedWithoutSize = "reserved-without-size"
  case reservedEmpty = "reserved-empty"
  case reservedAlignment = "reserved-alignment"
  case reservedFlags = "reserved-flags"
  case reservedOverlap = "reserved-overlap"
  case reservedOutside = "reserved-outside"
  case reservedNoRoom = "reserved-no-room"
  case reservedCount = "reserved-count"

  case headroom
  case symbolsMissing = "symbols-missing"
  case blobSize = "blob-size"
  case loadAddress = "load-address"
  case rootProperties = "root-properties"
  case chosenMissing = "chosen-missing"
  case consoleMissing = "console-missing"

  case bootConfiguration = "boot-configuration"
  case bootKeyword = "boot-keyword"
  case bootLineEnd = "boot-line-end"
  case bootFile = "boot-file"
  case bootLink = "boot-link"
  case bootTree = "boot-tree"
  case bootPatchFile = "boot-patch-file"
  case bootConsole = "boot-console"
  case bootOverlay = "boot-overlay"

  case shadowedHeader = "shadowed-header"
  case sourceWarning = "source-warning"
  case sourceError = "source-error"

  case expectation
  case expectedPath = "expected-path"
  case allowedUnused = "allowed-unused"

  /// What it looks at.
  public var topic: BlobCheck.Topic { BlobCheck.of(self).topic }

  /// Whether it applies to overlays as well: memory, and what boot loaders look for, belong to the base.
  var looksAtOverlays: Bool {
    switch self {
    case .memoryMissing, .memoryEmpty, .memoryFormat, .memoryOverlap, .reservedCells, .reservedRanges,
      .reservedFormat, .reservedWithoutSize, .reservedEmpty, .reservedAlignment, .reservedFlags,
      .reservedOverlap, .reservedOutside, .reservedNoRoom, .reservedCount, .symbolsMissing, .rootProperties,
      .chosenMissing, .consoleMissing:
      false
    default: true
    }
  }

  /// Its index in the table, which is how a value is stored, since the cases have no payloads.
  var index: Int { Int(unsafe unsafeBitCast(self, to: UInt8.self)) }

  /// The number of checks.
  static var count: Int { Self.allowedUnused.index + 1 }
}

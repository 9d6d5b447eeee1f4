import SourceText

/// How sure a property's name makes that its value is cells, whatever its bytes look like.
enum CellCertainty: Sendable {
  /// The name says nothing.
  case none
  /// It is cells, unless it is plain text: every property can be misused.
  case unlessText
  /// The Devicetree Specification defines it as cells.
  case always
}

extension PropertyShape {
  /// Whether the Devicetree Specification, or the kernel's own code, defines properties of this name as cells.
  ///
  /// (Comparing the names one by one is faster than creating a program's first dictionary.)
  public static func isOfCells(_ name: Span<UInt8>) -> Bool {
    if name.begins(as: "#") { return name.ends(in: "-cells") }
    return name.equals(text: "reg") || name.equals(text: "phandle") || name.equals(text: "linux,phandle")
      || name.equals(text: "ranges") || name.equals(text: "dma-ranges") || name.equals(text: "interrupts")
      || name.equals(text: "interrupts-extended") || name.equals(text: "interrupt-parent")
      || name.equals(text: "interrupt-map") || name.equals(text: "interrupt-map-mask")
      || name.equals(text: "iommu-map") || name.equals(text: "msi-map") || name.equals(text: "bus-range")
      || name.equals(text: "alloc-ranges") || name.equals(text: "virtual-reg")
      || name.equals(text: "clock-frequency") || name.equals(text: "timebase-frequency")
      || name.equals(text: "current-speed") || name.equals(text: "reg-shift")
      || name.equals(text: "reg-io-width") || name.equals(text: "cpu-release-addr")
      || name.equals(text: "initial-mapped-area")
  }

  /// How sure a name with this shape makes that a value is cells.
  func certainty(_ name: Span<UInt8>) -> CellCertainty {
    switch self {
    case .unknown, .plain: Self.isOfCells(name) ? .always : .none
    case .numbers, .references: Self.isOfCells(name) ? .always : .unlessText
    case .addresses, .ranges, .interrupts, .interruptMap, .map: .always
    }
  }
}

/// What can be said of bytes without knowing what they are for.
public enum PlainText {
  /// Whether a value is strings beyond doubt: all printable, none empty, each ending in a NUL. dtc's own rule,
  /// `ValueTypes.kind`, also accepts empty strings and escapes.
  public static func isStrings(_ value: Span<UInt8>) -> Bool {
    guard !value.isEmpty, value[value.count - 1] == 0 else { return false }
    var isEmpty = true
    for index in value.indices {
      let byte = value[index]
      if byte == 0 {
        if isEmpty { return false }
        isEmpty = true
      } else {
        guard 0x20...0x7E ~= byte else { return false }
        isEmpty = false
      }
    }
    return true
  }
}

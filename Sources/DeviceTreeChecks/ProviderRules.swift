import DeviceTree
import SourceText

/// References with arguments: that each leads to a provider and has as many cells as it specifies.
enum ProviderRules {
  static func arguments(
    _ examination: inout Examination, _ site: PropertySite, cells: KnownProperty, isOptional: Bool
  ) {
    examine(site, cells: cells, isOptional: isOptional, &examination)
  }

  static func gpios(_ examination: inout Examination, _ site: PropertySite) {
    // A hog's `gpios` has no phandle: it refers to its parent.
    guard !examination.has(.gpioHog, site.node) else { return }
    examine(site, cells: .gpioCells, isOptional: false, &examination)
  }

  static func deprecatedGPIO(_ examination: inout Examination, _ site: PropertySite) {
    let name = examination.tree.name(of: site.property)
    if examination.tree.names.withBytes(of: name, { $0.ends(in: "gpio") }) {
      examination.fail(site, "'[*-]gpio' is deprecated, use '[*-]gpios' instead")
    }
  }

  private static func examine(
    _ site: PropertySite, cells: KnownProperty, isOptional: Bool, _ examination: inout Examination
  ) {
    let value = examination.tree.value(of: site.property)
    guard value.count % 4 == 0 else {
      examination.fail(
        site, "property size (", .number(value.count), ") is invalid, expected multiple of 4")
      return
    }
    var number = 0
    while number < value.count / 4 {
      let phandle = examination.cell(value, number)
      guard Examination.isPhandle(phandle) else {
        // 0 and -1 mark an omitted entry; in an overlay they are references to the base.
        if examination.tree.isPlugin { return }
        number += 1
        continue
      }
      if !isReference(value, number, examination) {
        examination.fail(site, "cell ", .number(number), " is not a phandle reference")
      }
      guard let provider = examination.survey.owners[phandle] else {
        examination.fail(site, "Could not get phandle node for (cell ", .number(number), ")")
        return
      }
      let count: UInt32
      if examination.has(cells, provider) {
        count = examination.cell(cells, of: provider) ?? 0
      } else if isOptional {
        count = 0
      } else if examination.isMerged(provider) {
        return
      } else {
        examination.fail(
          site.node, "Missing property '", .text(cells.rawValue), "' in node ",
          .path(provider), " or bad phandle (referred from ", .name(examination.tree.name(of: site.property)),
          "[", .number(number), "])")
        return
      }
      let next = number + 1 + Int(count)
      if next > value.count / 4 {
        examination.fail(
          site, "property size (", .number(value.count), ") too small for cell size ",
          .number(Int(count)))
        return
      }
      number = next
    }
  }

  /// Whether a cell was written as a reference; also true if nothing is known of how the value was written.
  @inline(__always)
  private static func isReference(
    _ value: PropertyValue, _ number: Int, _ examination: borrowing Examination
  ) -> Bool {
    let count = examination.tree.markerCount(of: value)
    if count == 0 { return true }
    // The first of the markers at the cell, by binary search: values may be long.
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if examination.tree.marker(middle, of: value).offset < number * 4 {
        low = middle + 1
      } else {
        high = middle
      }
    }
    while low < count {
      let marker = examination.tree.marker(low, of: value)
      guard marker.offset == number * 4 else { return false }
      if marker.kind == .phandleReference { return true }
      low += 1
    }
    return false
  }
}

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
      let outside = outsideProvider(value, number, phandle, examination)
      guard Examination.isPhandle(phandle) || outside != nil else {
        // 0 and -1 mark an omitted entry; in an overlay they are references to the base.
        if examination.tree.isPlugin, phandle == .max || examination.outside?.providers == nil { return }
        number += 1
        continue
      }
      if !isReference(value, number, examination) {
        examination.fail(site, "cell ", .number(number), " is not a phandle reference")
        // The number may be a phandle of the base.
        if examination.outside?.providers != nil { return }
      }
      let count: UInt32?
      if let outside {
        count = outsideCount(site, number, outside, cells, isOptional, &examination)
      } else {
        count = ownCount(site, number, phandle, cells, isOptional, &examination)
      }
      guard let count else { return }
      let next = number + 1 + Int(count)
      if next > value.count / 4 {
        var provider = ""
        if let outside {
          provider = " (" + cells.rawValue + " of " + outside.path + ")"
        }
        examination.fail(
          site, "property size (", .number(value.count), ") too small for cell size ",
          .number(Int(count)), .text(provider))
        return
      }
      number = next
    }
  }

  /// Returns how many cells follow a reference to a node of the tree; nil if that is unknown.
  private static func ownCount(
    _ site: PropertySite, _ number: Int, _ phandle: UInt32, _ cells: KnownProperty, _ isOptional: Bool,
    _ examination: inout Examination
  ) -> UInt32? {
    guard let provider = examination.survey.owners[phandle] else {
      examination.fail(site, "Could not get phandle node for (cell ", .number(number), ")")
      return nil
    }
    if examination.has(cells, provider) { return examination.cell(cells, of: provider) ?? 0 }
    if isOptional { return 0 }
    if !examination.isMerged(provider) {
      failMissing(site, number, cells, .path(provider), &examination)
    }
    return nil
  }

  /// Returns how many cells follow a reference to a node outside the tree; nil if that is unknown.
  private static func outsideCount(
    _ site: PropertySite, _ number: Int, _ provider: OutsideProviders.Provider, _ cells: KnownProperty,
    _ isOptional: Bool, _ examination: inout Examination
  ) -> UInt32? {
    switch provider.count(cells) {
    case .cells(let count): return count
    case .none:
      if isOptional { return 0 }
      failMissing(site, number, cells, .text(provider.path), &examination)
      return nil
    }
  }

  private static func failMissing(
    _ site: PropertySite, _ number: Int, _ cells: KnownProperty, _ path: Piece,
    _ examination: inout Examination
  ) {
    examination.fail(
      site.node, "Missing property '", .text(cells.rawValue), "' in node ", path,
      " or bad phandle (referred from ", .name(examination.tree.name(of: site.property)), "[",
      .number(number), "])")
  }

  /// Returns the node outside the tree that a cell refers to.
  private static func outsideProvider(
    _ value: PropertyValue, _ number: Int, _ phandle: UInt32, _ examination: borrowing Examination
  ) -> OutsideProviders.Provider? {
    guard let providers = examination.outside?.providers else { return nil }
    if phandle != .max {
      return examination.survey.owners[phandle].flatMap { providers.provider(ofNode: $0) }
    }
    return reference(value, number, examination).flatMap { providers.provider(ofLabel: $0.reference) }
  }

  /// Whether a cell was written as a reference; also true if nothing is known of how the value was written.
  @inline(__always)
  private static func isReference(
    _ value: PropertyValue, _ number: Int, _ examination: borrowing Examination
  ) -> Bool {
    examination.tree.markerCount(of: value) == 0 || reference(value, number, examination) != nil
  }

  /// Returns the reference that a cell was written as.
  @inline(__always)
  private static func reference(
    _ value: PropertyValue, _ number: Int, _ examination: borrowing Examination
  ) -> Marker? {
    let count = examination.tree.markerCount(of: value)
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
      guard marker.offset == number * 4 else { return nil }
      if marker.kind == .phandleReference { return marker }
      low += 1
    }
    return nil
  }
}

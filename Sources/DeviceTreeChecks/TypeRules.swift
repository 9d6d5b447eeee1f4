import DeviceTree

/// What type a property's value must have.
enum TypeRules {
  static func isCell(_ examination: inout Examination, _ site: PropertySite) {
    if examination.tree.value(of: site.property).count != 4 {
      examination.fail(site, "property is not a single cell")
    }
  }

  static func isStringList(_ examination: inout Examination, _ site: PropertySite) {
    let value = examination.tree.value(of: site.property)
    let isList = examination.tree.withBytes(of: value) { $0.isEmpty || $0[$0.count - 1] == 0 }
    if !isList { examination.fail(site, "property is not a string list") }
  }

  static func isString(_ examination: inout Examination, _ site: PropertySite) {
    let value = examination.tree.value(of: site.property)
    let isString = examination.tree.withBytes(of: value) { bytes in
      bytes.first { $0 == 0 }.map { $0 == bytes.count - 1 } ?? false
    }
    if !isString { examination.fail(site, "property is not a string") }
  }
}

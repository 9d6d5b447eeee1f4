/// What names may consist of (Devicetree Specification 2.2.1 and 2.2.4).
enum NameRule {
  static func isNode(_ name: String) -> Bool {
    name.utf8.count(where: { $0 == 0x40 }) <= 1 && !name.hasPrefix("@")
      && name.utf8.allSatisfy { isCommon($0) || $0 == 0x40 }
  }

  static func isProperty(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { isCommon($0) || [0x2A, 0x23, 0x3F].contains($0) }
  }

  private static func isCommon(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2C, 0x2E, 0x5F, 0x2B, 0x2D: true
    default: false
    }
  }
}

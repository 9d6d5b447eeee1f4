/// Names of files in the Nix store, for texts that nobody takes a path from.
enum StoreName {
  /// Returns a file's name without the hash that it has in the store: `fan.dts` of `rl0n…-fan.dts`.
  static func name(of file: String) -> String {
    let bytes = file.utf8
    guard let dash = bytes.firstIndex(of: UInt8(ascii: "-")), bytes[..<dash].count == hashLength,
      bytes[..<dash].allSatisfy({ isDigit($0) }), bytes.index(after: dash) < bytes.endIndex
    else { return file }
    return String(file[bytes.index(after: dash)...])
  }

  private static let hashLength = 32

  /// Whether a byte is one of the 32 digits that Nix writes hashes with: figures and small letters but for e, o, t
  /// and u.
  private static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "e"), UInt8(ascii: "o"), UInt8(ascii: "t"), UInt8(ascii: "u"): false
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: false
    }
  }
}

public import SourceText

/// The two names of a property that gives a node its phandle.
public struct PhandleNames: BitwiseCopyable, Sendable {
  /// `phandle`.
  public let modern: Symbol
  /// `linux,phandle`, of old blobs.
  public let legacy: Symbol

  /// The names as text, in the order in which libfdt looks for them.
  public static let texts = ["phandle", "linux,phandle"]

  /// Looks the names up in a table, and adds them if it lacks them.
  public init(in names: inout SymbolTable) {
    modern = names.intern("phandle")
    legacy = names.intern("linux,phandle")
  }

  /// Returns those of the names that a table has, in the order in which libfdt looks for them.
  public static func known(in names: SymbolTable) -> [Symbol] { texts.compactMap { names.find($0) } }

  /// Whether this is one of them.
  @inlinable @inline(__always)
  public func contains(_ name: Symbol) -> Bool { name == modern || name == legacy }

  /// Whether this name in a table is one of them.
  public static func contains(_ name: Symbol, in names: SymbolTable) -> Bool {
    names.withBytes(of: name) { $0.equals(text: "phandle") || $0.equals(text: "linux,phandle") }
  }

  /// Whether this is one of them.
  public static func contains(_ name: String) -> Bool { name == "phandle" || name == "linux,phandle" }
}

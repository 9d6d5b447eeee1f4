public import SourceText

/// The two names of a property that gives a node its phandle.
public struct PhandleNames: BitwiseCopyable, Sendable {
  /// `phandle`.
  public let modern: Symbol
  /// `linux,phandle`, of old blobs.
  public let legacy: Symbol

  /// Looks the names up in a table, and adds them if it lacks them.
  public init(in names: inout SymbolTable) {
    modern = names.intern("phandle")
    legacy = names.intern("linux,phandle")
  }

  /// Whether this is one of them.
  @inlinable @inline(__always)
  public func contains(_ name: Symbol) -> Bool { name == modern || name == legacy }
}

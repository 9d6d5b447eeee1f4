public import SourceText

/// Why an overlay does not apply, and where the fault is: facts only, which `diagnostic` puts into words.
public struct OverlayError: Error, Equatable, Sendable {
  /// A name that is likely a misspelling of another.
  public struct Misspelling: Equatable, Sendable {
    /// The name as written.
    public let written: String
    /// The name that may have been meant.
    public let meant: String
  }

  /// What is wrong; libfdt's name for it is in `libfdtName`.
  public var kind: Kind
  /// The overlay, as the caller named it.
  public var overlay: String
  /// The name of the fragment's node, if the error is in one.
  public var fragment: String?
  /// The path of the node in the overlay.
  public var path: String?
  /// The property of that node.
  public var property: String?
  /// The label that is referred to.
  public var label: String?
  /// The offset in the property's value, in bytes.
  public var offset: UInt32?
  /// Its place in the source, if the overlay comes from one.
  public var origin: Origin
  /// The name of a later overlay that exports the missing label, if the caller looked for one.
  public var laterExporter: String?
  /// The likely reason why something was not found.
  var likelyCause: LikelyCause?

  init(
    _ kind: Kind, overlay: String, path: String? = nil, property: String? = nil, label: String? = nil,
    offset: UInt32? = nil, origin: Origin = .none
  ) {
    self.kind = kind
    self.overlay = overlay
    fragment = path.flatMap(Self.fragment(of:))
    // A fixup may have none.
    self.path = path == "" ? nil : path
    self.property = property
    self.label = label
    self.offset = offset
    self.origin = origin
  }

  /// What can be wrong.
  public enum Kind: Equatable, Sendable {
    /// A phandle property of the overlay is not four bytes long. In libfdt: `FDT_ERR_BADPHANDLE`.
    case badPhandle(length: Int)
    /// The sum of the overlay's phandle and the base's largest one is above 0xfffffffe. In libfdt:
    /// `FDT_ERR_NOPHANDLES`.
    case phandlesExhausted(phandle: UInt32, baseMaximum: UInt32)
    /// The length of a list of offsets in `__local_fixups__` is not a multiple of four bytes. In libfdt:
    /// `FDT_ERR_BADOVERLAY`.
    case badLocalFixup(length: Int)
    /// `__local_fixups__` names a node that the overlay does not have. In libfdt:
    /// `FDT_ERR_BADOVERLAY`, up to 1.6 `FDT_ERR_NOTFOUND`.
    case localFixupWithoutNode
    /// `__local_fixups__` names a property that its node does not have. In libfdt:
    /// `FDT_ERR_BADOVERLAY`.
    case localFixupWithoutProperty
    /// `__local_fixups__` gives an offset outside the value. In libfdt: `FDT_ERR_BADOVERLAY`.
    case localFixupOutside(length: Int)
    /// The base has a version before 16, into which libfdt does not merge overlays. In libfdt:
    /// `FDT_ERR_BADVERSION`.
    case oldBase(version: UInt32)
    /// The overlay refers to labels, but the base has no `/__symbols__`. In libfdt:
    /// `FDT_ERR_BADOFFSET`, up to 1.6 `FDT_ERR_NOTFOUND`.
    case noSymbols
    /// The base's `/__symbols__` does not have the label. In libfdt: `FDT_ERR_NOTFOUND`.
    case unknownLabel(nearest: [String])
    /// The path of a label in the base's `/__symbols__` leads nowhere; `exporter` is the overlay that put it
    /// there. In libfdt: `FDT_ERR_NOTFOUND`, or `FDT_ERR_BADPATH` if it does not begin with a slash.
    case danglingSymbol(path: String, isBadPath: Bool, exporter: String? = nil)
    /// The labelled node of the base has no phandle; `exporter` is the overlay that gave it the label. In libfdt:
    /// `FDT_ERR_NOTFOUND`.
    case labelWithoutPhandle(path: String, exporter: String? = nil)
    /// A string in `__fixups__` is not of the form `path:property:offset`. In libfdt: `FDT_ERR_BADOVERLAY`.
    case badFixup(String)
    /// `__fixups__` names a node that the overlay does not have. In libfdt: `FDT_ERR_BADOVERLAY`, or
    /// `FDT_ERR_BADPATH` if its path does not begin with a slash.
    case fixupWithoutNode(isBadPath: Bool)
    /// `__fixups__` names a property that its node does not have. In libfdt: `FDT_ERR_NOTFOUND`.
    case fixupWithoutProperty
    /// `__fixups__` gives an offset outside the value. In libfdt: `FDT_ERR_NOSPACE`.
    case fixupOutside(length: Int)
    /// A fragment has neither `target` nor `target-path`. In libfdt: `FDT_ERR_BADOVERLAY`.
    case noTarget(likely: Misspelling? = nil)
    /// A fragment's `target-path` begins with a zero byte, as cells do. In libfdt: `FDT_ERR_BADPATH`.
    case noPath
    /// A fragment's `target` is not four bytes long, or is 0xffffffff. In libfdt: `FDT_ERR_BADPHANDLE`.
    case badTarget(length: Int)
    /// No node has the phandle in a fragment's `target`, or none yet if it is one of the overlay's own. In
    /// libfdt: `FDT_ERR_NOTFOUND`.
    case unknownTarget(phandle: UInt32, isOwn: Bool = false)
    /// The path in a fragment's `target-path` leads nowhere. In libfdt: `FDT_ERR_NOTFOUND`, or
    /// `FDT_ERR_BADPATH` if it begins with neither a slash nor an alias.
    case unknownTargetPath(String, isBadPath: Bool, nearest: String? = nil)
    /// A label in the overlay's `__symbols__` has a value that is not a path. In libfdt: `FDT_ERR_BADVALUE`.
    case badSymbol
    /// A label in the overlay's `__symbols__` is in a fragment that does not exist. In libfdt:
    /// `FDT_ERR_BADOVERLAY`.
    case symbolWithoutFragment(path: String)
    /// The result would be too large for 32-bit offsets. In libfdt: `FDT_ERR_NOSPACE`.
    case tooLarge
  }

  /// The name of the error that libfdt 1.8.1 returns.
  public var libfdtName: String {
    switch kind {
    case .badPhandle, .badTarget: "FDT_ERR_BADPHANDLE"
    case .phandlesExhausted: "FDT_ERR_NOPHANDLES"
    case .badLocalFixup, .localFixupWithoutNode, .localFixupWithoutProperty, .localFixupOutside,
      .badFixup, .fixupWithoutNode(isBadPath: false), .noTarget, .symbolWithoutFragment:
      "FDT_ERR_BADOVERLAY"
    case .noSymbols: "FDT_ERR_BADOFFSET"
    case .unknownLabel, .danglingSymbol(_, isBadPath: false, exporter: _), .labelWithoutPhandle,
      .fixupWithoutProperty, .unknownTarget, .unknownTargetPath(_, isBadPath: false, nearest: _):
      "FDT_ERR_NOTFOUND"
    case .danglingSymbol, .fixupWithoutNode, .unknownTargetPath, .noPath: "FDT_ERR_BADPATH"
    case .fixupOutside, .tooLarge: "FDT_ERR_NOSPACE"
    case .badSymbol: "FDT_ERR_BADVALUE"
    case .oldBase: "FDT_ERR_BADVERSION"
    }
  }

  /// Returns the first name of a path, unless it is one of dtc's own nodes.
  private static func fragment(of path: String) -> String? {
    guard let name = path.split(separator: "/").first, !name.hasPrefix("__") else { return nil }
    return String(name)
  }
}

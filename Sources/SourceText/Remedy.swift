/// What to do about a fault where the words depend on who reads them: someone with a command line needs a command, the
/// author of a Nix file an argument, and the caller of the library neither.
///
/// `text` has words for all of them; the commands have better ones.
public enum Remedy: Equatable, Sendable {
  /// Look for blobs in a file of this kind: "an Android boot image".
  case searchImage(String)
  /// Use one of the device trees in the FIT image that was given as the base.
  case searchFITImage
  /// Compile the file, which seems to be a source.
  case compileSource
  /// Compile the base with labels.
  case exportLabels
  /// Compile the base or this overlay with labels, which gives labelled nodes phandles.
  case givePhandles(overlay: String?)
  /// Compile these overlays with labels, if it is one of their labels that is missing.
  case exportMissingLabel(overlays: [String])
  /// Compile the blob that is checked with labels.
  case compileWithLabels
  /// Convert a base that is too old to be merged.
  case convertBase
  /// Convert a blob that is too old for kernels.
  case convertBlob
  /// Have a property that follows a subnode put before it; with the property's name if there is another one before
  /// the subnode, so that one of the two has to go first.
  case reorderProperties(choosing: String?)
  /// Leave this many bytes for edits in place.
  case leaveHeadroom(Int)
  /// Have headroom counted in the header.
  case countHeadroom
  /// Give nodes of a source labels.
  case labelNodes
  /// Resolve the references of what may be an overlay.
  case resolveFixups
  /// Apply an overlay instead of using it as a complete tree.
  case applyToBase
  /// Decompile the blob that was given as a source.
  case decompile
  /// Name folders to search, since none was.
  case nameFolders(OptionOrigin)
  /// Have a folder searched in which the header is; its path is the one to give.
  case searchFolder(String, OptionOrigin)
  /// Copy a folder together with what the links in it lead to.
  case copyWithTargets
  /// Copy a folder with all of its files: of what is beside a source, only what sources are usually made of is copied.
  case copyAllFiles

  /// The advice in one line, without names of commands.
  public var text: String {
    switch self {
    case .searchImage(let kind): "it is \(kind), which may have blobs in it"
    case .searchFITImage: "the base is a FIT image: use one of the device trees in it"
    case .compileSource: "it looks like text, perhaps a source that has not been compiled"
    case .exportLabels: "compile the base with labels (dtc's -@)"
    case .givePhandles(let overlay):
      "compile \(Self.base(or: overlay)) with labels (dtc's -@), which gives labelled nodes phandles"
    case .exportMissingLabel(let overlays):
      "if it is a label of \(Self.list(overlays)), compile that with labels (dtc's -@): "
        + (overlays.count == 1 ? "it exports none" : "they export none")
    case .compileWithLabels: "compile it with labels (dtc's -@)"
    case .labelNodes: "give nodes of the source labels, as in 'uart_a: serial@0 { … };'"
    case .convertBase, .convertBlob: "convert it to version 17"
    case .reorderProperties(nil): "decompiled and compiled again, it has properties before subnodes"
    case .reorderProperties(let name?): "decompile it, leave one of the two '\(name)', and compile that"
    case .leaveHeadroom(let bytes): "pad the blob with \(SizeText.counted(bytes, "byte"))"
    case .countHeadroom: "the header's totalsize must include headroom"
    case .resolveFixups: "this is an overlay, or a base that was merged with one by hand"
    case .applyToBase: "an overlay is not a complete tree: apply it to a base"
    case .decompile: "decompiling makes a source of it"
    case .nameFolders: "no folder was searched"
    case .searchFolder(let folder, _): "'\(folder)' has it, a folder that is not searched"
    case .copyWithTargets: "copy a folder that has both the link and what it leads to"
    case .copyAllFiles: "copy a folder that has it"
    }
  }

  /// Returns what a diagnostic calls one of these overlays; of many, the last ones are the likeliest.
  public static func list(_ overlays: [String]) -> String {
    overlays.suffix(3).map { "'\($0)'" }.joined(separator: " or ")
  }

  /// Returns what a diagnostic calls an overlay, or the base.
  public static func base(or overlay: String?) -> String { overlay.map { "'\($0)'" } ?? "the base" }
}

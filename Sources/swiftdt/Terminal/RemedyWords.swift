import BlobChecks
import SourceText

/// Remedies in the words of whoever reads them.
extension Remedy {
  /// The advice for the author of a Nix file or for whoever wrote the command line.
  var words: String { Advice.reader == .user ? wordsOfCommands : wordsInNix }

  private var wordsOfCommands: String {
    let labels = "with -@ (dtc) or swiftdt compile -@"
    return switch self {
    case .searchImage(let kind): "it is \(kind); `swiftdt dump --scan` looks for blobs in it"
    case .searchFITImage: "the base is a FIT image: `swiftdt dump --scan` finds the device trees in it"
    case .compileSource: "it looks like text; `swiftdt compile` makes a blob from a source"
    case .exportLabels: "compile the base \(labels)"
    case .givePhandles(let overlay):
      "compile \(Self.base(or: overlay)) \(labels), which gives labelled nodes phandles"
    case .exportMissingLabel(let overlays):
      "if it is a label of \(Self.list(overlays)), compile that \(labels): "
        + (overlays.count == 1 ? "it exports no labels" : "they export no labels")
    case .compileWithLabels: "compile it with `-@`"
    case .labelNodes: text
    case .convertBase: "convert it: dtc -I dtb -O dtb -o NEW OLD"
    case .convertBlob: "convert it to version 17 with `dtc -I dtb -O dtb`"
    case .leaveHeadroom(let bytes):
      "leave them with `swiftdt set BLOB --pad \(bytes)`, or 'pad' in a recipe"
    case .countHeadroom: "\(text): use 'pad' in a recipe, or `dtc -p`"
    case .resolveFixups: "\(text); `swiftdt overlay apply` resolves them"
    case .applyToBase: "\(text) with `swiftdt overlay apply`"
    case .decompile: "swiftdt decompile makes a source of it"
    case .reorderProperties(nil): "convert it: dtc -I dtb -O dtb -o NEW OLD"
    case .reorderProperties(let name?):
      "decompile it with `swiftdt decompile`, leave one of the two '\(name)', and compile that"
    case .nameFolders(.file): "no folder was searched; name some in the recipe's 'include'"
    case .searchFolder(let folder, .file):
      "\(Self.literal(folder)) in the recipe's 'include' would find it"
    case .nameFolders: "no folder was searched; name some with -I"
    case .searchFolder(let folder, _): "-I \(Shell.file(folder)) would find it"
    case .copyWithTargets, .copyAllFiles: text
    }
  }

  // The functions compile sources with labels; a kernel's blobs come from its own build.
  private var wordsInNix: String {
    let labels = "with 'DTC_FLAGS=-@' among the kernel's make flags"
    return switch self {
    case .searchImage, .searchFITImage, .convertBase, .convertBlob, .labelNodes, .reorderProperties: text
    case .compileSource: "it looks like text; 'buildDeviceTree' makes a blob from a source"
    case .exportLabels: "give the base as a source, or build its blob \(labels)"
    case .givePhandles(nil):
      "give the base as a source, or build its blob \(labels): labelled nodes get phandles"
    case .givePhandles(let overlay?): "give '\(overlay)' as a source: its labelled nodes get phandles"
    case .exportMissingLabel(let overlays):
      "if it is a label of \(Self.list(overlays)), give that as a source: "
        + (overlays.count == 1 ? "the blob exports no labels" : "the blobs export no labels")
    case .compileWithLabels: "build it with 'buildDeviceTree', or \(labels)"
    case .leaveHeadroom(let bytes): "build the blob with \(Advice.pad ?? "pad") = \(bytes)"
    case .countHeadroom: "\(text): build the blob with \(Advice.pad.map { "'\($0)'" } ?? "pad")"
    case .resolveFixups: "\(text); 'applyOverlays' resolves them"
    case .applyToBase: "\(text) with 'applyOverlays'"
    case .decompile: text
    case .nameFolders: "no folder was searched; name some in \(Self.includes)"
    case .searchFolder(let folder, _): "'\(folder)' has it: add that folder to \(Self.includes)"
    case .copyWithTargets:
      Advice.reader == .nix
        ? "give 'src', a folder that has both the link and what it leads to"
        : "name the folder below one that also has what the link leads to: "
          + "\"${./linux}/scripts/dtc/include-prefixes\""
    case .copyAllFiles:
      // `Nix/arguments.nix` says which.
      "of what is beside a source, only sources, headers and blobs are copied to the store: "
        + (Advice.reader == .nix
          ? "give 'src', a folder that has it"
          : "name the source below a folder that has it: \"${./dts}/overlay.dts\"")
    }
  }

  private static var includes: String {
    Advice.reader == .nix ? "'includes'" : "hardware.deviceTree.dtboBuildExtraIncludePaths"
  }

  /// Returns a text as a recipe's string.
  private static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" {
        literal += "\\"
      } else if !PrintableText.isHarmless(scalar) {
        literal += "\\u" + PrintableText.hexDigits(scalar.value, atLeast: 4)
        continue
      }
      literal.unicodeScalars.append(scalar)
    }
    return literal + "\""
  }
}

extension Diagnostic {
  /// The diagnostic with its remedies in the reader's words.
  var worded: Diagnostic {
    var worded = self
    for index in notes.indices {
      if let remedy = notes[index].remedy { worded.notes[index].message = remedy.words }
    }
    for index in help.indices {
      if let remedy = help[index].remedy { worded.help[index].message = remedy.words }
    }
    return worded
  }
}

extension BlobFinding {
  /// Puts the remedy into the reader's words.
  mutating func putIntoWords() {
    if let remedy { help.append(remedy.words) }
    remedy = nil
  }
}

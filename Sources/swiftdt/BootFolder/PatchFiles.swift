import BlobChecks
import SourceText

/// Files next to a tree that make this vendor's boot loaders apply overlays to it.
extension BootFolderCheck {
  /// Looks for such files; without a configuration, any of them may be read.
  mutating func checkPatchFiles(_ configuration: ExtlinuxConfiguration?) {
    contents = folder.list()
    for error in contents.unreadable {
      found.add(
        .bootFile, error.diagnostic.message,
        notes: ["if it has files that make the boot loader patch the tree again, they are not found"],
        atMost: .warning)
    }
    for path in contents.paths {
      let name = path.split(separator: "/").last ?? ""
      if name == "uEnv.txt" {
        addPatchFile(
          path, "the vendor's U-Boot imports its variables, and boot scripts apply the overlays that it lists"
        )
      } else if name.hasSuffix(Self.list) {
        addPatchFile(path, Self.listRule, isRead: reads(path, configuration))
      } else if name.hasSuffix(".dtb.overlays") {
        let list = path.dropLast(".overlays".count) + ".overlay.env"
        addPatchFile(
          path, "the vendor's U-Boot takes the overlays that NAME.dtb.overlay.env names from it",
          isRead: contents.paths.contains(String(list)) && reads(String(list), configuration))
      }
    }
  }

  private static var list: String { ".dtb.overlay.env" }
  private static var listRule: String {
    "the vendor's U-Boot reads it next to the blob that it loads, and applies its fdt_overlays if the entry has no FDTOVERLAYS"
  }

  private mutating func addPatchFile(_ path: String, _ rule: String, isRead: Bool = true) {
    // A report must not replace what it is about.
    files.append(folder.path + "/" + path)
    if isRead {
      found.add(
        .bootPatchFile, "'\(path)' makes the boot loader patch the tree again",
        file: folder.path + "/" + path, notes: [rule],
        help: ["remove it: the installed tree is complete"])
    } else {
      found.add(
        .bootPatchFile, "'\(path)' is left over: no entry makes the boot loader read it",
        file: folder.path + "/" + path, notes: [rule],
        help: ["remove it: another entry could make it patch the tree again"], atMost: .warning)
    }
  }

  /// Whether an entry makes the boot loader read `NAME.dtb.overlay.env`.
  private func reads(_ path: String, _ configuration: ExtlinuxConfiguration?) -> Bool {
    guard let configuration, configuration.includes.isEmpty else { return true }
    let here = folder.place("/" + path, from: "")
    return configuration.entries.contains { entry in
      guard !entry.isLocal, entry.fdtOverlays == nil else { return false }
      // Both may be links.
      func isHere(_ tree: String) -> Bool { folder.place(tree + ".overlay.env", from: base) == here }
      if let tree = entry.fdt { return isHere(tree.text) }
      guard let trees = entry.fdtFolder else { return false }
      if let name = request.fdtFile { return isHere(trees.text + "/" + name) }
      guard case .folder(let place) = folder.place(trees.text, from: base) else { return false }
      // Only --fdtfile tells which tree below the folder is the board's; links anywhere in it may lead there.
      if (folder.path + "/" + path).hasPrefix(place + "/") { return true }
      return contents.links.contains { (folder.path + "/" + $0).hasPrefix(place + "/") }
    }
  }
}

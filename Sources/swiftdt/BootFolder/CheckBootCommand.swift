import ArgumentParser

/// `swiftdt check-boot`: checks what a boot loader will find in a folder.
struct CheckBootCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-boot",
    abstract: "Check a boot partition: extlinux.conf, the files it names, and their trees.",
    discussion: """
      extlinux.conf is read as U-Boot reads it, and each entry's files are looked up where U-Boot looks: \
      links out of the folder lead nowhere. Trees, with FDTOVERLAYS applied, are checked with the profiles \
      final and uboot. Files that make a vendor's boot script patch the tree again are errors, or warnings \
      if no entry makes it look for them. `swiftdt check --list` lists the checks, `swiftdt check --explain \
      CHECK` describes one.
      """)

  @Argument(
    help: ArgumentHelp("The root folder of the partition.", valueName: "folder"),
    completion: .directory)
  var folder: String

  @Option(
    name: .customLong("fdtfile"),
    help: ArgumentHelp(
      "The value of U-Boot's variable fdtfile: which blob in an FDTDIR it loads.", valueName: "name"))
  var fdtFile: String?

  @OptionGroup var checks: BlobCheckFlags

  var request: BootCheckRequest {
    BootCheckRequest(folder: folder, fdtFile: fdtFile, checks: checks.request([]))
  }
}

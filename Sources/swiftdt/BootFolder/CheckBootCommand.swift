import ArgumentParser
import BlobChecks

/// `swiftdt check-boot`: what a boot loader will find in a folder.
struct CheckBootCommand: RequestCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-boot",
    abstract: "Check a boot partition: extlinux.conf, the files that it names, and their trees.",
    discussion: """
      extlinux.conf is read as U-Boot reads it, and every entry's files are looked for where U-Boot looks: \
      links that leave the folder lead nowhere. Trees, with FDTOVERLAYS applied, are checked with the \
      profiles final and uboot. Files that make a vendor's boot script patch the tree again are errors. \
      `swiftdt check --list` names the checks, `swiftdt check --explain CHECK` tells about one.
      """)

  @Argument(
    help: ArgumentHelp("The folder that is the partition's root.", valueName: "folder"),
    completion: .directory)
  var folder: String

  @Option(
    name: .customLong("fdtfile"),
    help: ArgumentHelp("What U-Boot's variable fdtfile says: the blob in an FDTDIR.", valueName: "name"))
  var fdtFile: String?

  @OptionGroup var checks: BlobCheckFlags

  var request: BootCheckRequest {
    BootCheckRequest(folder: folder, fdtFile: fdtFile, checks: checks.request([]))
  }
}

import ArgumentParser
import DeviceTree
import DeviceTreeBlob
import DeviceTreeSource
import SourceText

/// `swiftdt decompile`: blobs to source text.
struct DecompileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decompile",
    abstract: "Write blobs as source text.",
    discussion: """
      Labels and references come back from __symbols__, __fixups__ and __local_fixups__ where a blob \
      has them; what a value is, is guessed. The text is that of `dtc -I dtb -O dts`.
      """)

  @Argument(help: ArgumentHelp("The blobs; - is standard input.", valueName: "blob"))
  var blobs: [String]

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where the text goes: a file, or, for several blobs, a folder.", valueName: "file"))
  var output: String?

  @Option(
    name: [.customShort("j"), .customLong("jobs")],
    help: ArgumentHelp("Decompile this many blobs at a time.", valueName: "count"))
  var jobs: Int?

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Do not warn.")
  var quiet = false

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs needs a number from 1") }
    guard blobs.count > 1 else { return }
    guard let output, output != "-" else {
      throw ValidationError("several blobs need a folder to go to: -o FOLDER")
    }
    if let clash = BatchNames.paths(in: output, for: blobs, kind: .source).clash {
      throw ValidationError("two blobs would be decompiled to '\(clash)'")
    }
  }

  func run() throws {
    guard blobs.count > 1, let output else {
      var path = output ?? "-"
      if let output, FileReading.isFolder(output) {
        path = BatchNames.path(in: output, for: blobs[0], kind: .source)
      }
      return try decompile(blobs[0], to: path)
    }
    let paths = BatchNames.paths(in: output, for: blobs, kind: .source).paths
    let failures = FailureCount()
    ParallelMap.forEach(
      count: blobs.count, threads: jobs ?? ParallelMap.processorCount, state: { self }
    ) { index, command in
      do {
        try FolderCreation.create(for: paths[index])
        try command.decompile(command.blobs[index], to: paths[index])
      } catch let error as FileError {
        Console.show([error.diagnostic])
        failures.add()
      } catch {
        failures.add()
      }
    }
    if failures.count > 0 {
      Console.complain("swiftdt: \(failures.count) of \(blobs.count) blobs failed\n")
      throw CommandFailure()
    }
  }

  private func decompile(_ blob: String, to path: String) throws {
    do {
      var tree = try BlobDecoder.decode(try FileReading.contents(of: blob)).tree
      tree.isPlugin = ReferenceRestoration.isPlugin(tree)
      let warnings = ReferenceRestoration.restore(in: &tree)
      if !quiet {
        Console.show(warnings.map { Diagnostic(.warning, "not-restored", $0, subject: blob) })
      }
      try FileReplacement.write(SourceWriter.text(of: tree), to: path)
    } catch let error as BlobError {
      Console.show([error.diagnostic(for: blob)])
      throw CommandFailure()
    } catch let error as FileError {
      Console.show([error.diagnostic])
      throw CommandFailure()
    }
  }
}

import DeviceTree
import DeviceTreeBlob
import DeviceTreeSource
import Preprocessor
import SourceText

/// The board in `Fixtures`.
struct Board: Sendable {
  let source: String
  /// The file that is most of the board's text, and includes no other.
  let largestFile: String
  let overlays: [String]
  let options: PreprocessorOptions
  let compilerOptions: SourceCompilerOptions

  init() {
    // The repository's folder, above the package that this file is in.
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    let fixtures = root.joined(separator: "/") + "/Fixtures/kvim1s"
    source = fixtures + "/kvim1s.dts"
    largestFile = fixtures + "/s4.dtsi"
    let names = [
      "4k2k_fb", "i2cm_e", "i2s", "onewire", "panfrost", "pwm_f", "spdifout", "spi0", "uart_c",
    ]
    overlays = names.map { "\(fixtures)/overlays/\($0).dts" }
    options = PreprocessorOptions(includeFolders: [fixtures + "/include"])
    var compilerOptions = SourceCompilerOptions()
    compilerOptions.symbols = true
    self.compilerOptions = compilerOptions
  }

  struct Failed: Error {}

  func compile(_ path: String) throws -> DeviceTree {
    var compiler = SourceCompiler()
    return try compile(path, with: &compiler)
  }

  /// Compiles with a compiler that keeps what it knows about files.
  func compile(_ path: String, with compiler: inout SourceCompiler) throws -> DeviceTree {
    let result = try compiler.compile(path, preprocessing: options, options: compilerOptions)
    guard let tree = result.tree else { throw Failed() }
    return tree
  }

  func blob() throws -> [UInt8] { try BlobEncoder.encode(try compile(source)).bytes }
}

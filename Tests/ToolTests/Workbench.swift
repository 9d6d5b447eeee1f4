import Synchronization
import TestSupport
import Testing

/// A folder with blobs of our own and the program under all its names.
struct Workbench {
  let folder: TemporaryFolder
  let program: Program

  /// Creates a folder with these files; those that end in `.dts` are compiled next to themselves.
  init(_ files: [String: String] = [:]) throws {
    folder = try TemporaryFolder(files)
    program = try Program()
    for (name, source) in files where name.hasSuffix(".dts") {
      let blob = String(name.dropLast(4)) + ".dtb"
      if let known = Self.compiled.withLock({ $0[source] }) {
        try folder.write(known, to: blob)
        continue
      }
      let result = try run("swiftdt", "compile", "-@", "-o", blob, name)
      #expect(result.status == 0, "\(result.errors)")
      let bytes = try folder.read(blob)
      Self.compiled.withLock { $0[source] = bytes }
    }
  }

  /// The blobs of sources that were compiled before, since most tests use the same one.
  private static let compiled = Mutex<[String: [UInt8]]>([:])

  /// Runs the program under one of its names.
  func run(_ name: String, _ arguments: String..., input: String = "") throws -> Tool.Result {
    try run(name, arguments, input: input)
  }

  /// Runs the program under one of its names.
  func run(_ name: String, _ arguments: [String], input: String = "") throws -> Tool.Result {
    try program.run(arguments, as: name, in: folder, input: input)
  }

  /// Returns the blob of the board in `Fixtures`.
  static func kvim1s() throws -> [UInt8] { try board.get() }

  private static let board = Result {
    let bench = try Workbench()
    let board = PackageFolder.path + "/Fixtures/kvim1s"
    let result = try bench.run(
      "swiftdt", "compile", "-@", "-I", board + "/include", "-o", "board.dtb", board + "/kvim1s.dts")
    #expect(result.status == 0, "\(result.errors)")
    return try bench.folder.read("board.dtb")
  }
}

/// A small board with everything that the tools care about.
let boardSource = """
  /dts-v1/;
  /memreserve/ 0x1000 0x200;
  / {
    model = "Acme Board";
    compatible = "acme,board", "acme,soc";
    #address-cells = <2>;
    #size-cells = <1>;
    aliases { serial0 = &uart_a; };
    chosen { stdout-path = "serial0:115200n8"; };
    clkc: clock-controller { #clock-cells = <1>; };
    soc {
      #address-cells = <1>;
      #size-cells = <1>;
      ranges;
      uart_a: serial@fe001000 {
        compatible = "acme,uart";
        reg = <0xfe001000 0x100>;
        clocks = <&clkc 3>, <&clkc 4>;
        clock-names = "bus", "baud";
        status = "okay";
      };
      uart_c: serial@fe002000 {
        compatible = "acme,uart-v2", "acme,uart";
        reg = <0xfe002000 0x100>;
        mac = [02 03 04 05 06];
        status = "disabled";
      };
    };
  };

  """

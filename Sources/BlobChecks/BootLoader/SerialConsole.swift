import DeviceTreeBlob
import SourceText

/// What a tree says about a serial line.
public enum SerialConsole: Equatable, Sendable {
  /// The blob cannot be read.
  case unreadable
  /// No alias `serialN` leads to a node.
  case noAlias
  /// The node of this path is disabled.
  case disabled(String)
  /// The node of this path is enabled; also where `stdout-path` leads, and the speed that it gives.
  case enabled(String, stdout: String?, speed: String?)

  /// Returns the speed at the start of options such as `115200n8`, which follow a colon in `stdout-path` and
  /// a comma in `console=`; nil if there is none.
  public static func speed(in options: some StringProtocol) -> String? {
    let digits = options.utf8.prefix { 0x30...0x39 ~= $0 }
    return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
  }
}

extension BlobCheckRun {
  /// Returns what the blob at the start of a file says about the serial line with this number.
  public static func serialConsole(_ number: Int, in bytes: [UInt8]) -> SerialConsole {
    guard let view = try? BlobView(bytes), let tree = try? TreeWalk.index(view) else {
      return .unreadable
    }
    let examination = BlobExamination(view, tree, CheckSettings(), [.final])
    let alias = Array("serial\(number)".utf8)
    guard let aliases = tree.child(of: 0, called: "aliases"),
      let property = tree.property(named: alias.span, of: aliases),
      let node = tree.node(at: tree.string(property))
    else { return .noAlias }
    guard tree.nodes[node].isEnabled else { return .disabled(tree.path(of: node)) }
    let stdout = examination.stdout
    let options = stdout.flatMap {
      tree.text(tree.string($0.property)).split(
        separator: ":", maxSplits: 1, omittingEmptySubsequences: false
      )
      .dropFirst().first
    }
    return .enabled(
      tree.path(of: node), stdout: stdout?.node.map { tree.path(of: $0) },
      speed: options.flatMap { SerialConsole.speed(in: $0) })
  }
}

import DeviceTree
import DeviceTreeBlob
import SourceText

/// What a tree says of a serial line.
public enum SerialConsole: Equatable, Sendable {
  /// The blob cannot be read.
  case unreadable
  /// No alias `serialN` leads to a node.
  case noAlias
  /// The node of this path is disabled.
  case disabled(String)
  /// The node of this path works; where `stdout-path` leads, and the speed that it states.
  case enabled(String, stdout: String?, speed: String?)

  /// The speed that options such as `115200n8` begin with, as `stdout-path` has them behind a colon and
  /// `console=` behind a comma; nil if they begin with none.
  public static func speed(in options: some StringProtocol) -> String? {
    let digits = options.utf8.prefix { 0x30...0x39 ~= $0 }
    return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
  }
}

extension BlobCheckRun {
  /// What the blob at the start of a file says of the line with this number.
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

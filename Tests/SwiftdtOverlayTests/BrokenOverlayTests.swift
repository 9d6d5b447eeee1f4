import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import SourceText
import Testing

@testable import swiftdt

/// A real overlay, broken in one place: the exact message, and a base that stays as it was.
@Suite struct BrokenOverlayTests {
  /// A change to `uart_c`, which enables the node with the label `uart_C`, and the message about it.
  struct Break: CustomTestStringConvertible, Sendable {
    let title: String
    let edit: @Sendable (inout DeviceTree) -> Void
    let text: String

    var testDescription: String { title }

    init(_ title: String, _ edit: @escaping @Sendable (inout DeviceTree) -> Void, _ text: String) {
      (self.title, self.edit, self.text) = (title, edit, text)
    }

    /// Puts the reference to `uart_C` at another place.
    static func fixup(_ place: String, _ text: String) -> Break {
      Break(place, { Self.set("/__fixups__", "uart_C", Array(place.utf8) + [0], &$0) }, text)
    }

    /// Gives a node a property, in place of the one that it has, if any.
    static func set(_ path: String, _ name: String, _ bytes: [UInt8], _ tree: inout DeviceTree) {
      guard let node = tree.node(atPath: path) else { return }
      let value = tree.makeValue(bytes.span)
      if let property = tree.property(of: node, named: name) { return tree.setValue(value, of: property) }
      tree.addProperty(tree.names.intern(name), value, to: node)
    }

    /// Adds a node below another one.
    static func add(_ name: String, to path: String, _ tree: inout DeviceTree) {
      guard let node = tree.node(atPath: path) else { return }
      _ = tree.addNode(named: tree.names.intern(name), to: node)
    }

    /// Removes what gives the fragment its target, or puts a path in its place.
    static func target(_ path: String?, _ tree: inout DeviceTree) {
      for (node, name) in [("/fragment@0", "target"), ("/__fixups__", "uart_C")] {
        if let property = tree.node(atPath: node).flatMap({ tree.property(of: $0, named: name) }) {
          tree.delete(property)
        }
      }
      if let path { set("/fragment@0", "target-path", Array(path.utf8) + [0], &tree) }
    }
  }

  static let breaks: [Break] = [
    .fixup(
      "/fragment@7:target:0",
      """
      fragment@7 should refer to label 'uart_C', but does not exist
      note: fragment@7: property 'target' (FDT_ERR_BADOVERLAY in libfdt)
      """),
    .fixup(
      "/fragment@0:goal:0",
      """
      fragment@0 should refer to label 'uart_C' in 'goal', which does not exist
      note: fragment@0: property 'goal' (FDT_ERR_NOTFOUND in libfdt)
      """),
    .fixup(
      "/fragment@0:target:4",
      """
      fragment@0 should have a reference at byte 4 of 'target', which has 4 bytes
      note: fragment@0: property 'target', byte 4 (FDT_ERR_NOSPACE in libfdt)
      """),
    .fixup(
      "/fragment@0/__overlay__:status:2",
      """
      /fragment@0/__overlay__ should have a reference at byte 2 of 'status', which has 5 bytes
      note: /fragment@0/__overlay__: property 'status', byte 2 (FDT_ERR_NOSPACE in libfdt)
      """),
    .fixup(
      "/fragment@0",
      """
      '/fragment@0' is not a valid fixup for label 'uart_C'
      note: /__fixups__: property 'uart_C' (FDT_ERR_BADOVERLAY in libfdt)
      """),
    .fixup(
      "/fragment@0:target",
      """
      '/fragment@0:target' is not a valid fixup for label 'uart_C'
      note: /__fixups__: property 'uart_C' (FDT_ERR_BADOVERLAY in libfdt)
      """),
    .fixup(
      "/fragment@0:target:0:0",
      """
      '/fragment@0:target:0:0' is not a valid fixup for label 'uart_C'
      note: /__fixups__: property 'uart_C' (FDT_ERR_BADOVERLAY in libfdt)
      """),
    .fixup(
      "/fragment@0:target:zero",
      """
      '/fragment@0:target:zero' is not a valid fixup for label 'uart_C'
      note: /__fixups__: property 'uart_C' (FDT_ERR_BADOVERLAY in libfdt)
      """),
    .fixup(
      "/fragment@0:target:99999999999",
      """
      '/fragment@0:target:99999999999' is not a valid fixup for label 'uart_C'
      note: /__fixups__: property 'uart_C' (FDT_ERR_BADOVERLAY in libfdt)
      """),
    Break(
      "local fixups of a node that is not there",
      {
        Break.add("__local_fixups__", to: "/", &$0)
        Break.add("fragment@9", to: "/__local_fixups__", &$0)
      },
      """
      /__local_fixups__/fragment@9 refers to a node that does not exist
      note: /__local_fixups__/fragment@9 (FDT_ERR_BADOVERLAY in libfdt)
      """),
    Break(
      "local fixups past the end",
      {
        Break.add("__local_fixups__", to: "/", &$0)
        Break.add("fragment@0", to: "/__local_fixups__", &$0)
        Break.set("/__local_fixups__/fragment@0", "target", [0, 0, 0, 1], &$0)
      },
      """
      fragment@0 should have a reference at byte 1 of 'target', which has 4 bytes
      note: fragment@0: property 'target', byte 1 (FDT_ERR_BADOVERLAY in libfdt)
      """),
    Break(
      "no target", { Break.target(nil, &$0) },
      """
      fragment@0 has no target
      note: fragment@0 (FDT_ERR_BADOVERLAY in libfdt)
      help: give the fragment a 'target' or a 'target-path'
      """),
    Break(
      "itself as the target", { Break.target("/fragment@0/__overlay__", &$0) },
      """
      fragment@0 targets '/fragment@0/__overlay__', which the base does not have
      note: fragment@0: property 'target-path' (FDT_ERR_NOTFOUND in libfdt)
      """),
    Break(
      "phandle 0 as the target",
      {
        Break.target(nil, &$0)
        Break.set("/fragment@0", "target", [0, 0, 0, 0], &$0)
      },
      // The deleted property keeps its place in the overlay's tree, but not in its blob.
      """
      fragment@0 has no target
      note: fragment@0 (FDT_ERR_BADOVERLAY in libfdt)
      help: give the fragment a 'target' or a 'target-path'
      """),
    Break(
      "a phandle of 0xffffffff",
      { Break.set("/fragment@0/__overlay__", "phandle", [255, 255, 255, 255], &$0) },
      """
      there is no phandle left for /fragment@0/__overlay__: it has 0xffffffff, the base's go up to MAXIMUM
      note: /fragment@0/__overlay__: property 'phandle' (FDT_ERR_NOPHANDLES in libfdt)
      """),
  ]

  @Test(arguments: RealBoard.all, breaks)
  func text(on board: RealBoard, _ broken: Break) throws {
    var overlay = try BlobDecoder.decode(board.overlay("uart_c")).tree
    broken.edit(&overlay)
    let blob = try BlobEncoder.encode(overlay).bytes
    var target = OverlayTarget(try BlobDecoder.decode(board.base))
    let maximum = try self.maximumPhandle(of: board)
    let expected = broken.text.replacing("MAXIMUM", with: PrintableText.hex(maximum))
    do throws(OverlayError) {
      try target.apply(try! BlobDecoder.decode(blob).tree, named: "uart_c.dtbo")
      Issue.record("applied")
    } catch {
      let text = DiagnosticRenderer(files: SourceFiles()).render(error.diagnostic)
      #expect(text == "swiftdt: error: overlay 'uart_c.dtbo': \(expected)\n")
    }
    #expect(try target.encode().bytes == board.base)
    #expect(InPlaceMerge.merged(board.base, [blob]) == nil)
  }

  private func maximumPhandle(of board: RealBoard) throws -> UInt32 {
    let tree = try BlobDecoder.decode(board.base).tree
    return (0..<tree.nodeCapacity).map { tree.phandle(of: NodeID(rawValue: UInt32($0))) }.max() ?? 0
  }

  /// None of its nodes is a fragment, so that nothing happens; `overlay explain` reports that.
  @Test(arguments: RealBoard.all)
  func aBaseAsAnOverlay(of board: RealBoard) throws {
    var target = OverlayTarget(try BlobDecoder.decode(board.base))
    let explanation = target.explain(try BlobDecoder.decode(board.base).tree, named: "base.dtb")
    #expect(explanation.error == nil)
    let findings = ExplanationFindings.findings(explanation)
    let text = DiagnosticRenderer(files: SourceFiles()).render(findings)
    #expect(text.hasPrefix("base.dtb: warning: there are no fragments: '"))
    #expect(
      text.contains(", … have no '__overlay__', so nothing is applied\nhelp: it is a board's device tree: "))
    #expect(try target.encode().bytes == board.base)
  }

  /// The first of two nodes with the same phandle is meant, as in libfdt.
  @Test(arguments: RealBoard.all)
  func duplicatePhandlesInTheBase(of board: RealBoard) throws {
    var tree = try BlobDecoder.decode(board.base).tree
    let symbols = try #require(tree.node(atPath: "/__symbols__"))
    let label = try #require(tree.property(of: symbols, named: "uart_C"))
    let path = String(decoding: tree.bytes(of: tree.value(of: label)).dropLast(), as: UTF8.self)
    let uart = try #require(tree.node(atPath: path))
    let twin = tree.addNode(named: tree.names.intern("twin"), to: .root, at: .first)
    let value = tree.makeValue(cell: tree.phandle(of: uart))
    tree.addProperty(tree.names.intern("phandle"), value, to: twin)
    let base = try BlobEncoder.encode(tree).bytes
    let overlay = board.overlay("uart_c")
    var target = OverlayTarget(try BlobDecoder.decode(base))
    try target.apply(BlobDecoder.decode(overlay).tree, named: "uart_c.dtbo")
    let merged = try target.encode().bytes
    #expect(
      target.tree.node(atPath: "/twin").flatMap { target.tree.property(of: $0, named: "status") } != nil)
    #expect(InPlaceMerge.merged(base, [overlay]) == merged)
  }

  @Test(arguments: RealBoard.all)
  func anotherVersion(of board: RealBoard) throws {
    var blob = board.overlay("uart_c")
    (blob[23], blob[27]) = (99, 98)
    #expect(InPlaceMerge.merged(board.base, [blob]) == nil)
    do throws(BlobError) {
      _ = try BlobDecoder.decode(blob)
      Issue.record("decoded")
    } catch {
      let text = DiagnosticRenderer(files: SourceFiles()).render(error.diagnostic(for: "uart_c.dtbo"))
      #expect(text.hasPrefix("uart_c.dtbo: error: "))
      #expect(text.contains("FDT_ERR_BADVERSION in libfdt"))
    }
  }
}

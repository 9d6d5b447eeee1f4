import DeviceTree
import SourceText
import Testing

@testable import DeviceTreeChecks

/// A part of a tree, as a test writes it.
enum Part {
  case property(String, Contents)
  case node(String, [Part])
  case label(String)
}

/// The value of a property.
enum Contents {
  case nothing
  case bytes([UInt8])
  case strings([String])
  /// Cells without markers, as in a blob.
  case cells([UInt32])
  /// A reference that the compiler replaces by a phandle: label, value.
  case reference(String, UInt32)
  /// A reference to a path.
  case path(String)
  /// A cell with a label.
  case labelled(String, UInt32)
}

extension Contents: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  init(stringLiteral value: String) { self = .strings([value]) }
  init(arrayLiteral elements: UInt32...) { self = .cells(elements) }
}

infix operator => : AssignmentPrecedence

func => (name: String, contents: Contents) -> Part { .property(name, contents) }

func node(_ name: String, _ parts: Part...) -> Part { .node(name, parts) }

/// A property without a value.
func flag(_ name: String) -> Part { .property(name, .nothing) }

/// `#address-cells` and `#size-cells`.
func counts(_ address: UInt32, _ size: UInt32) -> [Part] {
  ["#address-cells" => .cells([address]), "#size-cells" => .cells([size])]
}

extension DeviceTree {
  init(_ parts: [Part]) {
    self.init()
    fill(.root, parts)
  }

  private mutating func fill(_ node: NodeID, _ parts: [Part]) {
    for part in parts {
      switch part {
      case .label(let label): addLabel(names.intern(label), to: node)
      case .node(let name, let parts):
        fill(addNode(named: names.intern(name), to: node), parts)
      case .property(let name, let contents):
        let value = makeValue(contents)
        addProperty(names.intern(name), value, to: node)
        if name == "phandle", let phandle = cell(of: value, at: 0) { setPhandle(phandle, of: node) }
      }
    }
  }

  private mutating func makeValue(_ contents: Contents) -> PropertyValue {
    let open = openValue()
    switch contents {
    case .nothing: break
    case .bytes(let bytes): for byte in bytes { appendByte(byte) }
    case .strings(let strings):
      for string in strings {
        appendBytes(Array(string.utf8)[...])
        appendByte(0)
      }
    case .cells(let cells): for cell in cells { appendCell(cell) }
    case .reference(let label, let phandle):
      appendMarker(.uint32, in: open)
      appendMarker(.phandleReference, in: open, reference: names.intern(label))
      appendCell(phandle)
    case .path(let label):
      appendMarker(.pathReference, in: open, reference: names.intern(label))
    case .labelled(let label, let cell):
      appendMarker(.uint32, in: open)
      appendMarker(.label, in: open, reference: names.intern(label))
      appendCell(cell)
    }
    return close(open)
  }
}

/// Returns what a run over a tree finds, as dtc prints it, one line for each finding.
func lines(
  _ tree: DeviceTree, only check: CheckID? = nil, _ selection: CheckSelection = CheckSelection(),
  limit: Int = .max
) -> [String] {
  var tree = tree
  var run = CheckRun(selection)
  run.limit = limit
  run.examine(&tree)
  var renderer = FindingRenderer()
  var output: [UInt8] = []
  for finding in run.findings where check == nil || finding.check == check {
    renderer.append(finding, of: tree, to: &output)
  }
  return String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    .dropLast().map { String($0.hasPrefix("<stdout>: ") ? $0.dropFirst(10) : $0) }
}

/// A tree in which a check finds something, and a similar one in which it does not.
struct Case: Sendable, CustomTestStringConvertible {
  let check: CheckID
  /// The lines without `<stdout>: `.
  let lines: [String]
  let bad: DeviceTree
  let good: DeviceTree

  init(_ check: CheckID, _ lines: String..., bad: [Part], good: [Part]) {
    self.check = check
    self.lines = lines
    self.bad = DeviceTree(bad)
    self.good = DeviceTree(good)
  }

  var testDescription: String { check.name + ": " + (lines.first ?? "") }
}

import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import DeviceTreeSource
import Preprocessor
import SourceText

/// A base with overlays applied, and where everything in it comes from.
struct TracedTree {
  /// The merged tree, with its labels restored.
  let tree: DeviceTree
  /// The path of the base as given.
  let base: String
  /// The paths of the overlays as given.
  let overlays: [String]
  /// The paths of the base and the overlays.
  var inputs: [String] { [base] + overlays }
  /// `/__symbols__`, which the recipe leaves out of the tree; nil if it does not, or if there is none.
  private let symbolsLeftOut: NodeID?
  /// All source files that were read.
  let files: SourceFiles
  private let target: OverlayTarget
  /// The traces of the base and of the overlays, in that order; nil for a blob.
  private let traces: [SourceTrace?]
  private var positions: PositionLookup?

  /// Reads a base and applies overlays to it; reports what is wrong with them. Sources get `/__symbols__`
  /// unless `symbols` is false; it is left out of the result unless `keepsSymbols`.
  init(
    base: String, overlays: [String], _ reading: SourceReading, symbols: Bool = true,
    keepsSymbols: Bool = true
  ) throws {
    var reader = TreeReader(reading, symbols: symbols)
    let input = try reader.open(base)
    // A pipe can be read only once.
    reader.hold(input, of: base)
    let isBlob = if case .blob = input { true } else { false }
    var traces: [SourceTrace?] = []
    // The layout of the base does not matter here.
    let tolerance: BlobTolerance = overlays.isEmpty ? .lateProperties : []
    var target = try reader.base(base, tolerating: tolerance).target(at: base, isRelaid: true)
    target.keepsHistory = true
    traces.append(isBlob ? nil : reader.trace)
    for (index, path) in overlays.enumerated() {
      let read = try reader.overlay(reader.open(path), path)
      let overlay = read.tree
      traces.append(read.isSource ? reader.trace : nil)
      let lacksPlugin = read.lacksPlugin
      do throws(OverlayError) {
        try target.apply(overlay, named: path)
      } catch {
        let explained = reader.explained(error, before: overlays[(index + 1)...])
        throw CommandFailure.saying(explained.diagnostic(in: reader.files), in: reader.files)
      }
      guard let applied = target.applied.last else { continue }
      let findings = ExplanationFindings.ignored(by: applied, of: overlay, lacksPlugin: lacksPlugin)
      Console.show(findings.filter { !reading.isQuiet || $0.severity == .error }, in: reader.files)
    }
    self.init(
      target, traces, base: base, overlays: overlays, reader.files, keepsSymbols: keepsSymbols)
  }

  private init(
    _ target: OverlayTarget, _ traces: [SourceTrace?], base: String, overlays: [String], _ files: SourceFiles,
    keepsSymbols: Bool
  ) {
    self.target = target
    self.files = files
    self.traces = traces
    self.base = base
    self.overlays = overlays
    var tree = target.tree
    // Labels that overlays add, and those of a blob, are only in `__symbols__`.
    _ = ReferenceRestoration.restore(in: &tree)
    symbolsLeftOut = keepsSymbols ? nil : tree.deleteSymbols()
    self.tree = tree
    positions = traces.compactMap { $0 }.last.map { PositionLookup($0.files) }
  }

  /// Reads the base and overlays that a recipe names, or a single source or blob.
  init(
    recipeOrSource path: String, overlays: [String], settings: [String], _ reading: SourceReading
  ) throws {
    guard RecipePlan.isRecipe(path) else {
      try self.init(base: path, overlays: overlays, reading)
      return
    }
    let plan = try RecipePlan(recipe: path, settings: settings)
    if !reading.isQuiet { Console.show(plan.warnings) }
    try self.init(
      base: plan.source, overlays: plan.overlays + overlays, plan.reading.adding(reading),
      keepsSymbols: plan.keepsSymbols)
  }

  /// Whether a node is part of what the recipe leaves out of the tree.
  func isLeftOut(_ node: NodeID) -> Bool {
    guard let symbolsLeftOut else { return false }
    return node == symbolsLeftOut || tree.parent(of: node) == symbolsLeftOut
  }

  /// The place where something was written.
  struct Place {
    /// The file, line and column; nil if it was not written in a source.
    var position: SourcePosition?
    /// The macros that it was expanded from, innermost first, with their definitions.
    var macros: [(name: String, definition: SourcePosition?)] = []
    /// The `#include`s that led to the file, innermost first.
    var inclusions: [SourcePosition] = []
    /// The overlay and its fragment; nil for the base.
    var overlay: (path: String, fragment: String?)?
    /// The blob that it comes from; nil if it comes from a source.
    var blob: String?
  }

  /// A value that a property was given, or its deletion.
  struct Write {
    let value: PropertyValue
    let isDeletion: Bool
    let wentWithItsNode: Bool
    let place: Place
  }

  /// Returns all values of a property, the oldest first; the last is the one in the tree.
  mutating func writes(of property: PropertyID) -> [Write] {
    let writes = target.writes(of: property)
    let places = places(writes.map { ($0.write.extent, $0.writer) })
    return zip(writes, places).map { item, place in
      Write(
        value: item.write.value, isDeletion: item.write.isDeletion,
        wentWithItsNode: item.write.wentWithItsNode, place: place)
    }
  }

  /// Returns the newest deletion of a node or of one above it, and whether it was one above; nil if none was
  /// deleted.
  mutating func deletion(of node: NodeID) -> (place: Place, isAbove: Bool)? {
    var newest: (node: NodeID, record: NodeID, number: Int)?
    var next: NodeID? = node
    while let held = next {
      // What an overlay deletes of its own was never in the tree.
      let writes = target.writes(of: held).map(\.write)
      let number = writes.lastIndex { $0.isDeletion && $0.record != nil }
      if let number, let record = writes[number].record, (newest?.record.index ?? -1) < record.index {
        newest = (held, record, number)
      }
      next = tree.parent(of: held)
    }
    guard let newest else { return nil }
    return (writes(of: newest.node)[newest.number].place, newest.node != node)
  }

  /// Whether a node, or one above it, is not in the tree.
  func isGone(_ node: NodeID) -> Bool {
    var next: NodeID? = node
    while let held = next {
      if tree.isDeleted(held) { return true }
      next = tree.parent(of: held)
    }
    return false
  }

  /// Returns where a node above a node was deleted, if that is why the latter is gone; the former may have been
  /// made again without it.
  mutating func deletionAbove(_ node: NodeID) -> Place? {
    guard isGone(node), let deletion = deletion(of: node), deletion.isAbove else { return nil }
    return deletion.place
  }

  /// Returns the places where a node was written, in order, and whether it was deleted there.
  mutating func writes(of node: NodeID) -> [(place: Place, isDeletion: Bool)] {
    let writes = target.writes(of: node)
    let places = places(writes.map { ($0.write.extent, $0.writer) })
    return zip(writes, places).map { ($1, $0.write.isDeletion) }
  }

  /// Returns the place of each of some writes, in order.
  private mutating func places(_ writes: [(extent: Extent, writer: Writer)]) -> [Place] {
    if writes.count == 1 { return [place(of: writes[0].extent, writes[0].writer, time: 0)] }
    // A file that is included several times usually writes everything in it as many times. Only if the
    // numbers agree is the nth write that of the nth inclusion.
    let locations = writes.map { write in
      trace(of: write.writer).map { $0.provenance(of: write.extent.place).location } ?? .none
    }
    var counts: [SourceLocation: Int] = [:]
    for location in locations { counts[location, default: 0] += 1 }
    var times: [SourceLocation: Int] = [:]
    return writes.indices.map { index in
      let location = locations[index]
      let time = times[location, default: 0]
      times[location] = time + 1
      let isUsual =
        location != .none
        && trace(of: writes[index].writer)?.inclusions.count(of: location) == counts[location]
      return place(of: writes[index].extent, writes[index].writer, time: isUsual ? time : 0)
    }
  }

  private func trace(of writer: Writer) -> SourceTrace? {
    if case .overlay(let number, _) = writer { traces[number] } else { traces[0] }
  }

  private mutating func place(of extent: Extent, _ writer: Writer, time: Int) -> Place {
    var place = Place()
    let trace = trace(of: writer)
    if case .overlay(let number, let fragment) = writer {
      place.overlay = (overlays[number - 1], fragment)
      if trace == nil { place.blob = overlays[number - 1] }
    } else if trace == nil {
      place.blob = base
    }
    guard let trace, extent.place != .none else { return place }
    let provenance = trace.provenance(of: extent.place)
    place.position = positions?.position(of: provenance.location)
    for macro in provenance.macros {
      place.macros.append((trace.names.string(macro.name), positions?.position(of: macro.definition)))
    }
    for inclusion in trace.inclusions.chain(of: provenance.location, time: time) {
      if let position = positions?.position(of: inclusion) { place.inclusions.append(position) }
    }
    return place
  }
}

import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import DeviceTreeSource
import Preprocessor
import SourceText

/// A base with its overlays applied, and where everything in it comes from.
struct TracedTree {
  /// The merged tree, its labels restored.
  let tree: DeviceTree
  /// The base as it was given.
  let base: String
  /// The overlays as they were given.
  let overlays: [String]
  /// All of them.
  var inputs: [String] { [base] + overlays }
  /// Everything that was read of sources.
  let files: SourceFiles
  private let target: OverlayTarget
  /// The traces of the base and of the overlays, in that order; nil for a blob.
  private let traces: [SourceTrace?]
  private var positions: PositionLookup?

  /// Reads a base and applies overlays; shows what there is to say.
  init(base: String, overlays: [String], _ reading: SourceReading, symbols: Bool = true) throws {
    var reader = TreeReader(reading, symbols: symbols)
    let input = try reader.open(base)
    // A pipe is read but once.
    reader.hold(input, of: base)
    let isBlob = if case .blob = input { true } else { false }
    var traces: [SourceTrace?] = []
    // As it is laid out does not matter here.
    var target = try reader.base(base).target(at: base, isRelaid: true)
    target.keepsHistory = true
    traces.append(isBlob ? nil : reader.trace)
    for (index, path) in overlays.enumerated() {
      let (overlay, isSource) = try reader.overlayAndKind(reader.open(path), path)
      traces.append(isSource ? reader.trace : nil)
      do throws(OverlayError) {
        try target.apply(overlay, named: path)
      } catch {
        let explained = reader.explained(error, before: overlays[(index + 1)...])
        throw CommandFailure.saying(explained.diagnostic(in: reader.files), in: reader.files)
      }
    }
    self.init(target, traces, base: base, overlays: overlays, reader.files)
  }

  private init(
    _ target: OverlayTarget, _ traces: [SourceTrace?], base: String, overlays: [String], _ files: SourceFiles
  ) {
    self.target = target
    self.files = files
    self.traces = traces
    self.base = base
    self.overlays = overlays
    var tree = target.tree
    // Only `__symbols__` knows of labels that overlays add, and of those of a blob.
    _ = ReferenceRestoration.restore(in: &tree)
    self.tree = tree
    positions = traces.compactMap { $0 }.last.map { PositionLookup($0.files) }
  }

  /// The base and overlays that a recipe names, or just a source or blob.
  init(
    recipeOrSource path: String, overlays: [String], settings: [String], _ reading: SourceReading
  ) throws {
    guard RecipePlan.isRecipe(path) else {
      try self.init(base: path, overlays: overlays, reading)
      return
    }
    let plan = try RecipePlan(recipe: path, settings: settings)
    var all = plan.reading
    all.includeFolders += reading.includeFolders
    all.macros += reading.macros
    try self.init(base: plan.source, overlays: plan.overlays + overlays, all)
  }

  /// Where something was written.
  struct Place {
    /// The file, line and column; nil for what was written nowhere.
    var position: SourcePosition?
    /// The macros that it came through, from the inside out, and where they are defined.
    var macros: [(name: String, definition: SourcePosition?)] = []
    /// The `#include`s that led to the file, from the inside out.
    var inclusions: [SourcePosition] = []
    /// The overlay, and its fragment; nil for the base.
    var overlay: (path: String, fragment: String?)?
    /// The blob that it comes from; nil if that was a source.
    var blob: String?
  }

  /// A value that a property was given.
  struct Write {
    let value: PropertyValue
    let isDeletion: Bool
    let wentWithItsNode: Bool
    let place: Place
  }

  /// All that a property was given, the oldest first; the last is what it is.
  mutating func writes(of property: PropertyID) -> [Write] {
    let writes = target.writes(of: property)
    let places = places(writes.map { ($0.write.extent, $0.writer) })
    return zip(writes, places).map { item, place in
      Write(
        value: item.write.value, isDeletion: item.write.isDeletion,
        wentWithItsNode: item.write.wentWithItsNode, place: place)
    }
  }

  /// The places that a node was written in, in order, and whether it was deleted there.
  mutating func writes(of node: NodeID) -> [(place: Place, isDeletion: Bool)] {
    let writes = target.writes(of: node)
    let places = places(writes.map { ($0.write.extent, $0.writer) })
    return zip(writes, places).map { ($1, $0.write.isDeletion) }
  }

  /// The places of what was written one after another.
  private mutating func places(_ writes: [(extent: Extent, writer: Writer)]) -> [Place] {
    // A file can be included twice, and then everything in it is written twice: as often as it is
    // included, if all goes as usual.
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

import DeviceTree
import DeviceTreeBlob
import DeviceTreeComparison

/// What `swiftdt diff` is asked to do.
struct DiffRequest: Equatable, Sendable {
  /// When the text is coloured.
  enum Colour: String, CaseIterable, Sendable {
    case auto, always, never
  }

  var old: String
  var new: String
  var showsPhandles = false
  var comparesOrder = false
  var comparesLabels = false
  var comparesBytes = false
  var ignored: [String] = []
  var isJSON = false
  var isQuiet = false
  var colour = Colour.auto
  var symbols = false
  var reading = SourceReading()

  /// What is wrong with the request, whatever is in the files.
  var problem: String? {
    if ignored.contains("") { return "--ignore needs a pattern" }
    return old == "-" && new == "-" ? "only one of the two can be standard input" : nil
  }

  func run() throws {
    let isDifferent: Bool
    do {
      isDifferent = try compare()
    } catch is CommandFailure {
      throw CommandFailure(.trouble)
    }
    if isDifferent { throw CommandFailure() }
  }

  /// Compares the trees and shows the differences; returns whether there are any.
  private func compare() throws -> Bool {
    let (before, after, reader) = try readInputs()
    var options = options
    if !ignored.isEmpty {
      let patterns = IgnorePatterns(ignored, before.tree, after.tree)
      options.ignoredInOld = patterns.old
      options.ignoredInNew = patterns.new
      if !isQuiet { Console.show(patterns.unused.map { Self.unused($0, before.tree, after.tree) }) }
    }
    let comparison = Comparison(before.tree, after.tree, options)
    let layout = comparesBytes ? try self.layout(before, after, reader) : nil
    let isDifferent = !comparison.isEmpty || !(layout?.isEmpty ?? true)
    if isQuiet { return isDifferent }
    if isJSON {
      let json = DiffJSON(comparison, names: (old, new), layout: layout, showsPhandles: showsPhandles)
      Console.say(try JSONText.text(json))
      return isDifferent
    }
    let paint = Paint(isColoured: colour == .always || colour == .auto && Console.outputIsColoured)
    Console.say(
      DiffText.text(comparison, names: (old, new), paint: paint, showsPhandles: showsPhandles))
    if let layout {
      Console.say(LayoutText.text(layout, names: (old, new), paint: paint, isHead: comparison.isEmpty))
    }
    Console.show(notes(comparison))
    return isDifferent
  }

  /// Reads both inputs, blobs first: a source is compiled with labels if it is compared with a blob that has
  /// some, since labels keep nodes that are marked with `/omit-if-no-ref/`.
  private func readInputs() throws -> (old: LookedAtTree, new: LookedAtTree, reader: TreeReader) {
    var reading = reading
    reading.isQuiet = isQuiet
    let reader = TreeReader(reading)
    let inputs = (try reader.open(old), try reader.open(new))
    let blobs = (
      try Self.withoutNames(reader.lookedAt(blob: inputs.0, old)),
      try Self.withoutNames(reader.lookedAt(blob: inputs.1, new))
    )
    let hasSymbols = [blobs.0, blobs.1].contains { $0?.tree.node(atPath: "/__symbols__") != nil }
    var compiler = TreeReader(reading, symbols: symbols || comparesLabels || hasSymbols)
    let before = try blobs.0 ?? compiler.lookedAt(inputs.0, old)
    let after = try blobs.1 ?? compiler.lookedAt(inputs.1, new)
    return (before, after, compiler)
  }

  /// Returns a blob without the `name` properties that every node has before version 16, unless they differ
  /// from the nodes' names.
  private static func withoutNames(_ input: LookedAtTree?) throws -> LookedAtTree? {
    guard let input, let blob = input.blob, try BlobHeader(blob.span).version < 16 else { return input }
    var tree = input.tree
    _ = tree.dropRedundantNames()
    return LookedAtTree(tree: tree, blob: blob)
  }

  private var options: ComparisonOptions {
    var options = ComparisonOptions()
    options.phandlesAreNumbers = showsPhandles
    options.comparesOrder = comparesOrder
    options.comparesLabels = comparesLabels
    return options
  }

  private func layout(
    _ before: LookedAtTree, _ after: LookedAtTree, _ reader: TreeReader
  ) throws -> LayoutComparison {
    func view(_ input: LookedAtTree, _ path: String) throws -> BlobView {
      let bytes = try input.blob ?? reader.encode(input.tree, path)
      return try orFail(at: path, BlobView(bytes))
    }
    return LayoutComparison(try view(before, old), try view(after, new))
  }
}

extension DiffRequest: PlainRequest {
  static var plainFlags: [QuickFlags.Flag] {
    [
      .toggle("--phandles"), .toggle("--ordered"), .toggle("--labels"), .toggle("--bytes"),
      .value("-x", "--ignore"), .toggle("--json"), .toggle("-q", "--quiet"), .value("--color"),
      .toggle("-@", "--symbols"),
    ] + QuickFlags.reading
  }

  init(_ flags: QuickFlags) throws(NotQuick) {
    guard flags.operands.count == 2 else { throw NotQuick() }
    self.init(
      old: flags.operands[0], new: flags.operands[1], showsPhandles: flags.has("--phandles"),
      comparesOrder: flags.has("--ordered"), comparesLabels: flags.has("--labels"),
      comparesBytes: flags.has("--bytes"), ignored: flags.all("-x"), isJSON: flags.has("--json"),
      isQuiet: flags.has("-q"), symbols: flags.has("-@"), reading: flags.reading)
    if let text = flags.last("--color") {
      guard let colour = Colour(rawValue: text) else { throw NotQuick() }
      self.colour = colour
    }
  }
}

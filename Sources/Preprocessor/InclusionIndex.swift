public import SourceText

/// The `#include`s that led to the files of a source, for each inclusion, gathered once for all questions.
public struct InclusionIndex: Sendable {
  /// An inclusion of a file.
  private struct Entry: BitwiseCopyable {
    let location: SourceLocation
    /// How often the same line had included the file before.
    let earlier: Int
  }

  /// By file: its inclusions, in order; none for the source itself.
  private var entries: [[Entry]] = []
  private let files: SourceFiles

  /// Gathers the inclusions of the source that was read last.
  public init(_ preprocessor: Preprocessor) {
    files = preprocessor.files
    var locations: [[SourceLocation]] = []
    preprocessor.search.forEachInclusion { file, location in
      while locations.count <= file.index { locations.append([]) }
      locations[file.index].append(location)
    }
    entries = locations.map { all in
      if all.count == 1 { return [Entry(location: all[0], earlier: 0)] }
      var counts: [SourceLocation: Int] = [:]
      return all.map { location in
        defer { counts[location, default: 0] += 1 }
        return Entry(location: location, earlier: counts[location] ?? 0)
      }
    }
  }

  /// How often the file of a location was included; 0 for the source itself.
  public func count(of location: SourceLocation) -> Int { entries(of: location).count }

  /// The `#include`s that led to the file of a location, from the inside out, for the inclusion of that file
  /// with the number `time`, from 0.
  public func chain(of location: SourceLocation, time: Int) -> [SourceLocation] {
    var chain: [SourceLocation] = []
    var from = location
    var time = time
    while chain.count < 20 {
      let all = entries(of: from)
      guard !all.isEmpty else { break }
      // The same line includes a file again when the file that contains the line is included again.
      (from, time) = (all[min(time, all.count - 1)].location, all[min(time, all.count - 1)].earlier)
      chain.append(from)
    }
    return chain
  }

  private func entries(of location: SourceLocation) -> [Entry] {
    guard let file = files.file(at: location), file.index < entries.count else { return [] }
    return entries[file.index]
  }
}

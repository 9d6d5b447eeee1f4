import Preprocessor

/// The files that a source is made of, as people read them (`--show-includes`):
///
///     board.dts
///       soc.dtsi (next to the including file)
///         include/dt-bindings/gpio/gpio.h (-I include)
///       include/dt-bindings/gpio/gpio.h (-I include; read before)
enum IncludeTree {
  static func text(of source: String, _ inclusions: [Inclusion]) -> String {
    var text = source + "\n"
    for inclusion in inclusions {
      text += String(repeating: "  ", count: inclusion.depth) + inclusion.path
      text += " (" + description(of: inclusion.place)
      text += inclusion.isSkipped ? "; skipped, already read)\n" : ")\n"
    }
    return text
  }

  private static func description(of place: Inclusion.Place) -> String {
    switch place {
    case .beside: "next to the including file"
    case .folder(let folder, let flag): "\(flag) \(folder)"
    case .kernelTree: "the kernel tree's include-prefixes"
    case .path: "by its path"
    }
  }
}

import Preprocessor

/// The files that a source is made of, as people read them (`--show-includes`):
///
///     board.dts
///       soc.dtsi (beside the file that includes it)
///         include/dt-bindings/gpio/gpio.h (-I include)
///       include/dt-bindings/gpio/gpio.h (-I include; read before)
enum IncludeTree {
  static func text(of source: String, _ inclusions: [Inclusion]) -> String {
    var text = source + "\n"
    for inclusion in inclusions {
      text += String(repeating: "  ", count: inclusion.depth) + inclusion.path
      text += " (" + description(of: inclusion.place)
      text += inclusion.isSkipped ? "; read before)\n" : ")\n"
    }
    return text
  }

  private static func description(of place: Inclusion.Place) -> String {
    switch place {
    case .beside: "beside the file that includes it"
    case .folder(let folder, let flag): "\(flag) \(folder)"
    case .kernelTree: "the kernel tree's include-prefixes"
    case .path: "by its path"
    }
  }
}

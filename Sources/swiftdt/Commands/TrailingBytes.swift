import DeviceTree
import DeviceTreeBlob
import SourceText

/// What follows a blob in its file: no tree has it, so it is lost when the blob is written anew.
struct TrailingBytes {
  private let count: Int
  /// Whether it is what the images of a FIT image consist of.
  private let isExternalData: Bool

  /// What follows a blob; nil if nothing does.
  init?(after blob: DecodedBlob) {
    if blob.trailingBytes == 0 { return nil }
    count = blob.trailingBytes
    isExternalData = Self.hasExternalData(blob.tree)
  }

  /// Why a file is not changed.
  func refusal(of file: String) -> Diagnostic {
    Diagnostic(
      .error, "trailing-bytes", "\(fact), which would be lost",
      subject: file, notes: notes,
      help: (isExternalData ? [.init("change the image's source and run mkimage again")] : [])
        + [.init("`swiftdt dump -o OUT \(Shell.quoted(file))` writes the blob alone")])
  }

  /// That a result lacks what the file has.
  func omission(from file: String) -> Diagnostic {
    Diagnostic(
      .warning, "trailing-bytes", "\(fact), which \(count == 1 ? "is" : "are") dropped", subject: file,
      notes: notes)
  }

  private var fact: String { "the file has \(count) \(count == 1 ? "byte" : "bytes") after the blob" }

  private var notes: [Diagnostic.Note] {
    isExternalData
      ? [.init("U-Boot loads the external data of a FIT image (mkimage -E) from there")] : []
  }

  private static func hasExternalData(_ tree: DeviceTree) -> Bool {
    guard let images = tree.node(atPath: "/images") else { return false }
    return tree.children(of: images).contains { image in
      ["data-offset", "data-position"].contains { tree.property(of: image, named: $0) != nil }
    }
  }
}

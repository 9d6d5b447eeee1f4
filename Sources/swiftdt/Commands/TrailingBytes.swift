import DeviceTree
import DeviceTreeBlob
import SourceText

/// The bytes after a blob in its file, which are not part of the tree, so that rewriting the blob loses them.
struct TrailingBytes {
  private let count: Int
  /// Whether they are the data of a FIT image's images.
  private let isExternalData: Bool

  /// Creates the record of what follows a blob; nil if nothing does.
  init?(after blob: DecodedBlob) {
    if blob.trailingBytes == 0 { return nil }
    count = blob.trailingBytes
    isExternalData = blob.tree.hasExternalData
  }

  /// Returns the error that a file is not changed, since the bytes would be lost.
  func refusal(of file: String) -> Diagnostic {
    Diagnostic(
      .error, "trailing-bytes", "\(fact), which would be lost",
      subject: file, notes: notes,
      help: (isExternalData ? [.init("change the image's source and run mkimage again")] : [])
        + [.init("`swiftdt dump -o OUT \(Shell.file(file))` writes the blob alone")])
  }

  /// Returns the warning that a result lacks the bytes.
  func omission(from file: String) -> Diagnostic {
    Diagnostic(
      .warning, "trailing-bytes", "\(fact), which \(count == 1 ? "is" : "are") dropped", subject: file,
      notes: notes)
  }

  private var fact: String { "the file has \(SizeText.counted(count, "byte")) after the blob" }

  private var notes: [Diagnostic.Note] {
    isExternalData
      ? [.init("U-Boot loads the external data of a FIT image (mkimage -E) from there")] : []
  }
}

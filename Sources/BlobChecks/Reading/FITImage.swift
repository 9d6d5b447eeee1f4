import DeviceTree

/// U-Boot's FIT images, which have the format of a device tree.
extension TreeIndex {
  /// Whether it is a FIT image and describes no board.
  var isFITImage: Bool {
    // A boot script has no configurations, but U-Boot wants a description (fit_check_format).
    child(of: 0, called: "images") != nil && !has(.compatible, 0) && !has(.model, 0)
      && (child(of: 0, called: "configurations") != nil
        || property(named: Array("description".utf8).span, of: 0) != nil)
  }

  /// Whether the images of a FIT image have their data after the blob, as `mkimage -E` writes them.
  var hasExternalData: Bool {
    guard let images = child(of: 0, called: "images") else { return false }
    return children(of: images).contains { image in
      ["data-offset", "data-position"].contains { property(named: Array($0.utf8).span, of: image) != nil }
    }
  }
}

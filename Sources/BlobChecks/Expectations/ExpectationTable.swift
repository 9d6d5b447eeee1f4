extension BlobCheck {
  static let expectationChecks: [BlobCheck] = [
    BlobCheck(
      .expectation, .expectations, .error, title: "An expectation is not met",
      "The file of expectations states what must hold for the board, and this does not."),
    BlobCheck(
      .expectedPath, .expectations, .error, title: "An expectation refers to a node that does not exist",
      """
      The file of expectations refers to a node, label or alias that the tree does not have: the board lost \
      it, or the path in the file is wrong.
      """),
    BlobCheck(
      .allowedUnused, .expectations, .warning, title: "An allowed finding no longer occurs",
      """
      An entry of `allow` in the file of expectations matches no finding: the fault was fixed, and the entry \
      would hide it if it came back.
      """),
  ]
}

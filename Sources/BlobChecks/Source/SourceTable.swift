extension BlobCheck {
  /// What the compiler warns of on the way from a source to the blob that is checked.
  static let sourceChecks: [BlobCheck] = [
    BlobCheck(
      .shadowedHeader, .source, .warning, title: "A header hides a different one of the same name",
      """
      Two folders that are searched have a header of that name, with different contents, and the first one \
      wins: another order of -I would make another blob. Name fewer folders, or turn the check off if that is \
      meant.
      """),
    BlobCheck(
      .sourceWarning, .source, .warning, title: "The compiler warns of something in the source",
      """
      What `swiftdt compile` warns of by itself, as a number that does not fit into its cell: the blob is made, \
      but may not be what was meant.
      """),
  ]
}

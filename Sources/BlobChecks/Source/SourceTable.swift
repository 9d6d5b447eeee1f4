extension BlobCheck {
  /// What the compiler says about the source of the blob that is checked.
  static let sourceChecks: [BlobCheck] = [
    BlobCheck(
      .shadowedHeader, .source, .warning, title: "A header hides a different one of the same name",
      """
      Two of the folders searched have a header of that name, with different contents, and the first one \
      wins: another order of -I would make another blob. Name fewer folders, or turn the check off if this \
      is intended.
      """),
    BlobCheck(
      .sourceWarning, .source, .warning, title: "The compiler warns about something in the source",
      """
      What `swiftdt compile` warns about by default, such as a number that does not fit its cell: the blob \
      is made, but may not be what was intended.
      """),
    BlobCheck(
      .sourceError, .source, .error, title: "The source cannot be compiled",
      """
      An error that `swiftdt compile` reports as well. There is no blob, so nothing else is checked. It cannot \
      be turned off.
      """),
  ]
}

import ArgumentParser

/// `swiftdt overlay conflicts`: shows which overlays conflict, and in which order they can be applied.
struct OverlayConflictsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conflicts",
    abstract: "Show which overlays conflict, and in which order they can be applied.",
    discussion: """
      Two overlays conflict if they set a property to different values or export a label for different \
      nodes, if one disables a node that the other needs or takes over a label of the base that the other \
      uses, or if they have devices that need the same GPIO line or pins; an overlay's device may also need \
      what one of the base has. One must come before another if it exports a label or adds a node that the \
      other needs. Exit code 1 if there are conflicts, if the given order is \
      not valid or if an overlay does not apply.
      """)

  @OptionGroup var inputs: OverlayInputFlags
  @OptionGroup(title: "Preprocessing") var reading: SourceFlags
  @OptionGroup(title: "Checks") var checks: CheckFlags

  func run() throws {
    try OverlayConflictsRequest(
      base: inputs.base, overlays: inputs.overlays, isJSON: inputs.json,
      crossChecks: inputs.crossCheck, reading: reading.reading,
      checks: checks.request
    ).run()
  }
}

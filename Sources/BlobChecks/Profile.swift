/// What a blob is for, which decides which checks run and how bad their findings are.
public enum Profile: String, Sendable, CaseIterable {
  /// A base that overlays will be applied to: it needs its `__symbols__`.
  case base
  /// An overlay: it refers to things in a base that is not available.
  case overlay
  /// A complete tree that is passed to an operating system as it is.
  case final
  /// A complete tree that U-Boot loads and edits in place.
  case uboot
  /// A complete tree that NixOS installs and may apply overlays to.
  case nixos
}

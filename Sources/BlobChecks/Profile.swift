/// What a blob is for, which decides which checks run and how bad their findings are.
public enum Profile: String, Sendable, CaseIterable {
  /// A base that overlays will be applied to: it needs its `__symbols__`.
  case base
  /// An overlay: what it refers to is in a base that is not at hand.
  case overlay
  /// A complete tree that an operating system gets as it is.
  case final
  /// A complete tree that U-Boot loads, and edits where it lies.
  case uboot
  /// A complete tree that NixOS installs and may apply overlays to.
  case nixos
}

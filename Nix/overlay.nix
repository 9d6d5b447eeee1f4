# An overlay for nixpkgs.
final: _: {
  swiftdt = final.callPackage ./package.nix { };
  swiftdt-bin = final.callPackage ./binary.nix { };
}

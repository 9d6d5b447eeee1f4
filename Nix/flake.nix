{
  description = "swiftdt, built with nixpkgs";

  # A separate flake, so that the one above it, whose checks need nothing from nixpkgs, has no inputs.
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixpkgs-unstable";

  outputs =
    { nixpkgs, ... }:
    let
      overlay = import ./overlay.nix;
      forSystems = nixpkgs.lib.genAttrs [
        "aarch64-linux"
        "x86_64-linux"
      ];
      packages = forSystems (system: nixpkgs.legacyPackages.${system}.extend overlay);
    in
    {
      overlays.default = overlay;
      packages = forSystems (system: {
        default = packages.${system}.swiftdt;
        inherit (packages.${system}) swiftdt;
      });
      checks = forSystems (system: packages.${system}.swiftdt.tests);
    };
}

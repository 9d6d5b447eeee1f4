# The options of NixOS that Nix/module.nix uses, with the same names, types and defaults, and a stand-in for
# the package that NixOS would make.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.hardware.deviceTree;
  optionOf = type: default: mkOption { inherit type default; };
  overlay = types.submodule {
    options = {
      name = mkOption { type = types.str; };
      filter = optionOf (types.nullOr types.str) null;
      dtsFile = optionOf (types.nullOr types.path) null;
      dtsText = optionOf (types.nullOr types.str) null;
      dtboFile = optionOf (types.nullOr types.path) null;
    };
  };
in
{
  options = {
    assertions = optionOf (types.listOf types.anything) [ ];
    warnings = optionOf (types.listOf types.str) [ ];
    system.checks = optionOf (types.listOf types.package) [ ];
    hardware.deviceTree = {
      enable = optionOf types.bool true;
      kernelPackage = mkOption { type = types.anything; };
      dtboBuildExtraPreprocessorFlags = optionOf (types.listOf types.str) [ ];
      dtboBuildExtraIncludePaths = optionOf (types.listOf types.path) [ ];
      dtbSource = optionOf types.path "${cfg.kernelPackage}/dtbs";
      name = optionOf (types.nullOr types.str) null;
      filter = optionOf (types.nullOr types.str) null;
      overlays = mkOption {
        type = types.listOf (
          types.coercedTo types.path (path: {
            name = baseNameOf path;
            filter = null;
            dtboFile = path;
          }) overlay
        );
        default = [ ];
      };
      package = optionOf (types.nullOr types.path) null;
    };
  };
  config = lib.mkIf cfg.enable { hardware.deviceTree.package = "/what/nixos/makes"; };
}

# A NixOS module: hardware.deviceTree as it is, with swiftdt in place of its scripts.
#
# The options of hardware.deviceTree stay what they are (name, filter, overlays, dtbSource,
# kernelPackage, dtboBuildExtra…); hardware.deviceTree.swiftdt.enable changes who does the work, and that
# an overlay which is applied nowhere is an error.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib.strings) sanitizeDerivationName;
  inherit (lib)
    literalExpression
    mkIf
    mkOption
    types
    ;
  cfg = config.hardware.deviceTree;
  own = cfg.swiftdt;

  functions = import ./functions.nix {
    swiftdt = own.package;
    inherit (pkgs.stdenv.buildPlatform) system;
  };

  isSource = overlay: overlay.dtboFile == null;
  sourcesOf =
    overlay: lib.filter (name: overlay.${name} != null) [
      "dtboFile"
      "dtsFile"
      "dtsText"
    ];

  # The first of its files in hardware.deviceTree's order.
  listed = overlay: {
    inherit (overlay) name;
    filter = overlay.filter or null;
    dtboFile = overlay.dtboFile;
    dtsFile =
      if overlay.dtsFile != null || overlay.dtsText == null then
        overlay.dtsFile
      else
        # A text may refer to other files in the store.
        pkgs.buildPackages.writeText (sanitizeDerivationName "${overlay.name}.dts") overlay.dtsText;
  };

  deviceTrees = functions.applyOverlaysToAll {
    base = cfg.dtbSource;
    overlays = map listed cfg.overlays;
    only = cfg.filter;
    require = lib.optional (cfg.name != null) cfg.name;
    unused = own.unusedOverlays;
    inherit (own) withoutCompatible substringFilters pad;
    # The kernel's headers are large, and blobs do not need them.
    includes = lib.optionals (lib.any isSource cfg.overlays) (
      [
        "${lib.getDev cfg.kernelPackage}/lib/modules/${cfg.kernelPackage.modDirVersion}/source/scripts/dtc/include-prefixes"
      ]
      ++ cfg.dtboBuildExtraIncludePaths
    );
    preprocessorFlags = cfg.dtboBuildExtraPreprocessorFlags;
  };

  check = functions.checkDeviceTree {
    dtb = "${deviceTrees}/${cfg.name}";
    inherit (own.check) profile expectations warningsAsErrors;
  };
in
{
  options.hardware.deviceTree.swiftdt = {
    enable = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether swiftdt compiles and applies {option}`hardware.deviceTree.overlays`. All options
        of {option}`hardware.deviceTree` keep their meaning, but an overlay that is applied to no
        blob fails the build, and so does a {option}`hardware.deviceTree.name` that is no blob.
      '';
    };

    package = mkOption {
      type = types.package;
      default = pkgs.buildPackages.swiftdt or (pkgs.buildPackages.callPackage ./package.nix { });
      defaultText = literalExpression "pkgs.buildPackages.swiftdt";
      example = literalExpression "pkgs.buildPackages.swiftdt-bin";
      description = ''
        The swiftdt that is used, one that runs on the machine that builds.
      '';
    };

    unusedOverlays = mkOption {
      type = types.enum [
        "error"
        "warning"
      ];
      default = "error";
      description = ''
        What an overlay is that was applied to no blob, because of its filter or its root's
        `compatible`: an error, or a warning in the build's log. The log has a table of all
        overlays and blobs with the reasons.
      '';
    };

    withoutCompatible = mkOption {
      type = types.enum [
        "apply"
        "skip"
      ];
      default = "skip";
      description = ''
        What is done with an overlay whose root has no `compatible`: it is applied to all blobs
        that its filter matches, or to none but those without one themselves. NixOS does the
        latter, in silence; here {option}`hardware.deviceTree.swiftdt.unusedOverlays` says what
        it is then.
      '';
    };

    substringFilters = mkOption {
      type = types.bool;
      default = false;
      description = ''
        Whether an overlay's filter is looked for in a blob's path as it is, which is what NixOS
        does. Otherwise it is a pattern, as its documentation says: `*rpi*.dtb` for
        such blobs in all folders, `broadcom/*` for those of one folder.
      '';
    };

    pad = mkOption {
      type = types.nullOr types.ints.unsigned;
      default = null;
      example = 131072;
      description = ''
        Bytes of headroom at the end of each blob, for a boot loader that edits it where it is.
        Together with {option}`hardware.deviceTree.filter`, only the board's own blobs grow.
      '';
    };

    check = {
      enable = mkOption {
        type = types.bool;
        default = false;
        description = ''
          Whether the blob {option}`hardware.deviceTree.name` is checked when the system is built.
        '';
      };

      profile = mkOption {
        type =
          let
            profile = types.enum [
              "base"
              "final"
              "nixos"
              "overlay"
              "uboot"
            ];
          in
          types.coercedTo profile lib.singleton (types.listOf profile);
        default = [ "nixos" ];
        example = [
          "nixos"
          "uboot"
        ];
        description = ''
          What the blob is for, which decides how bad a finding is: one profile or several.
          `swiftdt help check` tells about them.
        '';
      };

      expectations = mkOption {
        type = types.nullOr (types.either types.path (types.attrsOf types.anything));
        default = null;
        description = ''
          What must be true of this board besides: a JSON5 file, or the same as attributes.
          {file}`Nix/README.md` of swiftdt shows one.
        '';
      };

      warningsAsErrors = mkOption {
        type = types.bool;
        default = false;
        description = ''
          Whether warnings fail the build, too.
        '';
      };
    };
  };

  config = mkIf (cfg.enable && own.enable) {
    assertions = [
      {
        assertion = lib.all (overlay: sourcesOf overlay != [ ]) cfg.overlays;
        message = ''
          hardware.deviceTree.overlays: each needs dtboFile, dtsFile or dtsText, but these have none:
          ${toString (map (overlay: overlay.name) (lib.filter (overlay: sourcesOf overlay == [ ]) cfg.overlays))}
        '';
      }
      {
        assertion = own.check.enable -> cfg.name != null;
        message = ''
          hardware.deviceTree.swiftdt.check checks the blob that is booted: set hardware.deviceTree.name.
        '';
      }
    ];
    warnings = map (
      overlay:
      "hardware.deviceTree.overlays: '${overlay.name}' has ${lib.concatStringsSep " and " (sourcesOf overlay)}; ${lib.head (sourcesOf overlay)} is used"
    ) (lib.filter (overlay: lib.length (sourcesOf overlay) > 1) cfg.overlays);

    # Over hardware.deviceTree's own definition, and below what somebody forces.
    hardware.deviceTree.package = lib.mkOverride 90 deviceTrees;
    system.checks = mkIf own.check.enable [ check ];
  };
}

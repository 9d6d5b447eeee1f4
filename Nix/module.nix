# A NixOS module: hardware.deviceTree as it is, with swiftdt in place of its scripts.
#
# The options of hardware.deviceTree stay what they are (name, filter, overlays, dtbSource,
# kernelPackage, dtboBuildExtra…); hardware.deviceTree.swiftdt.enable changes what does the work, and makes
# an overlay that is applied nowhere an error.
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
    options = {
      swiftdt = "hardware.deviceTree.swiftdt.package";
      base = "hardware.deviceTree.dtbSource";
      includes = "hardware.deviceTree.dtboBuildExtraIncludePaths";
      overlays = "hardware.deviceTree.overlays";
      expectations = "hardware.deviceTree.swiftdt.check.expectations";
    };
  };

  # An overlay that is only a path is a dtboFile, whatever it is.
  isSource =
    overlay:
    overlay.dtboFile == null || builtins.match ".*\\.dtso?" (toString overlay.dtboFile) != null;
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

  # NixOS puts its flags into a shell script, so one may have several words; the shell's quotes are taken as they
  # are. Splitting a text loses what it refers to in the store.
  words =
    flag:
    if builtins.match "[^\"'\\$`]*" flag == null then
      [ flag ]
    else
      map (word: builtins.substring 0 0 flag + word) (
        builtins.filter (word: builtins.isString word && word != "") (builtins.split "[[:space:]]+" flag)
      );

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
    preprocessorFlags = builtins.concatMap words cfg.dtboBuildExtraPreprocessorFlags;
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
        Whether to compile and apply {option}`hardware.deviceTree.overlays` with swiftdt. All
        options of {option}`hardware.deviceTree` keep their meaning, but an overlay that is applied
        to no blob fails the build, and so does a {option}`hardware.deviceTree.name` that is not a
        blob.
      '';
    };

    package = mkOption {
      type = types.package;
      default = pkgs.buildPackages.swiftdt or (pkgs.buildPackages.callPackage ./package.nix { });
      defaultText = literalExpression "pkgs.buildPackages.swiftdt";
      example = literalExpression "inputs.program";
      description = ''
        The swiftdt to use: a package, or another folder in the store with {file}`bin/swiftdt`, such as a
        flake's input. It must run on the build machine.
      '';
    };

    unusedOverlays = mkOption {
      type = types.enum [
        "error"
        "warning"
      ];
      default = "error";
      description = ''
        How to treat an overlay that was applied to no blob because of its filter or its root
        `compatible`: as an error, or as a warning in the build log. The log has a table of all
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
        What to do with an overlay whose root has no `compatible`: apply it to all blobs that its
        filter matches, or only to those that have no `compatible` either. NixOS does the latter
        silently; here {option}`hardware.deviceTree.swiftdt.unusedOverlays` decides how an overlay
        that is then applied to no blob is treated.
      '';
    };

    substringFilters = mkOption {
      type = types.bool;
      default = false;
      description = ''
        Whether to look for an overlay's filter as a substring of a blob's path, which is what
        NixOS does. Otherwise it is a pattern, as its documentation says: `*rpi*.dtb` for
        such blobs in all folders, `broadcom/*` for those in one folder.
      '';
    };

    pad = mkOption {
      type = types.nullOr (types.ints.between 0 2147483647);
      default = null;
      example = 131072;
      description = ''
        Bytes of headroom at the end of each blob, for a boot loader that edits it in place.
        With {option}`hardware.deviceTree.filter` set, only the board's own blobs grow.
      '';
    };

    check = {
      enable = mkOption {
        type = types.bool;
        default = false;
        description = ''
          Whether to check the blob {option}`hardware.deviceTree.name` when the system is built.
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
          What the blob is for, which decides how severe a finding is: one profile or several.
          `swiftdt help check` lists them.
        '';
      };

      expectations = mkOption {
        type = types.nullOr (types.either types.path (types.attrsOf types.anything));
        default = null;
        description = ''
          What else must be true of this board: a JSON5 file, or the same as attributes.
          swiftdt's {file}`Nix/README.md` has an example.
        '';
      };

      warningsAsErrors = mkOption {
        type = types.bool;
        default = false;
        description = ''
          Whether warnings fail the build as well.
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

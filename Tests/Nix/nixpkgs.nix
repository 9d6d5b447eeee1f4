# As much of nixpkgs as it takes to evaluate and build Nix/package.nix and Nix/binary.nix with the machine's
# tools. `sources` has the dependencies by name and the released file.
{
  system,
  sources,
  path,
  swiftVersion ? "6.2.4",
}:
let
  lib = (import ./modules.nix) // {
    importJSON = file: builtins.fromJSON (builtins.readFile file);
    inherit (builtins) attrNames;
    concatMapStrings = f: values: builtins.concatStringsSep "" (map f values);
    getVersion = package: package.version;
    versionOlder = a: b: builtins.compareVersions a b < 0;
    licenses.asl20.spdxId = "Apache-2.0";
    platforms.linux = [
      "aarch64-linux"
      "x86_64-linux"
    ];
    sourceTypes.binaryNativeCode.isSource = false;
    # The files of a folder that are in the set.
    fileset.unions = files: map toString files;
    fileset.toSource =
      { root, fileset }:
      builtins.path {
        path = root;
        name = "source";
        filter =
          file: _:
          builtins.any (
            one:
            let
              starts = a: b: builtins.substring 0 (builtins.stringLength b) a == b;
            in
            file == one || starts file (one + "/") || starts one (file + "/")
          ) fileset;
      };
  };

  platform = {
    inherit system;
    canExecute = _: true;
  };
  mkDerivation =
    make:
    let
      final = (if builtins.isFunction make then make { finalPackage = package; inherit (package) version; } else make);
      script = builtins.toFile "builder.sh" ''
        runHook() { :; }
        patchShebangs() { :; }
        swiftpmBinPath() { echo .build/release; }
        if [ -d "$src" ]; then cp -r "$src" source; else mkdir source; tar -xzf "$src" -C source --strip-components=1; fi
        chmod -R u+w source
        cd source
        eval "$postPatch"
        if [ "$buildPhase" ]; then eval "$buildPhase"; fi
        eval "$installPhase"
        [ "$("$out/bin/swiftdt" --version)" = "swiftdt $version" ]
      '';
      package =
        derivation {
          name = "${final.pname}-${final.version}";
          inherit system;
          inherit (final) src version;
          builder = "/bin/bash";
          args = [
            "-euo"
            "pipefail"
            script
          ];
          PATH = path;
          SOURCE_DATE_EPOCH = "1";
          postPatch = final.postPatch or "";
          installPhase = final.installPhase;
          # The build phase of nixpkgs' SwiftPM.
          buildPhase =
            if final ? swiftpmFlags then
              "HOME=$TMPDIR swift build --disable-sandbox -c release ${builtins.concatStringsSep " " final.swiftpmFlags}"
            else
              "";
        }
        // final.passthru
        // {
          inherit (final) pname version meta passthru;
          flags = {
            inherit (final) strictDeps __structuredAttrs;
          };
        };
    in
    package;

  self = {
    inherit lib;
    stdenv = {
      inherit mkDerivation;
      hostPlatform = platform;
      buildPlatform = platform;
    };
    stdenvNoCC = self.stdenv;
    swift.version = swiftVersion;
    swiftpm.version = swiftVersion;
    versionCheckHook = null;
    fetchurl = file: builtins.seq file.url sources.release;
    fetchFromGitHub = source: sources.${source.repo};
    buildPackages = self;
    callPackage =
      file: overrides:
      let
        make = import file;
      in
      make (builtins.intersectAttrs (builtins.functionArgs make) self // overrides);
  };
in
self

# The released swiftdt: the static program that `make dist` packs.
{
  lib,
  stdenvNoCC,
  buildPackages,
  fetchurl,
}:
let
  release = lib.importJSON ./release.json;
  inherit (stdenvNoCC.hostPlatform) system;
  file =
    release.systems.${system}
      or (throw "swiftdt-bin: there is no released program for ${system}; swiftdt builds from source");
in
stdenvNoCC.mkDerivation (finalAttrs: {
  pname = "swiftdt-bin";
  inherit (release) version;

  src = fetchurl { inherit (file) url hash; };

  dontConfigure = true;
  dontBuild = true;
  # It is static and has no symbols.
  dontStrip = true;
  dontPatchELF = true;

  installPhase = ''
    runHook preInstall
    mkdir -p "$out/share/doc/swiftdt"
    cp -r bin libexec share "$out/"
    cp README.md LICENSE NOTICE "$out/share/doc/swiftdt/"
    runHook postInstall
  '';

  strictDeps = true;
  __structuredAttrs = true;

  passthru =
    let
      functions = import ./functions.nix {
        swiftdt =
          if stdenvNoCC.buildPlatform.canExecute stdenvNoCC.hostPlatform then
            finalAttrs.finalPackage
          else
            buildPackages.callPackage ./binary.nix { };
        inherit (stdenvNoCC.buildPlatform) system;
      };
    in
    functions // { tests = import ./tests.nix functions; };

  meta = {
    description = "Compile, merge, check and build device trees";
    license = lib.licenses.asl20;
    mainProgram = "swiftdt";
    platforms = lib.attrNames release.systems;
    sourceProvenance = [ lib.sourceTypes.binaryNativeCode ];
  };
})

# swiftdt from source, with nixpkgs' Swift and the dependencies of dependencies.json.
{
  lib,
  stdenv,
  buildPackages,
  fetchFromGitHub,
  swift,
  swiftpm,
  versionCheckHook,
}:
let
  dependencies = lib.importJSON ./dependencies.json;
in
stdenv.mkDerivation (finalAttrs: {
  pname = "swiftdt";
  version = "0.1.0";

  src = lib.fileset.toSource {
    root = ../.;
    fileset = lib.fileset.unions [
      ../Docs
      ../LICENSE
      ../NOTICE
      ../Package.swift
      ../README.md
      ../Scripts/lay-out
      ../Scripts/manual
      ../Sources
      ../Tests
    ];
  };

  # SwiftPM accepts a package in a local folder without any Git history, so the pinned sources are all that
  # it needs.
  postPatch = ''
    patchShebangs Scripts
  ''
  + lib.concatMapStrings (dependency: ''
    mkdir -p Packages
    cp -r --no-preserve=mode ${
      fetchFromGitHub {
        inherit (dependency)
          owner
          repo
          tag
          hash
          ;
      }
    } Packages/${dependency.repo}
    sed -i 's|\.package(url: "https://github.com/${dependency.owner}/${dependency.repo}", from: "[^"]*"|.package(path: "Packages/${dependency.repo}"|' Package.swift
  '') dependencies
  + ''
    if grep -n '\.package(url:' Package.swift; then
      echo "Nix/dependencies.json does not have the dependency above" >&2
      exit 1
    fi
  '';

  nativeBuildInputs = [
    swift
    swiftpm
  ];

  # Without libfdt, which only --cross-check needs.
  swiftpmFlags = [
    "--disable-default-traits"
    "--product"
    "swiftdt"
  ];

  installPhase = ''
    runHook preInstall
    program=$(swiftpmBinPath)/swiftdt
  ''
  + (
    if stdenv.buildPlatform.canExecute stdenv.hostPlatform then
      ''
        # SwiftPM and clang keep caches there.
        export HOME=$TMPDIR
        Scripts/manual "$program" manual Packages/swift-argument-parser
        Scripts/lay-out "$program" "$out" manual
      ''
    else
      ''
        install -Dm755 "$program" "$out/bin/swiftdt"
      ''
  )
  + ''
    runHook postInstall
  '';

  nativeInstallCheckInputs = [ versionCheckHook ];
  doInstallCheck = stdenv.buildPlatform.canExecute stdenv.hostPlatform;

  strictDeps = true;
  __structuredAttrs = true;

  passthru =
    let
      # The program that builds device trees runs on the build machine, not on the board.
      functions = import ./functions.nix {
        swiftdt =
          if stdenv.buildPlatform.canExecute stdenv.hostPlatform then
            finalAttrs.finalPackage
          else
            buildPackages.callPackage ./package.nix { };
        inherit (stdenv.buildPlatform) system;
      };
    in
    functions // { tests = import ./tests.nix functions; };

  meta = {
    description = "Compile, merge, check and build device trees";
    license = lib.licenses.asl20;
    mainProgram = "swiftdt";
    platforms = lib.platforms.linux;
    # It needs parts of the standard library that came with 6.2.
    broken = lib.versionOlder (lib.getVersion swift) "6.2";
  };
})

{
  description = "Device trees: compile, merge, check and build them";

  # No inputs: the functions and the checks need the program and nothing else. The overlay and the module need
  # nixpkgs, and use yours; Nix/flake.nix builds from source.
  outputs =
    { self }:
    let
      inherit (builtins)
        attrNames
        fetchTarball
        fromJSON
        listToAttrs
        readFile
        ;
      release = fromJSON (readFile ./Nix/release.json);
      each =
        systems: make:
        listToAttrs (
          map (name: {
            inherit name;
            value = make name;
          }) systems
        );
      forSystems = each (attrNames release.systems);

      # The released program: bin, libexec and share.
      program =
        system:
        let
          file =
            release.systems.${system}
              or (throw "swiftdt: there is no released program for ${system}: give lib.withProgram one that was built from source");
        in
        fetchTarball {
          inherit (file) url;
          sha256 = file.unpacked;
        };
      functionsFor =
        system:
        import ./Nix/functions.nix {
          swiftdt = program system;
          inherit system;
        };
    in
    {
      # buildDeviceTree, applyOverlays and so on: for each system with the released program, and withProgram
      # { swiftdt, system } with another one.
      lib =
        each [ "aarch64-linux" "x86_64-linux" ] functionsFor
        // {
          withProgram = import ./Nix/functions.nix;
        };

      overlays.default = import ./Nix/overlay.nix;
      nixosModules.default = import ./Nix/module.nix;

      packages = forSystems (system: rec {
        default = swiftdt-bin;
        # Links to the program's files; Nix can make these without nixpkgs.
        swiftdt-bin = derivation {
          name = "swiftdt-bin-${release.version}";
          system = "builtin";
          builder = "builtin:buildenv";
          derivations = "true 5 1 ${program system}";
          manifest = builtins.toFile "manifest.nix" "[ ]";
        };
      });
      apps = forSystems (system: {
        default = {
          type = "app";
          program = "${self.packages.${system}.swiftdt-bin}/bin/swiftdt";
          meta.description = "Compile, merge, check and build device trees";
        };
      });

      checks = forSystems (system: import ./Nix/tests.nix (functionsFor system));

      templates.default = {
        path = ./Nix/examples/kvim1s;
        description = "The Khadas VIM1S's device tree from the vendor's sources, for NixOS";
      };
    };
}

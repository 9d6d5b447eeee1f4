{
  description = "The Khadas VIM1S's device tree from the vendor's sources, for NixOS";

  inputs = {
    # The address of swiftdt's repository.
    swiftdt.url = "git+https://git.example.org/swiftdt";

    common_drivers = {
      # An abbreviated commit, which GitHub resolves; flake.lock has all of it.
      url = "github:khadas/common_drivers/514e424a";
      flake = false;
    };
    # Only two of the kernel's headers are needed. They are the same in all kernels from 5.7 to 6.1.
    kernel = {
      url = "github:khadas/linux/4e557e233b9da219f48b82bfa313f353386097ec";
      flake = false;
    };
    overlays = {
      url = "github:khadas/khadas-linux-kernel-dt-overlays/f17d504e3304fa18e96a571adad9f66d1e59abd1";
      flake = false;
    };
    # The image has three overlays of its own.
    image = {
      url = "github:cheirekov/nixos-khadas-vim1s/17780f392e339f8d4a019812c8f0d78c90e28f76";
      flake = false;
    };
  };

  outputs =
    {
      self,
      swiftdt,
      common_drivers,
      kernel,
      overlays,
      image,
    }:
    let
      deviceTree =
        _: functions:
        functions.buildDeviceTree {
          name = "amlogic/kvim1s.dtb";
          source = common_drivers + "/arch/arm64/boot/dts/amlogic/kvim1s.dts";
          includes = [
            (kernel + "/include")
            (kernel + "/include/dt-bindings")
            (common_drivers + "/include")
            (common_drivers + "/arch/arm64/boot/dts")
          ];
          overlays =
            map (name: overlays + "/overlays/vim1s/5.4/${name}.dts") [
              "4k2k_fb"
              "i2cm_e"
              "i2s"
              "onewire"
              "panfrost"
              "pwm_f"
              "spdifout"
              "spi0"
              "uart_c"
            ]
            ++ map (name: image + "/files/dtb/${name}.dts") [
              "disable-optee"
              "console-stdout"
              "ethernet-inphy"
            ];
          # The vendor's U-Boot edits the blob in place.
          pad = 131072;
        };
      # For the systems that have a swiftdt release. Until there is one, an error says so; then use a program that was
      # built with `make install PREFIX=/opt/swiftdt`: with the input
      #   program = { url = "path:/opt/swiftdt"; flake = false; };
      # this is { x86_64-linux = swiftdt.lib.withProgram { swiftdt = program; system = "x86_64-linux"; }; }.
      functions =
        if swiftdt.packages == { } then
          removeAttrs swiftdt.lib [ "withProgram" ]
        else
          builtins.intersectAttrs swiftdt.packages swiftdt.lib;
    in
    {
      # The blob depends on the sources, not on where it is built.
      packages = builtins.mapAttrs (system: functions: {
        default = deviceTree system functions;
      }) functions;

      checks = builtins.mapAttrs (system: functions: {
        device-tree = functions.checkDeviceTree {
          dtb = self.packages.${system}.default;
          profile = [
            "nixos"
            "uboot"
          ];
          expectations = {
            enabled = [ "serial0" ];
            # The tree is the vendor's; a known fault in it should not fail the build.
            allow = [
              {
                check = "reserved-format";
                node = "/reserved-memory/linux,ppmgr";
                reason = "a size of one cell where two are needed; Linux has always ignored this region";
              }
            ];
          };
        };
      }) functions;

      # extlinux gets FDT …/amlogic/kvim1s.dtb, and the folder has nothing else in it.
      nixosModules.default =
        { lib, pkgs, ... }:
        {
          hardware.deviceTree = {
            enable = true;
            name = "amlogic/kvim1s.dtb";
            package = lib.mkForce self.packages.${pkgs.stdenv.buildPlatform.system}.default;
          };
        };
    };
}

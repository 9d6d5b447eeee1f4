# What Nix/module.nix makes of configurations: `built` has packages that must build, `broken` those that must
# not, each with its error message, and `evaluated` has pairs of actual and expected values.
{ swiftdt, system }:
let
  lib = import ./modules.nix;
  pkgs.stdenv.buildPlatform.system = system;
  pkgs.buildPackages = {
    swiftdt = derivation {
      name = "swiftdt";
      system = "builtin";
      builder = "builtin:buildenv";
      derivations = "true 5 1 ${swiftdt}";
      manifest = builtins.toFile "manifest.nix" "[ ]";
    };
    writeText = builtins.toFile;
  };
  functions = import ../../Nix/functions.nix { inherit swiftdt system; };

  evaluate =
    module:
    (lib.evalModules {
      modules = [
        ./nixos.nix
        ../../Nix/module.nix
        module
      ];
      arguments = { inherit pkgs; };
    }).config;

  fixture = ../../Fixtures/kvim1s;
  base = functions.buildDeviceTree {
    name = "amlogic/kvim1s.dtb";
    src = fixture;
    source = "kvim1s.dts";
    includes = [ "include" ];
  };
  # A kernel as NixOS has one: blobs in one output, headers in the other.
  kernel = {
    outPath = "${functions.applyOverlaysToAll {
      inherit base;
      overlays = [ ];
    }}";
    dev = "${builtins.path {
      path = fixture;
      name = "kernel-dev";
    }}";
    modDirVersion = "6.1.0";
  };
  board = changes: {
    hardware.deviceTree = {
      name = "amlogic/kvim1s.dtb";
      dtbSource = "${base}";
      kernelPackage = kernel;
      dtboBuildExtraIncludePaths = [ (fixture + "/include") ];
      swiftdt.enable = true;
    } // changes;
  };
  # A board with more options of swiftdt, which would replace `enable` if given to `board`.
  own = options: changes: board (changes // { swiftdt = options // { enable = true; }; });

  spi0 = fixture + "/overlays/spi0.dts";
  spi0Text = builtins.readFile spi0;
  compatible = ''
    /dts-v1/;
    /plugin/;
    / {
      compatible = "acme,board";
    };
    &uart_C {
      status = "okay";
    };
  '';
  overlay = name: {
    inherit name;
    dtsFile = fixture + "/overlays/${name}.dts";
  };
  package = module: (evaluate module).hardware.deviceTree.package;
  applying = { withoutCompatible = "apply"; };
in
{
  built = {
    # The recipe's blob, built by the module: sources, headroom and the place where extlinux looks.
    board = package (
      own (applying // { pad = 131072; }) {
        overlays =
          map overlay [
            "4k2k_fb"
            "i2cm_e"
            "onewire"
            "panfrost"
            "pwm_f"
            "spdifout"
          ]
          ++ [
            {
              name = "spi0, by text";
              dtsText = spi0Text;
            }
            (overlay "uart_c")
          ];
      }
    );
    withoutOverlays = package (board { });
    filtered = package (board {
      filter = "*kvim1s*";
    });
    warned = package (
      own { unusedOverlays = "warning"; } { overlays = [ (overlay "uart_c") ]; }
    );
    path = package (own applying { overlays = [ spi0 ]; });
    # The program as a flake's input, which is no derivation.
    program = package (
      own (applying // { package = { outPath = "${swiftdt}"; }; }) { overlays = [ (overlay "uart_c") ]; }
    );
    pattern = package (
      own applying {
        overlays = [ (overlay "uart_c" // { filter = "amlogic/*.dtb"; }) ];
      }
    );
    # gcc's flags, of which some make no difference here, each in words of its own or as one text.
    gcc = package (
      own applying {
        dtboBuildExtraPreprocessorFlags = [
          "-include"
          "${builtins.toFile "state.h" "#define STATE \"okay\"\n"}"
          "-imacros ${builtins.toFile "macros.h" "#define OTHER STATE\nint dropped;\n"}"
          "-isystem ${fixture + "/include"} -P"
          "-Wno-undef"
          "-Wall"
          "-Werror"
        ];
        overlays = [
          {
            name = "flag";
            dtsText = ''
              /dts-v1/;
              /plugin/;
              &uart_C {
                status = OTHER;
              };
            '';
          }
        ];
      }
    );
    flags = package (
      own applying {
        dtboBuildExtraPreprocessorFlags = [ "-DSTATUS=\"okay\"" ];
        overlays = [
          {
            name = "flag";
            dtsText = ''
              /dts-v1/;
              /plugin/;
              &uart_C {
                status = STATUS;
              };
            '';
          }
        ];
      }
    );
  };

  broken = {
    # What NixOS skips silently.
    silent = {
      build = package (board {
        overlays = [ (overlay "uart_c") ];
      });
      message = "error: applied nowhere: 'uart_c'";
      advice = "help: hardware.deviceTree.swiftdt.unusedOverlays = \"warning\" makes this a warning";
    };
    header = {
      build = package (
        own applying {
          overlays = [
            {
              name = "includes";
              dtsText = "#include <mine.h>\n${compatible}";
            }
          ];
          dtboBuildExtraIncludePaths = [ ];
        }
      );
      message = "error: included file 'mine.h' was not found";
      advice = "(not a folder)";
    };
    # A kernel without device trees.
    source = {
      build = package (board {
        dtbSource = "${kernel}/dtbs";
      });
      message = "error: cannot list the folder '${kernel}/dtbs': No such file or directory";
      advice = "note: it comes from hardware.deviceTree.dtbSource";
    };
    flag = {
      build = package (
        own applying {
          dtboBuildExtraPreprocessorFlags = [ "mine.h" ];
          overlays = [ (overlay "uart_c") ];
        }
      );
      message = "error: hardware.deviceTree.dtboBuildExtraPreprocessorFlags: 'mine.h' is not a flag of the preprocessor";
    };
    headroom = {
      build = builtins.head (evaluate (own {
        check = {
          enable = true;
          profile = "uboot";
          warningsAsErrors = true;
        };
      } { })).system.checks;
      message = "[headroom]";
      advice = "help: build the blob with hardware.deviceTree.swiftdt.pad = ";
    };
    incompatible = {
      build = package (board {
        overlays = [
          {
            name = "acme";
            dtsText = compatible;
          }
        ];
      });
      message = "error: applied nowhere: 'acme'";
    };
    # -Werror is about gcc's warnings.
    werror = {
      build = package (
        own applying {
          dtboBuildExtraPreprocessorFlags = [ "-Werror" ];
          overlays = [
            {
              name = "warns";
              dtsText = "#warning really\n${compatible}";
            }
          ];
        }
      );
      message = "error: #warning really";
    };
    # As NixOS reads it, a pattern never matches.
    substring = {
      build = package (
        own (applying // { substringFilters = true; }) {
          overlays = [ (overlay "uart_c" // { filter = "*kvim1s*"; }) ];
        }
      );
      message = "error: applied nowhere: 'uart_c'";
    };
    name = {
      build = package (board {
        name = "amlogic/kvim1.dtb";
      });
      message = "error: there is no 'amlogic/kvim1.dtb' in";
      advice = "note: it comes from hardware.deviceTree.name";
    };
    nothing = {
      build = package (board {
        name = null;
        filter = "*rpi*.dtb";
      });
      message = "matches '*rpi*.dtb'";
      advice = "note: it comes from hardware.deviceTree.filter";
    };
  };

  # Paths that lead nowhere, which the messages say where to mend.
  wrong = [
    (package (board { dtbSource = /none; }))
    (package (board {
      dtboBuildExtraIncludePaths = [ "/none" ];
      overlays = [ (overlay "uart_c") ];
    }))
    (package (board { overlays = [ /none.dts ]; }))
  ];

  evaluated =
    let
      wrong = evaluate (
        own { check.enable = true; } {
          name = null;
          overlays = [ { name = "empty"; } ];
        }
      );
      twice = evaluate (board {
        overlays = [
          {
            name = "twice";
            dtsText = compatible;
            dtboFile = "${base}/amlogic/kvim1s.dtb";
          }
        ];
      });
      checked = evaluate (own { check.enable = true; } { });
    in
    {
      off = {
        got = package {
          hardware.deviceTree.kernelPackage = kernel;
        };
        wanted = "/what/nixos/makes";
      };
      forced = {
        got = package {
          hardware.deviceTree = (board { }).hardware.deviceTree // {
            package = lib.mkForce "/mine";
          };
        };
        wanted = "/mine";
      };
      disabled = {
        got = package (board {
          enable = false;
        });
        wanted = null;
      };
      assertions = {
        got = map (assertion: assertion.message) (
          builtins.filter (assertion: !assertion.assertion) wrong.assertions
        );
        wanted = [
          ''
            hardware.deviceTree.overlays: each needs dtboFile, dtsFile or dtsText, but these have none:
            empty
          ''
          ''
            hardware.deviceTree.swiftdt.check checks the blob that is booted: set hardware.deviceTree.name.
          ''
        ];
      };
      warnings = {
        got = twice.warnings;
        wanted = [ "hardware.deviceTree.overlays: 'twice' has dtboFile and dtsText; dtboFile is used" ];
      };
      noChecks = {
        got = (evaluate (board { })).system.checks;
        wanted = [ ];
      };
      checks = {
        got = map (check: check.name) checked.system.checks;
        wanted = [ "check-kvim1s" ];
      };
      # Headers of the kernel are not fetched for blobs.
      headers = {
        got =
          let
            arguments = overlays: (package (board { inherit overlays; })).args;
            has = overlays: builtins.any (word: builtins.match "-I.*-kernel-dev/lib/.*" word != null) (arguments overlays);
          in
          [
            (has [ "${base}/amlogic/kvim1s.dtb" ])
            (has [ (overlay "spi0") ])
            # An overlay that is only a path, here of a source.
            (has [ spi0 ])
          ];
        wanted = [
          false
          true
          true
        ];
      };
    };
}

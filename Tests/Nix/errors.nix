# Wrong arguments, and Nix's messages about them.
functions:
let
  inherit (functions)
    applyOverlays
    applyOverlaysToAll
    buildDeviceTree
    checkDeviceTree
    ;
  source = ../../Fixtures/kvim1s/kvim1s.dts;
  good = {
    name = "board.dtb";
    inherit source;
  };
  case = value: message: {
    # Every error shows when the derivation is instantiated.
    value = value.drvPath;
    message = "error: swiftdt: " + message;
  };
  build = changes: case (buildDeviceTree (good // changes));
  program =
    swiftdt:
    case (
      (import ../../Nix/functions.nix {
        inherit swiftdt;
        system = "x86_64-linux";
      }).buildDeviceTree
        good
    );
in
[
  (program "/opt/swiftdt"
    "withProgram: 'swiftdt': '/opt/swiftdt' is not in the Nix store; write a path, without quotes, or give a flake's input"
  )
  (program ../../Fixtures
    "withProgram: 'swiftdt': there is no 'bin/swiftdt' in '${toString ../../Fixtures}'; give a package, or the folder of 'make install'"
  )
  (case (buildDeviceTree { name = "board.dtb"; }) "buildDeviceTree: 'source' is missing")
  (case (buildDeviceTree { }) "buildDeviceTree: 'name', 'source' is missing")
  (case (buildDeviceTree [ ]) "buildDeviceTree: takes an attribute set, not a list")
  (build { overlay = [ ]; }
    "buildDeviceTree: unknown attribute 'overlay'; there are align, defines, includes, meta, name, overlays, pad, passthru, size, source, src, symbols"
  )
  (build { pad = "0x20000"; }
    "buildDeviceTree: 'pad' must be a number of bytes below 2 GiB, not the string '0x20000'"
  )
  (build { pad = -1; } "buildDeviceTree: 'pad' must be a number of bytes below 2 GiB, not -1")
  (build { overlays = ./errors.nix; }
    "buildDeviceTree: 'overlays' must be a list, not the path ${toString ./errors.nix}"
  )
  (build { overlays = [ { name = "x"; } ]; }
    "buildDeviceTree: 'overlays[0]' must be a path, a derivation or a string, not an attribute set"
  )
  (build { includes = null; }
    "buildDeviceTree: 'includes' must be a list, not null"
  )
  (build { name = "board"; }
    "buildDeviceTree: 'name' must be a path that ends in .dtb, such as 'vendor/board.dtb', not 'board'"
  )
  (build { name = "../board.dtb"; }
    "buildDeviceTree: 'name' must be a path that ends in .dtb, such as 'vendor/board.dtb', not '../board.dtb'"
  )
  (build { name = "/board.dtb"; }
    "buildDeviceTree: 'name' must be a path that ends in .dtb, such as 'vendor/board.dtb', not '/board.dtb'"
  )
  # Arguments whose items or attributes are wrong.
  (build { defines.SIZE = [ 1 ]; }
    "buildDeviceTree: 'defines.SIZE' must be a string, a whole number, true, false or null, not a list"
  )
  (build { defines."A B" = 1; } "buildDeviceTree: 'defines': 'A B' cannot be the name of a macro")
  (build { defines = [ { } ]; }
    "buildDeviceTree: 'defines[0]' must be a string, a whole number, true, false or null, not an attribute set"
  )
  (build { source = ./missing.dts; } "buildDeviceTree: 'source': there is no file '${toString ./missing.dts}'")
  (build { includes = [ ./missing ]; } "buildDeviceTree: 'includes': there is no folder '${toString ./missing}'")
  (build { source = "/etc/board.dts"; }
    "buildDeviceTree: 'source': '/etc/board.dts' is not in the Nix store; write a path, without quotes"
  )
  (build { source = "board.dts"; }
    "buildDeviceTree: 'source': 'board.dts' is relative, but there is no 'src' that it is below"
  )
  (build { source = builtins.storeDir + "/board.dts"; }
    "buildDeviceTree: 'source': '${builtins.storeDir}/board.dts' is a string that does not bring its store path along; write a path, without toString"
  )
  (build { src = "/home/linux"; }
    "buildDeviceTree: 'src': '/home/linux' is not in the Nix store; write a path, without quotes"
  )
  (build { src = ./missing; } "buildDeviceTree: 'src': there is no folder '${toString ./missing}'")
  (build { overlays = [ "" ]; } "buildDeviceTree: 'overlays': it is an empty string")
  (build { defines = "DEBUG"; }
    "buildDeviceTree: 'defines' must be an attribute set or a list of strings, not the string 'DEBUG'"
  )
  (case (applyOverlays { base = ../../Fixtures; overlays = [ ]; })
    "applyOverlays: 'name' is missing: which blob of the folder 'base' it is"
  )
  (case (applyOverlays { overlays = [ ]; }) "applyOverlays: 'base' is missing")
  (case
    (applyOverlaysToAll {
      base = ../../Fixtures;
      overlays = [ { name = "x"; } ];
    })
    "applyOverlaysToAll: 'overlays[0]': 'x' needs one of 'dtboFile', 'dtsFile' and 'dtsText'"
  )
  (case
    (applyOverlaysToAll {
      base = ../../Fixtures;
      overlays = [
        {
          name = "x";
          dtsfile = ./x.dts;
        }
      ];
    })
    "applyOverlaysToAll: 'overlays[0]': unknown attribute 'dtsfile'; there are dtboFile, dtsFile, dtsText, filter, name"
  )
  (case
    (applyOverlaysToAll {
      base = ../../Fixtures;
      overlays = [
        source
        null
      ];
    })
    "applyOverlaysToAll: 'overlays[1]' must be a file or { name, dtsFile }, not null"
  )
  (case
    (applyOverlaysToAll {
      base = ../../Fixtures;
      overlays = [ ./missing.dts ];
    })
    "applyOverlaysToAll: 'overlays[0]': there is no file '${toString ./missing.dts}'"
  )
  (case
    (applyOverlaysToAll {
      base = ../../Fixtures;
      overlays = [ ];
      unused = "ignore";
    })
    "applyOverlaysToAll: 'unused' must be one of 'error', 'warning', not the string 'ignore'"
  )
  (case (checkDeviceTree { }) "checkDeviceTree: 'dtb' is missing")
  (case
    (checkDeviceTree {
      dtb = source;
      checks.headroom = "fatal";
    })
    "checkDeviceTree: 'checks.headroom' must be one of 'error', 'warning', 'off', not the string 'fatal'"
  )
  (case
    (checkDeviceTree {
      dtb = source;
      checks.headroom = true;
    })
    "checkDeviceTree: 'checks.headroom' must be one of 'error', 'warning', 'off', not true"
  )
  (case
    (checkDeviceTree {
      dtb = source;
      profile = 1;
    })
    "checkDeviceTree: 'profile' must be one of 'base', 'overlay', 'final', 'nixos', 'uboot', or a list of such, not 1"
  )
  (case
    (checkDeviceTree {
      dtb = source;
      profile = [
        "uboot"
        "nixso"
      ];
    })
    "checkDeviceTree: 'profile[1]' must be one of 'base', 'overlay', 'final', 'nixos', 'uboot', not the string 'nixso'"
  )
]

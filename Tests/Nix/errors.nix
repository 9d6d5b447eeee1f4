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
in
[
  (case (buildDeviceTree { name = "board.dtb"; }) "buildDeviceTree: 'source' is missing")
  (case (buildDeviceTree { }) "buildDeviceTree: 'name', 'source' is missing")
  (case (buildDeviceTree [ ]) "buildDeviceTree: takes an attribute set, not a list")
  (build { overlay = [ ]; }
    "buildDeviceTree: unknown attribute 'overlay'; there are align, defines, includes, meta, name, overlays, pad, passthru, size, source, src"
  )
  (build { pad = "0x20000"; }
    "buildDeviceTree: 'pad' must be a number of bytes from 0 to 2 GiB, not the string '0x20000'"
  )
  (build { pad = -1; } "buildDeviceTree: 'pad' must be a number of bytes from 0 to 2 GiB, not -1")
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
  (build { source = ./missing.dts; } "buildDeviceTree: 'source': there is no file '${toString ./missing.dts}'")
  (build { includes = [ ./missing ]; } "buildDeviceTree: 'includes': there is no folder '${toString ./missing}'")
  (build { source = "/etc/board.dts"; }
    "buildDeviceTree: 'source': '/etc/board.dts' is not in the Nix store; write a path, without quotes"
  )
  (build { source = "board.dts"; }
    "buildDeviceTree: 'source': 'board.dts' is relative, but there is no 'src' that it is below"
  )
  (build { overlays = [ "" ]; } "buildDeviceTree: 'overlays' is an empty string")
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
    "applyOverlaysToAll: overlay 'x' needs one of 'dtboFile', 'dtsFile' and 'dtsText'"
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
    "applyOverlaysToAll: an overlay: unknown attribute 'dtsfile'; there are dtboFile, dtsFile, dtsText, filter, name"
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
    "checkDeviceTree: checks.headroom must be 'error', 'warning' or 'off', not the string 'fatal'"
  )
  (case
    (checkDeviceTree {
      dtb = source;
      checks.headroom = true;
    })
    "checkDeviceTree: checks.headroom must be 'error', 'warning' or 'off', not true"
  )
  (case
    (checkDeviceTree {
      dtb = source;
      profile = 1;
    })
    "checkDeviceTree: 'profile' must be a string or a list of strings, not 1"
  )
]

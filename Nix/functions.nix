# Functions that build, merge and check device trees.
#
# The builder of each derivation is swiftdt itself: there is no shell, no stdenv and nothing of nixpkgs,
# so a sandbox with that one program in it is enough. Nix/README.md describes the parameters.
{
  # A package, or another folder in the store, with bin/swiftdt, which runs on the build machine.
  swiftdt,
  # The build machine's system.
  system,
  # The options of NixOS that set these parameters: what a module's messages name instead.
  options ? { },
}:
let
  inherit (builtins)
    attrNames
    concatLists
    concatStringsSep
    elemAt
    filter
    genList
    isAttrs
    isList
    isString
    length
    listToAttrs
    map
    mapAttrs
    match
    split
    toJSON
    ;
  inherit (import ./arguments.nix)
    fail
    file
    folder
    read
    place
    root
    types
    whole
    ;

  # The program. Of a derivation, or a string that may come from one, nothing is known before it is built.
  program =
    let
      what = at "withProgram" "swiftdt";
    in
    if isString swiftdt && !builtins.hasContext swiftdt then
      fail what "'${swiftdt}' is not in the Nix store; write a path, without quotes, or give a flake's input"
    else if isString swiftdt || swiftdt ? drvPath || builtins.pathExists (swiftdt + "/bin/swiftdt") then
      "${swiftdt}/bin/swiftdt"
    else
      fail what "there is no 'bin/swiftdt' in '${toString swiftdt}'; give a package, or the folder of 'make install'";

  optional = condition: words: if condition then words else [ ];

  # A set without the attributes that are null, which were not given.
  said =
    set: listToAttrs (
      concatLists (
        map (name: optional (set.${name} != null) [
          {
            inherit name;
            value = set.${name};
          }
        ]) (attrNames set)
      )
    );

  # A parameter as errors name it.
  at = function: parameter: options.${parameter} or "${function}: '${parameter}'";

  # Text without its string context: a name, even if it comes from a file's path.
  plain = builtins.unsafeDiscardStringContext;

  # A name that the store accepts.
  storeName =
    text:
    concatStringsSep "-" (
      filter (part: isString part && part != "") (split "[^A-Za-z0-9+._=-]+" (plain text))
    );
  # A file's name, without the hash that it has in the store.
  fileName =
    path:
    let
      parts = match "[0-9a-z]{32}-(.*)" (baseNameOf path);
    in
    if parts == null || dirOf path != builtins.storeDir then baseNameOf path else elemAt parts 0;
  stem =
    path:
    let
      parts = match "(.*)\\.[a-z]+" (fileName path);
    in
    if parts == null then fileName path else elemAt parts 0;

  # A derivation that runs swiftdt. Its log has no colours although builders have a terminal, and names arguments of
  # these functions, or a module's options, where it would name flags.
  run =
    {
      name,
      args,
      passthru ? { },
      meta ? { },
    }:
    derivation {
      inherit name system args;
      builder = program;
      NO_COLOR = "1";
      SWIFTDT_NIX = if options == { } then "1" else "nixos";
      preferLocalBuild = true;
    }
    // passthru
    // {
      inherit passthru;
      meta = {
        platforms = [ system ];
      } // meta;
    };

  # Named files as flags of swiftdt, so that the recipe can be a plain file: `builtins.toFile` takes no text that
  # refers to a derivation's output.
  settings = files: concatLists (
    map (name: [
      "--set"
      "${name}=${files.${name}}"
    ]) (attrNames files)
  );
  numbered =
    prefix: values:
    listToAttrs (
      genList (index: {
        name = prefix + toString index;
        value = elemAt values index;
      }) (length values)
    );
  variables = prefix: values: genList (index: "\${${prefix}${toString index}}") (length values);

  # A parameter that may be left out.
  null' = type: {
    inherit type;
    default = null;
  };

  # What functions that read sources have in common.
  common = {
    src = null' types.file;
    includes = {
      type = types.files;
      default = [ ];
    };
    defines = {
      type = types.defines;
      default = { };
    };
    pad = null' types.bytes;
    size = null' types.bytes;
    align = null' types.bytes;
    passthru = {
      type = types.set;
      default = { };
    };
    meta = {
      type = types.set;
      default = { };
    };
  };

  # What functions that make one blob have in common.
  one = common // {
    symbols = {
      type = types.bool;
      default = true;
    };
  };

  # The path of a blob below the output, as hardware.deviceTree.name takes it.
  blobName =
    function: name:
    if match "/.*|(.*/)?\\.\\.?(/.*)?|.*//.*" name != null || match ".*\\.dtb" name == null then
      fail function "'name' must be a path that ends in .dtb, such as 'vendor/board.dtb', not '${name}'"
    else
      plain name;

  # A blob from a source, and overlays on it: $out/<name>.
  buildDeviceTree =
    arguments:
    let
      function = "buildDeviceTree";
      given = read function (
        one
        // {
          name.type = types.string;
          source.type = types.file;
          overlays = {
            type = types.files;
            default = [ ];
          };
        }
      ) arguments;
    in
    build function buildDeviceTree arguments (given // { name = blobName function given.name; });

  # A blob with overlays applied to it: $out/<name>. The base is a file, or a folder with <name> in it.
  applyOverlays =
    arguments:
    let
      function = "applyOverlays";
      given = read function (
        one
        // {
          base.type = types.file;
          overlays.type = types.files;
          name = null' types.string;
        }
      ) arguments;
      inherit (given) base;
      isFile =
        isAttrs base && base ? dtb
        || match ".*\\.(dtb|dts|dtso)" (if isAttrs base then base.name or "" else toString base) != null;
      name =
        if given.name != null then
          given.name
        else if isAttrs base && base ? dtbName then
          base.dtbName
        else if isFile then
          "${stem (toString base)}.dtb"
        else
          fail function "'name' is missing: which blob of the folder 'base' it is";
      src = root (at function "src") given.src null;
      source = if isFile then base else "${folder (at function "base") src base}/${name}";
    in
    build function applyOverlays arguments (
      removeAttrs given [ "base" ]
      // {
        inherit source;
        name = blobName function name;
      }
    );

  build =
    function: again: arguments: given:
    let
      src = root (at function "src") given.src given.source;
      overlays = map (file (at function "overlays") src) given.overlays;
      includes = map (folder (at function "includes") src) given.includes;
      recipe = builtins.toFile "device-tree-${storeName (stem given.name)}.json" (
        toJSON (
          {
            source = "\${source}";
            include = variables "include" includes;
            define =
              if isList given.defines then map toString given.defines else mapAttrs (_: define) given.defines;
            overlays = variables "overlay" overlays;
            output = given.name;
          }
          // said {
            inherit (given) pad size align;
            symbols = if given.symbols then null else false;
          }
        )
      );
      # Recipes have no null; in Nix it means a macro without a value.
      define = value: if value == null then true else value;
      self = run {
        name = "device-tree-${storeName (stem given.name)}";
        args = [
          "build"
          recipe
          "--output"
          (placeholder "out")
        ]
        ++ settings (
          { source = file (at function "source") src given.source; }
          // numbered "include" includes
          // numbered "overlay" overlays
        );
        passthru = {
          # What hardware.deviceTree.name takes, and the blob itself.
          dtbName = given.name;
          dtb = "${self}/${given.name}";
          override =
            changes: again (arguments // (if isAttrs changes then changes else changes arguments));
          tests.check = checkDeviceTree { dtb = self; };
        }
        // given.passthru;
        inherit (given) meta;
      };
    in
    self;

  # Overlays on all blobs of a folder, each where its filter and its root's compatible say: what
  # NixOS's hardware.deviceTree does.
  applyOverlaysToAll =
    arguments:
    let
      function = "applyOverlaysToAll";
      given = read function (
        common
        // {
          inherit (one) symbols;
          base.type = types.file;
          overlays.type = types.listOf {
            what = "a file or { name, dtsFile }";
            test = value: types.file.test value || isAttrs value;
          };
          name = {
            type = types.string;
            default = "device-tree-overlays";
          };
          only = null' types.string;
          require = {
            type = types.strings;
            default = [ ];
          };
          unused = {
            type = types.oneOf [
              "error"
              "warning"
            ];
            default = "error";
          };
          withoutCompatible = {
            type = types.oneOf [
              "apply"
              "skip"
            ];
            default = "skip";
          };
          substringFilters = {
            type = types.bool;
            default = false;
          };
          preprocessorFlags = {
            type = types.strings;
            default = [ ];
          };
        }
      ) arguments;
      src = root (at function "src") given.src null;
      overlays = genList (
        index:
        listedOverlay (options.overlays or (at function "overlays[${toString index}]")) src (
          elemAt given.overlays index
        )
      ) (length given.overlays);
      includes = map (folder (at function "includes") src) given.includes;
      list = builtins.toFile "overlays.json" (
        toJSON (
          genList (
            index:
            {
              name = plain (elemAt overlays index).name;
              dtboFile = "\${overlay${toString index}}";
            }
            // said { filter = (elemAt overlays index).filter; }
          ) (length overlays)
        )
      );
    in
    run {
      inherit (given) meta passthru;
      name = storeName given.name;
      args = [
        "overlay"
        "apply-tree"
        "--source"
        (whole (at function "base") src given.base)
        "--out"
        (placeholder "out")
        "--overlays"
        list
      ]
      ++ settings (numbered "overlay" (map (overlay: overlay.file) overlays))
      ++ optional (given.only != null) [
        "--only"
        given.only
      ]
      ++ concatLists (
        map (path: [
          "--require"
          path
        ]) given.require
      )
      ++ optional (given.unused == "warning") [ "--allow-unused" ]
      ++ optional (given.withoutCompatible == "apply") [ "--without-compatible" ]
      ++ optional given.substringFilters [ "--filter-substring" ]
      ++ sizes given
      ++ optional (!given.symbols) [ "--no-symbols" ]
      ++ map (path: "-I${path}") includes
      ++ map (definition: "-D${definition}") (definitions given.defines)
      ++ map (word: "--cpp-flag=${word}") given.preprocessorFlags;
    };

  sizes =
    given:
    concatLists (
      map (
        name:
        optional (given.${name} != null) [
          "--${name}"
          (toString given.${name})
        ]
      ) [ "pad" "size" "align" ]
    );

  definitions =
    defines:
    if isList defines then
      map toString defines
    else
      concatLists (
        map (
          name:
          let
            value = defines.${name};
          in
          if value == false then
            [ ]
          else if value == true || value == null then
            [ name ]
          else
            [ "${name}=${toString value}" ]
        ) (attrNames defines)
      );

  # One of NixOS's overlays: { name, filter, dtboFile | dtsFile | dtsText }, or a file.
  listedOverlay =
    what: src: overlay:
    let
      given =
        if types.file.test overlay then
          {
            name = fileName (toString overlay);
            filter = null;
            dtboFile = overlay;
          }
        else
          read what {
            name.type = types.string;
            filter = null' types.string;
            dtboFile = null' types.file;
            dtsFile = null' types.file;
            dtsText = null' types.string;
          } overlay;
    in
    {
      inherit (given) name filter;
      file =
        if given.dtboFile != null then
          file what src given.dtboFile
        else if given.dtsFile != null then
          file what src given.dtsFile
        else if given.dtsText != null then
          if builtins.hasContext given.dtsText then
            fail what "'dtsText' refers to the store; write a file and give 'dtsFile'"
          else
            builtins.toFile "overlay-${storeName given.name}.dts" given.dtsText
        else
          fail what "'${given.name}' needs one of 'dtboFile', 'dtsFile' and 'dtsText'";
    };

  # An expectations file on its own: it includes nothing, and is not a source.
  expectationsFile =
    what: src: value:
    if isAttrs value then
      "${value}"
    else
      place what "file" src value (
        path:
        builtins.path {
          inherit path;
          name = "expectations-${storeName (fileName (toString path))}";
        }
      );

  # A check of a blob: it builds if there is no error, and the result is the report.
  checkDeviceTree =
    arguments:
    let
      function = "checkDeviceTree";
      given = read function {
        dtb.type = types.file;
        src = null' types.file;
        # If omitted, the blob decides.
        profile = null' (
          types.oneOrMore (
            types.oneOf [
              "base"
              "overlay"
              "final"
              "nixos"
              "uboot"
            ]
          )
        );
        expectations = null' types.expectations;
        checks = {
          type = types.setOf (
            types.oneOf [
              "error"
              "warning"
              "off"
            ]
          );
          default = { };
        };
        headroom = null' types.bytes;
        warningsAsErrors = {
          type = types.bool;
          default = false;
        };
        report = {
          type = types.oneOf [
            "json"
            "sarif"
            "junit"
          ];
          default = "json";
        };
        inherit (common) meta passthru;
      } arguments;
      src = root (at function "src") given.src null;
      dtb = file (at function "dtb") src given.dtb;
      expectations =
        if types.file.test given.expectations then
          expectationsFile (at function "expectations") src given.expectations
        else
          builtins.toFile "expectations.json" (toJSON given.expectations);
      severity =
        check: value:
        {
          error = [
            "-E"
            check
          ];
          warning = [
            "-W"
            check
          ];
          off = [
            "-W"
            "no-${check}"
          ];
        }
        .${value};
    in
    run {
      name = "check-${storeName (stem dtb)}";
      args = [
        "check"
        "--format"
        given.report
        "--output"
        (placeholder "out")
      ]
      ++ concatLists (
        map (profile: [
          "--profile"
          profile
        ]) (if isList given.profile then given.profile else optional (given.profile != null) [ given.profile ])
      )
      ++ optional (given.expectations != null) [
        "--expect"
        expectations
      ]
      ++ optional (given.headroom != null) [
        "--headroom"
        (toString given.headroom)
      ]
      ++ concatLists (map (check: severity check given.checks.${check}) (attrNames given.checks))
      ++ optional given.warningsAsErrors [ "--warnings-as-errors" ]
      ++ [ dtb ];
      inherit (given) meta passthru;
    };
in
{
  inherit
    applyOverlays
    applyOverlaysToAll
    buildDeviceTree
    checkDeviceTree
    ;
}

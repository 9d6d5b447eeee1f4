# As much of a module system as the tests of Nix/module.nix need: options with types, defaults and
# priorities, conditions, and errors about options that are not declared. It has the names of nixpkgs' lib,
# which is not needed here.
let
  inherit (builtins)
    all
    any
    attrNames
    concatLists
    concatStringsSep
    elem
    filter
    foldl'
    head
    isAttrs
    isBool
    isFunction
    isInt
    isList
    isPath
    isString
    length
    listToAttrs
    map
    mapAttrs
    substring
    tail
    toJSON
    ;

  optional = condition: value: if condition then [ value ] else [ ];
  optionals = condition: values: if condition then values else [ ];
  concatMap = f: values: concatLists (map f values);
  show = path: concatStringsSep "." path;

  is = kind: value: isAttrs value && value._type or "" == kind;
  mkIf = condition: content: {
    _type = "if";
    inherit condition content;
  };
  mkMerge = contents: {
    _type = "merge";
    inherit contents;
  };
  mkOverride = priority: content: {
    _type = "override";
    inherit priority content;
  };
  mkOption = declaration: { _type = "option"; } // declaration;

  # A type: how to check a value, and how to merge several definitions into one value.
  type = what: check: {
    inherit what check;
    merge =
      path: values:
      if all (value: value == head values) values then
        head values
      else
        throw "The option `${show path}' has conflicting definition values";
  };
  checked =
    path: type: values:
    let
      wrong = filter (value: !type.check value) values;
    in
    if wrong != [ ] then
      throw "A definition for option `${show path}' is not of type `${type.what}': ${toJSON (head wrong)}"
    else
      type.merge path values;

  isFile = value: isPath value || isString value && substring 0 1 value == "/" || value ? outPath;
  types = rec {
    bool = type "boolean" isBool;
    str = type "string" isString;
    path = type "absolute path" isFile;
    # Of a package, any path in the store will do, such as that of a flake's input.
    package = type "package" (
      value:
      value.type or "" == "derivation"
      || (isString value || value ? outPath) && dirOf (toString value) == builtins.storeDir
    );
    anything = type "anything" (_: true);
    ints.between =
      least: most:
      type "integer between ${toString least} and ${toString most} (both inclusive)" (
        value: isInt value && value >= least && value <= most
      );
    enum = values: type "one of ${toJSON values}" (value: elem value values);
    either =
      a: b:
      type "${a.what} or ${b.what}" (value: a.check value || b.check value);
    nullOr =
      inner:
      type "null or ${inner.what}" (value: value == null || inner.check value)
      // {
        merge = path: values: if elem null values then head values else inner.merge path values;
      };
    listOf =
      inner:
      type "list of ${inner.what}" (value: isList value && all inner.check value)
      // {
        merge = path: values: map (value: inner.merge path [ value ]) (concatLists values);
      };
    attrsOf =
      inner:
      type "attribute set of ${inner.what}" (
        value: isAttrs value && all (name: inner.check value.${name}) (attrNames value)
      );
    coercedTo =
      from: convert: to:
      to
      // {
        what = "${to.what} or ${from.what} convertible to it";
        check = value: from.check value || to.check value;
        merge = path: values: to.merge path (map (value: if from.check value then convert value else value) values);
      };
    submodule =
      module:
      type "submodule" isAttrs
      // {
        merge =
          path: values:
          (evalModules {
            inherit path;
            modules = [ module ] ++ map (config: { inherit config; }) values;
          }).config;
      };
  };

  # All definitions below a path in the configuration of one module. A condition is not evaluated before
  # something is known to be defined there, because conditions need values.
  definitions =
    path: content:
    if is "if" content then
      map (
        definition: definition // { isOn = content.condition && definition.isOn; }
      ) (definitions path content.content)
    else if is "merge" content then
      concatMap (definitions path) content.contents
    else if path != [ ] then
      if isAttrs content && content ? ${head path} then
        definitions (tail path) content.${head path}
      else
        [ ]
    else if is "override" content then
      map (definition: definition // { inherit (content) priority; }) (definitions [ ] content.content)
    else
      [
        {
          isOn = true;
          priority = 100;
          value = content;
        }
      ];

  # The paths that a configuration defines and no module declares.
  undeclared =
    path: options: content:
    if is "option" options then
      [ ]
    else if is "if" content then
      undeclared path options content.content
    else if is "merge" content then
      concatMap (undeclared path options) content.contents
    else
      concatMap (
        name:
        if options ? ${name} then
          undeclared (path ++ [ name ]) options.${name} content.${name}
        else
          [ (path ++ [ name ]) ]
      ) (attrNames content);

  merged =
    a: b:
    foldl' (
      set: name:
      set
      // {
        ${name} =
          if set ? ${name} && !is "option" set.${name} then merged set.${name} b.${name} else b.${name};
      }
    ) a (attrNames b);

  evalModules =
    {
      modules,
      arguments ? { },
      path ? [ ],
    }:
    let
      loaded = map (
        module:
        let
          file = if isPath module then import module else module;
          set =
            if isFunction file then
              file (
                arguments
                // {
                  inherit config;
                  lib = self;
                }
              )
            else
              file;
        in
        if set ? options || set ? config || set ? imports then set else { config = set; }
      ) modules;
      options = foldl' merged { } (map (module: module.options or { }) loaded);
      configs = map (module: module.config or { }) loaded;
      unknown = concatMap (undeclared path options) configs;
      value =
        place: option:
        let
          found = filter (definition: definition.isOn) (concatMap (definitions place) configs);
          all = found ++ optional (option ? default) {
            priority = 1500;
            value = option.default;
          };
          first = foldl' (least: next: if next < least then next else least) 9999 (
            map (definition: definition.priority) all
          );
          values = map (definition: definition.value) (
            filter (definition: definition.priority == first) all
          );
        in
        if all == [ ] then
          throw "The option `${show (path ++ place)}' was accessed but has no value defined"
        else
          checked (path ++ place) option.type values;
      evaluate =
        place: declared:
        mapAttrs (
          name: option:
          if is "option" option then value (place ++ [ name ]) option else evaluate (place ++ [ name ]) option
        ) declared;
      config =
        if unknown != [ ] then
          throw "The option `${show (head unknown)}' does not exist"
        else
          evaluate [ ] options;
    in
    {
      inherit config options;
    };

  self = {
    inherit
      all
      any
      concatStringsSep
      evalModules
      filter
      head
      length
      mkIf
      mkMerge
      mkOption
      mkOverride
      optional
      optionals
      types
      ;
    literalExpression = text: { inherit text; };
    mkDefault = mkOverride 1000;
    mkForce = mkOverride 50;
    strings.sanitizeDerivationName = builtins.replaceStrings [ " " "," ] [ "-" "-" ];
    singleton = value: [ value ];
    getDev = package: package.dev or package;
  };
in
self

# Reading the arguments of functions: what they are, what they must be, and the error if they are not.
let
  inherit (builtins)
    attrNames
    concatStringsSep
    elem
    elemAt
    filter
    genList
    hasContext
    head
    isAttrs
    isBool
    isInt
    isList
    isPath
    isString
    length
    map
    mapAttrs
    match
    pathExists
    storeDir
    stringLength
    substring
    typeOf
    ;
in
rec {
  # Fails with a message that names the function, or what else it is about.
  fail = what: message: throw "swiftdt: ${what}: ${message}";

  # What a parameter may be, in words and as a test; and the same for its items or attributes and for their names, if
  # it has any.
  types = rec {
    string = {
      what = "a string";
      test = isString;
    };
    bool = {
      what = "true or false";
      test = isBool;
    };
    bytes = {
      what = "a number of bytes below 2 GiB";
      test = value: isInt value && value >= 0 && value <= 2147483647;
    };
    set = {
      what = "an attribute set";
      test = isAttrs;
    };
    file = {
      what = "a path, a derivation or a string";
      test = value: isPath value || isString value || isAttrs value && (value ? outPath || value ? dtb);
    };
    defines = {
      what = "an attribute set or a list of strings";
      test = value: isAttrs value || isList value;
      # With or without parameters and, as after -D, a definition.
      name = {
        what = "the name of a macro";
        test = name: match "[A-Za-z_][A-Za-z0-9_]*([(=].*)?" name != null;
      };
      item = {
        what = "a string, a whole number, true, false or null";
        test = value: isString value || isInt value || isBool value || value == null;
      };
    };
    expectations = {
      what = "an attribute set or a JSON5 file";
      test = value: isAttrs value || file.test value;
    };
    files = listOf file;
    strings = listOf string;
    list = {
      what = "a list";
      test = isList;
    };
    oneOf = words: {
      what = "one of ${quoted words}";
      test = value: elem value words;
    };
    listOf = item: list // { inherit item; };
    setOf = item: set // { inherit item; };
    oneOrMore = item: {
      what = "${item.what}, or a list of such";
      test = value: isList value || item.test value;
      inherit item;
    };
  };

  quoted = words: concatStringsSep ", " (map (word: "'${word}'") words);

  # The arguments of a function, with defaults for those that were left out. A parameter is
  # { type, default }; without a default it must be given, and null is allowed if it is the default.
  read =
    function: parameters: arguments:
    let
      known = attrNames parameters;
      unknown = filter (name: !parameters ? ${name}) (attrNames arguments);
      missing = filter (name: !parameters.${name} ? default && !arguments ? ${name}) known;
      value =
        name: parameter:
        let
          inherit (parameter) type;
          given = arguments.${name} or parameter.default;
          wrong = filter (part: !type.item.test part.value) (parts given);
          misnamed = filter (name: !type.name.test name) (if isAttrs given then attrNames given else [ ]);
          must =
            place: what: value:
            fail function "'${name}${place}' must be ${what}, not ${show value}";
        in
        if given == null && parameter ? default && parameter.default == null then
          null
        else if !type.test given then
          must "" type.what given
        else if type ? item && wrong != [ ] then
          must (head wrong).place type.item.what (head wrong).value
        else if type ? name && misnamed != [ ] then
          fail function "'${name}': '${head misnamed}' cannot be ${type.name.what}"
        else
          given;
    in
    if !isAttrs arguments then
      fail function "takes an attribute set, not ${show arguments}"
    else if unknown != [ ] then
      fail function "unknown attribute ${quoted unknown}; there are ${concatStringsSep ", " known}"
    else if missing != [ ] then
      fail function "${quoted missing} is missing"
    else
      mapAttrs value parameters;

  # The items of a list, or the values of a set, and where they are in it.
  parts =
    value:
    if isList value then
      genList (index: {
        place = "[${toString index}]";
        value = elemAt value index;
      }) (length value)
    else if isAttrs value then
      map (name: {
        place = ".${name}";
        value = value.${name};
      }) (attrNames value)
    else
      [ ];

  # A value in words.
  show =
    value:
    {
      bool = if value then "true" else "false";
      float = toString value;
      int = toString value;
      lambda = "a function";
      list = "a list";
      null = "null";
      path = "the path ${toString value}";
      set = "an attribute set";
      string = "the string '${value}'";
    }
    .${typeOf value};

  # Where relative strings are, and paths below it: `src` itself, or else the folder of `first` if that
  # is a path; null if there is no such folder. So a source finds what it includes with "../".
  #   path     the folder outside the store, null if it is not from there
  #   store    the same in the store
  root =
    what: src: first:
    if src != null then
      let
        store = whole what null src;
      in
      builtins.seq store {
        path = if isPath src then toString src else null;
        inherit store;
      }
    else if isPath first then
      {
        path = toString (dirOf first);
        store = "${sourcesIn (dirOf first)}";
      }
    else
      null;

  # A file as a string that a derivation can use. A path that is not below the root brings the sources beside
  # it along, since it may include them.
  file =
    what: root: value:
    if isAttrs value then
      value.dtb or "${value}"
    else
      place what "file" root value (
        path:
        if dirOf (toString path) == storeDir then
          "${path}"
        else
          "${sourcesIn (dirOf path)}/${baseNameOf path}"
      );

  # The same for a folder, of which the sources are needed.
  folder =
    what: root: value:
    if isAttrs value then "${value}" else place what "folder" root value (path: "${sourcesIn path}");

  # The same for a folder with all that is in it.
  whole =
    what: root: value:
    if isAttrs value then
      "${value}"
    else
      place what "folder" root value (
        path:
        "${builtins.path {
          inherit path;
          name = "device-tree-sources";
        }}"
      );

  # `what` says in errors which parameter it is.
  place =
    what: kind: root: value: import:
    let
      text = toString value;
      prefix = "${root.path}/";
      isBelow =
        root != null && root.path != null && substring 0 (stringLength prefix) text == prefix;
    in
    if isPath value then
      if !pathExists value then
        fail what "there is no ${kind} '${text}'"
      else if isBelow then
        "${root.store}/${substring (stringLength prefix) (-1) text}"
      else
        import value
    else if text == "" then
      fail what "it is an empty string"
    else if substring 0 1 text != "/" then
      if root == null then
        fail what "'${text}' is relative, but there is no 'src' that it is below"
      else
        "${root.store}/${text}"
    else if hasContext text then
      text
    else if substring 0 (stringLength storeDir + 1) text == "${storeDir}/" then
      fail what "'${text}' is a string that does not bring its store path along; write a path, without toString"
    else
      fail what "'${text}' is not in the Nix store; write a path, without quotes";

  # A folder in the store with what device tree sources are made of, and nothing else, so that changes to
  # other files do not cause a rebuild. Links are copied as they are: those to what is in the folder lead there. (Nix
  # has no way to tell where a link leads.) The ones that nix-build leaves would change with each build.
  sourcesIn =
    path:
    builtins.path {
      inherit path;
      name = "device-tree-sources";
      filter =
        path: type:
        if type == "directory" then
          substring 0 1 (baseNameOf path) != "."
        else if type == "symlink" then
          match "\\..*|result(-.*)?" (baseNameOf path) == null
        else
          match ".*\\.(dts|dtsi|dtso|h|dtb|dtbo)" (baseNameOf path) != null;
    };
}

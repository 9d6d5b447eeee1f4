# Reading the arguments of functions: what they are, what they must be, and the error if they are not.
let
  inherit (builtins)
    all
    attrNames
    concatStringsSep
    elem
    elemAt
    filter
    genList
    hasContext
    isAttrs
    isBool
    isInt
    isList
    isPath
    isString
    length
    mapAttrs
    match
    pathExists
    stringLength
    substring
    typeOf
    ;
in
rec {
  # Fails with a message that names the function.
  fail = function: message: throw "swiftdt: ${function}: ${message}";

  # What a parameter may be, in words and as a test.
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
      what = "a number of bytes from 0 to 2 GiB";
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
      test = value: isAttrs value || strings.test value;
    };
    expectations = {
      what = "an attribute set or a JSON5 file";
      test = value: isAttrs value || file.test value;
    };
    files = listOf file;
    strings = listOf string;
    words = {
      what = "a string or a list of strings";
      test = value: isString value || strings.test value;
    };
    list = {
      what = "a list";
      test = isList;
    };
    oneOf = words: {
      what = "one of ${quoted words}";
      test = value: elem value words;
    };
    # With its item type, so that the error can say which item is wrong.
    listOf = item: list // {
      inherit item;
      test = value: isList value && all item.test value;
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
          given = arguments.${name} or parameter.default;
          isDefault = parameter ? default && given == null && parameter.default == null;
        in
        if isDefault || parameter.type.test given then
          given
        else if isList given && parameter.type ? item then
          wrongItem function name parameter.type.item given
        else
          fail function "'${name}' must be ${parameter.type.what}, not ${show given}";
    in
    if !isAttrs arguments then
      fail function "takes an attribute set, not ${show arguments}"
    else if unknown != [ ] then
      fail function "unknown attribute ${quoted unknown}; there are ${concatStringsSep ", " known}"
    else if missing != [ ] then
      fail function "${quoted missing} is missing"
    else
      mapAttrs value parameters;

  wrongItem =
    function: name: type: values:
    let
      wrong = filter (index: !type.test (elemAt values index)) (genList (index: index) (length values));
      index = elemAt wrong 0;
    in
    fail function "'${name}[${toString index}]' must be ${type.what}, not ${show (elemAt values index)}";

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
    src: first:
    if isPath src then
      {
        path = toString src;
        store = "${
          builtins.path {
            path = src;
            name = "device-tree-sources";
          }
        }";
      }
    else if src != null then
      {
        path = null;
        store = "${src}";
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
    function: parameter: root: value:
    if isAttrs value then
      value.dtb or "${value}"
    else
      place function parameter "file" root value (
        path: "${sourcesIn (dirOf path)}/${baseNameOf path}"
      );

  # The same for a folder.
  folder =
    function: parameter: root: value:
    if isAttrs value then
      "${value}"
    else
      place function parameter "folder" root value (path: "${sourcesIn path}");

  place =
    function: parameter: kind: root: value: import:
    let
      text = toString value;
      prefix = "${root.path}/";
      isBelow =
        root != null && root.path != null && substring 0 (stringLength prefix) text == prefix;
    in
    if isPath value then
      if !pathExists value then
        fail function "'${parameter}': there is no ${kind} '${text}'"
      else if isBelow then
        "${root.store}/${substring (stringLength prefix) (-1) text}"
      else
        import value
    else if text == "" then
      fail function "'${parameter}' is an empty string"
    else if substring 0 1 text != "/" then
      if root == null then
        fail function "'${parameter}': '${text}' is relative, but there is no 'src' that it is below"
      else
        "${root.store}/${text}"
    else if hasContext text then
      text
    else
      fail function "'${parameter}': '${text}' is not in the Nix store; write a path, without quotes";

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

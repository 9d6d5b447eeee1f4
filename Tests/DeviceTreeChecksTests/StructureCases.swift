import DeviceTreeChecks

extension Case {
  static let structure: [Case] = [
    Case(
      .duplicateNodeNames, "ERROR (duplicate_node_names): /a: Duplicate node name",
      "ERROR (duplicate_node_names): /a: Duplicate node name",
      "ERROR (duplicate_node_names): /a: Duplicate node name",
      bad: [node("a"), node("b"), node("a"), node("a")], good: [node("a"), node("b", node("a"))]),
    Case(
      .duplicatePropertyNames, "ERROR (duplicate_property_names): /:p: Duplicate property name",
      "ERROR (duplicate_property_names): /:p: Duplicate property name",
      "ERROR (duplicate_property_names): /:p: Duplicate property name",
      bad: [flag("p"), flag("q"), "p" => [1], flag("p")], good: [flag("p"), flag("q")]),
    Case(
      .nodeNameChars, "ERROR (node_name_chars): /a#b: Bad character '#' in node name",
      bad: [node("a#b")], good: [node("a,b.c_d+e-f")]),
    Case(
      .nodeNameFormat, "ERROR (node_name_format): /a@1@2: multiple '@' characters in node name",
      bad: [node("a@1@2")], good: [node("a@1")]),
    Case(
      .nodeNameNotEmpty, "ERROR (node_name_not_empty): /@1: Empty node name",
      bad: [node("@1")], good: [node("a@1")]),
    Case(
      .propertyNameChars, "ERROR (property_name_chars): /:a@b: Bad character '@' in property name",
      bad: [flag("a@b")], good: [flag("a,b._+*#?-")]),
    Case(
      .nameIsString, "ERROR (name_is_string): /a:name: property is not a string",
      bad: [node("a", "name" => .strings(["a", "b"]))], good: [node("a", "name" => "a")]),
    Case(
      .nameProperties,
      "ERROR (name_properties): /a@1: \"name\" property is incorrect (\"a@1\" instead of base node name)",
      bad: [node("a@1", "name" => "a@1")], good: [node("a@1", "name" => "a")]),
    Case(
      .nodeNameVsPropertyName,
      "Warning (node_name_vs_property_name): /a: node name and property name conflict",
      bad: [flag("a"), node("a")], good: [flag("a"), node("a@1")]),
    Case(
      .duplicateLabel,
      "ERROR (duplicate_label): /b: Duplicate label 'l' on /b and /a",
      "ERROR (duplicate_label): /b: Duplicate label 'l' on value of 'p' in /b and /a",
      bad: [node("a", .label("l")), node("b", .label("l"), "p" => .labelled("l", 1))],
      good: [node("a", .label("l")), node("b", .label("m"), "p" => .labelled("n", 1))]),
    Case(
      .explicitPhandles, "ERROR (explicit_phandles): /a:phandle: bad length (8) phandle property",
      bad: [node("a", "phandle" => [1, 2])], good: [node("a", "phandle" => [1])]),
    Case(
      .explicitPhandles,
      "ERROR (explicit_phandles): /a:phandle: bad value (0xffffffff) in phandle property",
      bad: [node("a", "phandle" => [0xFFFF_FFFF])], good: [node("a", "phandle" => [0xFFFF_FFFE])]),
    Case(
      .explicitPhandles, "ERROR (explicit_phandles): /b: phandle is a reference to another node",
      bad: [node("a", .label("l")), node("b", "phandle" => .reference("l", 0xFFFF_FFFF))],
      good: [node("a"), node("b", .label("l"), "phandle" => .reference("l", 0xFFFF_FFFF))]),
    Case(
      .explicitPhandles,
      "ERROR (explicit_phandles): /a: mismatching 'phandle' and 'linux,phandle' properties",
      bad: [node("a", "phandle" => [1], "linux,phandle" => [2])],
      good: [node("a", "phandle" => [1], "linux,phandle" => [1])]),
    Case(
      .explicitPhandles,
      "ERROR (explicit_phandles): /b: duplicated phandle 0x1f (seen before at /a)",
      bad: [node("a", "phandle" => [31]), node("b", "phandle" => [31])],
      good: [node("a", "phandle" => [31]), node("b", "phandle" => [32])]),
    Case(
      .phandleReferences,
      "ERROR (phandle_references): /: Reference to non-existent node or label \"l\"", "",
      bad: ["p" => .reference("l", 0)], good: ["p" => .reference("l", 0), node("a", .label("l"))]),
    Case(
      .pathReferences,
      "ERROR (path_references): /: Reference to non-existent node or label \"/a\"", "",
      bad: ["p" => .path("/a")], good: ["p" => .path("/a"), node("a")]),
  ]

  static let types: [Case] = [
    Case(
      .addressCellsIsCell,
      "Warning (address_cells_is_cell): /:#address-cells: property is not a single cell",
      bad: ["#address-cells" => [1, 2]], good: ["#address-cells" => [1]]),
    Case(
      .sizeCellsIsCell,
      "Warning (size_cells_is_cell): /:#size-cells: property is not a single cell",
      bad: [flag("#size-cells")], good: ["#size-cells" => [1]]),
    Case(
      .deviceTypeIsString,
      "Warning (device_type_is_string): /:device_type: property is not a string",
      bad: ["device_type" => [1]], good: ["device_type" => "cpu"]),
    Case(
      .modelIsString, "Warning (model_is_string): /:model: property is not a string",
      bad: ["model" => .strings(["a", "b"])], good: ["model" => "a"]),
    Case(
      .statusIsString, "Warning (status_is_string): /:status: property is not a string",
      bad: [flag("status")], good: ["status" => "okay"]),
    Case(
      .labelIsString, "Warning (label_is_string): /:label: property is not a string",
      bad: ["label" => .bytes([0x61])], good: ["label" => ""]),
    Case(
      .compatibleIsStringList,
      "Warning (compatible_is_string_list): /:compatible: property is not a string list",
      bad: ["compatible" => .bytes([0x61, 0, 0x62])], good: ["compatible" => .strings(["a", "b"])]),
    Case(
      .namesIsStringList,
      "Warning (names_is_string_list): /:clock-names: property is not a string list",
      bad: ["clock-names" => .bytes([1])], good: ["clock-names" => "a", "names" => .bytes([1])]),
    Case(
      .propertyNameCharsStrict,
      "Warning (property_name_chars_strict): /:a_b: Character '_' not recommended in property name",
      "Warning (property_name_chars_strict): /:v,#a#b: Character '#' not recommended in property name",
      bad: [flag("a_b"), flag("v,#a#b")], good: [flag("#a"), flag("v,#a"), "device_type" => "x"]),
    Case(
      .nodeNameCharsStrict,
      "Warning (node_name_chars_strict): /a_b@1: Character '_' not recommended in node name",
      bad: [node("a_b@1")], good: [node("a-b@1_2")]),
  ]
}

import SourceText

/// The macros that exist before a source is read.
extension Preprocessor {
  /// Defines what gcc does with `-undef -x assembler-with-cpp`, then carries out what the command line says.
  mutating func definePredefined() {
    if let known = predefined, known.options == options.macros {
      // Nothing else is there yet, so everything gets the same place as before.
      for macro in known.macros { install(macro) }
      store += known.store
      bodies += known.bodies
      for parameter in known.parameterNames { parameterNames.append(parameter) }
      return
    }
    makePredefined()
    // Diagnostics have to be repeated for each source, and only a batch has a next one. A definition that is
    // only noted is not a macro yet that could be kept.
    guard diagnostics.isEmpty, sourceCount > 1, !notesDefinitions else { return }
    var defined = PlainArray<Macro>()
    for index in macros.indices where settledMacro(named: macros[index].name) == index {
      defined.append(macros[index])
    }
    predefined = Predefined(
      options: options.macros, macros: defined, store: store, bodies: bodies, parameterNames: parameterNames)
  }

  private mutating func install(_ name: StaticString, _ builtin: Macro.Builtin) {
    install(
      Macro(
        name: names.intern(literal: name), form: .builtin(builtin), body: 0..<0, inBodies: false,
        location: .none))
  }

  private mutating func makePredefined() {
    install("__FILE__", .file)
    install("__LINE__", .line)
    install("__COUNTER__", .counter)
    install("__INCLUDE_LEVEL__", .includeLevel)
    install("__BASE_FILE__", .baseFile)
    install("__DATE__", .date)
    install("__TIME__", .time)
    install("__FILE_NAME__", .fileName)
    install("__TIMESTAMP__", .timestamp)
    install("_Pragma", .pragma)
    install("__has_include", .fileQuestion)
    install("__has_include_next", .fileQuestion)
    carryOut(
      "#define __STDC__ 1\n#define __STDC_HOSTED__ 1\n#define __ASSEMBLER__ 1\n#define __DTS__ 1\n",
      from: "<built-in>")
    // Each is a text of its own, so that a comment or a backslash at its end has no effect beyond it.
    for option in options.macros { carryOut(Self.directive(option), from: options.macroFile) }
  }

  private static func directive(_ option: PreprocessorOptions.MacroOption) -> String {
    var line: String
    switch option {
    case .define(let definition):
      line = "#define \(definition)"
      if let equals = line.utf8.firstIndex(of: 0x3D) {
        line.replaceSubrange(equals...equals, with: " ")
      } else {
        line += " 1"
      }
    case .undefine(let name): line = "#undef \(name)"
    }
    // A line's end ends the directive.
    return String(line.utf8.prefix { $0 != 0x0A && $0 != 0x0D }) ?? line
  }

  /// Carries out the directives of a text that is not in a file.
  private mutating func carryOut(_ text: String, from path: String) {
    let bytes = Array(text.utf8)
    guard let id = try? files.add(path: path, contents: bytes.span) else { return }
    noteFacts(of: id, files.file(id).range)
    reportEndlessLine(of: id)
    enter(id, from: .none, folder: nil)
    while readLine() {
      inputs[0].position += 1
      _ = directive()
    }
    inputs.removeAll()
  }
}

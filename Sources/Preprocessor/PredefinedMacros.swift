import SourceText

/// The macros that are there before a source is read.
extension Preprocessor {
  /// What gcc defines with `-undef -x assembler-with-cpp`, then what the command line says.
  mutating func definePredefined() {
    if let known = predefined, known.options == options.macros {
      for macro in known.macros { install(macro) }
      bodies += known.bodies
      for parameter in known.parameterNames { parameterNames.append(parameter) }
      return
    }
    makePredefined()
    // What there is to complain about is to be said for each source; and only in a batch there is a next one.
    guard diagnostics.isEmpty, sourceCount > 1 else { return }
    var defined = PlainArray<Macro>()
    for index in macros.indices where settledMacro(named: macros[index].name) == index {
      defined.append(macros[index])
    }
    predefined = Predefined(
      options: options.macros, macros: defined, bodies: bodies,
      parameterNames: parameterNames)
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
    var text = "#define __STDC__ 1\n#define __STDC_HOSTED__ 1\n#define __ASSEMBLER__ 1\n#define __DTS__ 1\n"
    for option in options.macros {
      switch option {
      case .define(let definition):
        // A newline in a definition would end the line that it becomes, and a backslash at its end would join the next
        // one to it: that one is empty.
        let line = String(definition.map { $0.isNewline ? " " : $0 })
        if let equals = line.firstIndex(of: "=") {
          text += "#define \(line[..<equals]) \(line[line.index(after: equals)...])\n\n"
        } else {
          text += "#define \(line) 1\n"
        }
      case .undefine(let name):
        text += "#undef \(String(name.map { $0.isNewline ? " " : $0 }))\n"
      }
    }
    let bytes = Array(text.utf8)
    guard let id = try? files.add(path: "<command line>", contents: bytes.span) else { return }
    noteFacts(of: id, files.file(id).range)
    enter(id, from: .none, folder: nil)
    while readLine() {
      let token = store[inputs[0].position]
      inputs[0].position += 1
      _ = directive(token)
    }
    inputs.removeAll()
  }
}

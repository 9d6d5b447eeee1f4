import ArgumentParser

/// `swiftdt preprocess`: `gcc -E` for device tree sources.
struct PreprocessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preprocess",
    abstract: "Preprocess a source like gcc -E.",
    usage: "swiftdt preprocess [<flags>] <source> ...",
    discussion: """
      Prints what `gcc -E -nostdinc -undef -D__DTS__ -x assembler-with-cpp` would. The flags are gcc's, so \
      `swiftdt preprocess` can replace `gcc` in a script:

        -I FOLDER            search this folder for included files
        -iquote, -isystem, -idirafter FOLDER
                             the same, but only for names in quotes, for system
                             headers, or after all other folders
        -D NAME[=VALUE]      define a macro
        -U NAME              undefine a macro
        -include FILE        include a file before the source
        -imacros FILE        the same, but keep only its macros
        -o FILE              where to write the text; - is standard output (the
                             default); for several sources a folder, in which
                             NAME.dts becomes NAME.i, and NAME.dtso becomes
                             NAME.dtso.i; headers that they share are read
                             once. As in cpp, a second name that is not a
                             source is FILE, too
        -P                   omit line markers
        -dM                  list the macros instead of the text
        -M, -MM              write a make rule instead of the text; -MM omits
                             system headers
        -MD, -MMD            write a make rule as well as the text
        -MF FILE             where to write the rule
        -MT, -MQ TARGET      the rule's target; -MQ quotes it for make
        -MP                  add an empty rule for each included file
        --show-includes, -H  list the included files, and where each was found,
                             on standard error
        -w                   show no warnings
        -Wno-NAME            do not warn about `#warning` (cpp), extra tokens
                             after a directive (endif-labels), macros that
                             expand to the date or time (date-time), or a header
                             that hides a different one in a later folder
                             (shadowed-header)
        -Werror, -Werror=NAME, -Wno-error, -Wno-error=NAME
                             make all warnings, or those of NAME, errors, or
                             undo that; date-time and shadowed-header only by
                             their names
        -fmacro-prefix-map=OLD=NEW
                             replace the prefix OLD of file names in `__FILE__`
        @FILE                take further arguments from FILE

      -E, -nostdinc, -undef and -x assembler-with-cpp have no effect, nor do flags for gcc's compiler and \
      linker: -std=, other -W, -O, -f, -g, -m, -L, -l, -pthread and the like, nor gcc's environment variables, \
      such as CPATH and SOURCE_DATE_EPOCH. -C, -dD, -MG and a few others are refused.
      """)

  @Argument(
    parsing: .captureForPassthrough, help: ArgumentHelp("Flags and the source; - is standard input."),
    completion: .file())
  var arguments: [String] = []

  func run() throws { try PreprocessRequest(PreprocessArguments(arguments[...])).run() }
}

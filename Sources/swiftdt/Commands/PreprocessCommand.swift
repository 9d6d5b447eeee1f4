import ArgumentParser

/// `swiftdt preprocess`: `gcc -E` for device tree sources.
struct PreprocessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preprocess",
    abstract: "Preprocess a source as gcc -E would.",
    usage: "swiftdt preprocess [<flags>] <source> ...",
    discussion: """
      Prints what `gcc -E -nostdinc -undef -D__DTS__ -x assembler-with-cpp` would. The flags are gcc's, \
      so that a script's line works with `swiftdt preprocess` in place of `gcc`:

        -I FOLDER            search this folder for included files
        -iquote, -isystem, -idirafter FOLDER
                             the same for names in quotes, for the system's
                             headers, last of all
        -D NAME[=VALUE]      define a macro
        -U NAME              forget a macro
        -include FILE        include a file before the source
        -imacros FILE        the same for its macros only
        -o FILE              where the text goes; - is standard output, as
                             without -o; for several sources a folder, each
                             as NAME.i, and headers that they share are read
                             once. A second name of no source is FILE, too,
                             as cpp has it
        -P                   leave line markers out
        -dM                  list the macros in place of the text
        -M, -MM              write a make rule in place of the text; without
                             the system's headers
        -MD, -MMD            write a make rule beside the text
        -MF FILE             where the rule goes
        -MT, -MQ TARGET      the rule's target; quoted for make
        -MP                  an empty rule for each included file
        --show-includes      show which files were included and what led to
                             them, on standard error
        -w                   do not warn
        -Wno-NAME            do not warn of `#warning` (cpp), of what stands
                             behind a directive (endif-labels), of a clock's
                             macros (date-time), or of a header that hides a
                             different one in a later folder (shadowed-header)
        -Werror, -Werror=NAME, -Wno-error, -Wno-error=NAME
                             gcc's warnings, or those of a name, are errors
        -fmacro-prefix-map=OLD=NEW
                             what files' names begin with in `__FILE__`

      -E, -nostdinc, -undef and -x assembler-with-cpp change nothing, and so does what is for gcc's compiler \
      and linker: -std=, other -W, -O, -f, -g, -m, -L, -l, -pthread and their like.
      """)

  @Argument(
    parsing: .captureForPassthrough, help: ArgumentHelp("Flags and the source; - is standard input."),
    completion: .file())
  var arguments: [String] = []

  func run() throws { try PreprocessRequest(PreprocessArguments(arguments[...])).run() }
}

import TestSupport
import Testing

/// Complete messages about wrong command lines.
struct ComplaintTests {
  /// For commands and for groups of commands.
  @Test(arguments: [
    (
      ["compile", "--pda", "a"],
      """
      swiftdt: error: unknown option '--pda'; did you mean '--pad'?
      usage: swiftdt compile [<options>] <source> ...
      help: swiftdt compile --help has the flags

      """
    ),
    (
      ["get"],
      """
      swiftdt: error: missing expected argument '<file>'
      help: <file>: A blob or a source; - is standard input.
      usage: swiftdt get [<options>] <file> [<node> ...]
      help: swiftdt get --help has the flags

      """
    ),
    (
      ["get", "-d", "-1", "a.dtb"],
      """
      swiftdt: error: missing value for '-d <text>'
      help: a value that begins with a dash is joined to its flag: -d=-1
      help: -d <text>: Say this where there is no such node or property.
      usage: swiftdt get [<options>] <file> [<node> ...]
      help: swiftdt get --help has the flags

      """
    ),
    (
      ["compile", "-b", "-1", "a.dts"],
      """
      swiftdt: error: the value '-1' is invalid for '-b <number>'
      help: <number> is decimal, or hexadecimal behind 0x, up to 4294967295
      help: -b <number>: The number of the boot CPU; otherwise the reg of the first CPU.
      usage: swiftdt compile [<options>] <source> ...
      help: swiftdt compile --help has the flags

      """
    ),
    (
      ["compile", "--pad", "-5", "-p", "-1", "a.dts"],
      """
      swiftdt: error: the value '-5' is invalid for '--pad <bytes>'
      help: <bytes> is decimal, or hexadecimal behind 0x, up to 2147483647
      help: --pad <bytes>: Leave this many bytes of headroom, however many there were; boot loaders need them to edit the blob.
      usage: swiftdt compile [<options>] <source> ...
      help: swiftdt compile --help has the flags

      """
    ),
    (
      ["compile", "-S", "-5", "-p", "-6", "a.dts"],
      """
      swiftdt: error: the value '-5' is invalid for '-S <bytes>'
      help: <bytes> is decimal, or hexadecimal behind 0x, up to 2147483647
      help: -S <bytes>: Make the blob at least this large.
      usage: swiftdt compile [<options>] <source> ...
      help: swiftdt compile --help has the flags

      """
    ),
    (
      ["dump", "-n-1", "a.dtb"],
      """
      swiftdt: error: the value '-1' is invalid for '-n <number>'
      help: <number> is decimal, or hexadecimal behind 0x, up to 4294967295
      help: -n <number>: Of the blobs that a scan finds, take this one, from 0.
      usage: swiftdt dump [--scan] [--index <number>] [--output <path>] [--json] <file>
      help: swiftdt dump --help has the flags

      """
    ),
    (
      ["get", "-d-1", "a.dtb"],
      """
      swiftdt: error: unknown option '-d-1'
      help: a value that begins with a dash is joined to its flag: -d=-1
      usage: swiftdt get [<options>] <file> [<node> ...]
      help: swiftdt get --help has the flags

      """
    ),
    (
      ["compile", "-j", "-2", "a.dts"],
      """
      swiftdt: error: --jobs needs a number from 1
      usage: swiftdt compile [<options>] <source> ...
      help: swiftdt compile --help has the flags

      """
    ),
    (
      ["compile", "-p4096", "a.dts"],
      """
      swiftdt: error: the value 'a.dts' is invalid for '-p <bytes>'
      help: a value is a word of its own: -p 4096
      help: -p <bytes>: Leave this many bytes of headroom, however many there were; boot loaders need them to edit the blob.
      usage: swiftdt compile [<options>] <source> ...
      help: swiftdt compile --help has the flags

      """
    ),
    (
      ["compile", "-p4096"],
      """
      swiftdt: error: unknown option '-p4096'
      help: a value is a word of its own: -p 4096
      usage: swiftdt compile [<options>] <source> ...
      help: swiftdt compile --help has the flags

      """
    ),
    (
      ["get", "a.dtb", "--default", "-t", "i"],
      """
      swiftdt: error: missing value for '--default <text>'
      help: --default <text>: Say this where there is no such node or property.
      usage: swiftdt get [<options>] <file> [<node> ...]
      help: swiftdt get --help has the flags

      """
    ),
    (
      ["chekc", "a.dtb"],
      """
      swiftdt: error: there is no command 'chekc'; did you mean 'check'?
      usage: swiftdt <subcommand>
      help: swiftdt --help has the commands

      """
    ),
    (
      ["overlay", "aply", "-b", "a.dtb"],
      """
      swiftdt: error: there is no command 'aply'; did you mean 'apply'?
      usage: swiftdt overlay <subcommand>
      help: swiftdt overlay --help has the commands

      """
    ),
    (
      ["set", "a.dtb", "/", "b", "-5"],
      """
      swiftdt: error: unknown option '-5'
      help: what begins with a dash and is no flag goes behind --
      usage: swiftdt set [<options>] <file> [<node> ...]
      help: swiftdt set --help has the flags

      """
    ),
    (
      ["preprocess", "--dolar", "a.dts"],
      """
      swiftdt: error: unknown option '--dolar'
      help: swiftdt preprocess --help has the flags

      """
    ),
  ])
  func wholeComplaint(arguments: [String], text: String) throws {
    let result = try Tool.swiftdt.run(arguments, in: TemporaryFolder())
    #expect(result.status == 2)
    #expect(result.errors == text)
  }
}

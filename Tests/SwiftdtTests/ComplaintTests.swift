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
      help: swiftdt compile --help lists the flags

      """
    ),
    (
      ["get"],
      """
      swiftdt: error: missing expected argument '<file>'
      help: <file>: A blob or a source; - is standard input.
      usage: swiftdt get [<options>] <file> [<node> ...]
      help: swiftdt get --help lists the flags

      """
    ),
    (
      ["get", "-d", "-1", "a.dtb"],
      """
      swiftdt: error: missing value for '-d <text>'
      help: join a value that begins with a dash to its flag: -d=-1
      help: -d <text>: Print this for each property that a node lacks, or once if there is no such node.
      usage: swiftdt get [<options>] <file> [<node> ...]
      help: swiftdt get --help lists the flags

      """
    ),
    (
      ["compile", "-b", "-1", "a.dts"],
      """
      swiftdt: error: the value '-1' is invalid for '-b <number>'
      help: <number> is decimal, or hexadecimal with 0x, up to 4294967295
      help: -b <number>: The boot CPU's number; by default the reg of the first CPU.
      usage: swiftdt compile [<options>] <source> ...
      help: swiftdt compile --help lists the flags

      """
    ),
    (
      ["compile", "--pad", "-5", "-p", "-1", "a.dts"],
      """
      swiftdt: error: the value '-5' is invalid for '--pad <bytes>'
      help: <bytes> is decimal, or hexadecimal with 0x, up to 2147483647
      help: --pad <bytes>: Set the headroom to this many bytes; boot loaders need it to edit the blob.
      usage: swiftdt compile [<options>] <source> ...
      help: swiftdt compile --help lists the flags

      """
    ),
    (
      ["compile", "-S", "-5", "-p", "-6", "a.dts"],
      """
      swiftdt: error: the value '-5' is invalid for '-S <bytes>'
      help: <bytes> is decimal, or hexadecimal with 0x, up to 2147483647
      help: -S <bytes>: Make the blob this large, or as large as its contents; what headroom it had does not count. --pad overrides it.
      usage: swiftdt compile [<options>] <source> ...
      help: swiftdt compile --help lists the flags

      """
    ),
    (
      ["dump", "-n-1", "a.dtb"],
      """
      swiftdt: error: the value '-1' is invalid for '-n <number>'
      help: <number> is decimal, or hexadecimal with 0x, up to 4294967295
      help: -n <number>: Take this one of the blobs that a scan finds, counting from 0.
      usage: swiftdt dump [--scan] [--index <number>] [--output <path>] [--json]
                          [--quiet] <file>
      help: swiftdt dump --help lists the flags

      """
    ),
    (
      ["get", "-d-1", "a.dtb"],
      """
      swiftdt: error: unknown option '-d-1'
      help: join a value that begins with a dash to its flag: -d=-1
      usage: swiftdt get [<options>] <file> [<node> ...]
      help: swiftdt get --help lists the flags

      """
    ),
    (
      ["compile", "-j", "-2", "a.dts"],
      """
      swiftdt: error: --jobs must be at least 1
      usage: swiftdt compile [<options>] <source> ...
      help: swiftdt compile --help lists the flags

      """
    ),
    (
      ["compile", "-p4096", "a.dts"],
      """
      swiftdt: error: the value 'a.dts' is invalid for '-p <bytes>'
      help: separate the value with a space: -p 4096
      help: -p <bytes>: Set the headroom to this many bytes; boot loaders need it to edit the blob.
      usage: swiftdt compile [<options>] <source> ...
      help: swiftdt compile --help lists the flags

      """
    ),
    (
      ["compile", "-p4096"],
      """
      swiftdt: error: unknown option '-p4096'
      help: separate the value with a space: -p 4096
      usage: swiftdt compile [<options>] <source> ...
      help: swiftdt compile --help lists the flags

      """
    ),
    (
      ["check", "-Wno-all", "a.dtb"],
      """
      swiftdt: error: the value 'no-all' is invalid for '-W <check>': unknown check 'all'; -q hides warnings
      help: -W <check>: Make a check's findings warnings; no-CHECK turns it off, all runs dtc's checks as well.
      usage: swiftdt check [<options>] [<blob> ...]
      help: swiftdt check --help lists the flags

      """
    ),
    (
      ["get", "a.dtb", "--default", "-t", "i"],
      """
      swiftdt: error: missing value for '--default <text>'
      help: --default <text>: Print this for each property that a node lacks, or once if there is no such node.
      usage: swiftdt get [<options>] <file> [<node> ...]
      help: swiftdt get --help lists the flags

      """
    ),
    (
      ["chekc", "a.dtb"],
      """
      swiftdt: error: unknown command 'chekc'; did you mean 'check'?
      usage: swiftdt <subcommand>
      help: swiftdt --help lists the commands

      """
    ),
    (
      ["overlay", "aply", "-b", "a.dtb"],
      """
      swiftdt: error: unknown command 'aply'; did you mean 'apply'?
      usage: swiftdt overlay <subcommand>
      help: swiftdt overlay --help lists the commands

      """
    ),
    (
      ["set", "a.dtb", "/", "b", "-5"],
      """
      swiftdt: error: unknown option '-5'
      help: put arguments that begin with a dash after --
      usage: swiftdt set [<options>] <file> [<node> ...]
      help: swiftdt set --help lists the flags

      """
    ),
    (
      ["preprocess", "--dolar", "a.dts"],
      """
      swiftdt: error: unknown option '--dolar'
      help: swiftdt preprocess --help lists the flags

      """
    ),
  ])
  func wholeComplaint(arguments: [String], text: String) throws {
    let result = try Tool.swiftdt.run(arguments, in: TemporaryFolder())
    #expect(result.status == 2)
    #expect(result.errors == text)
  }
}

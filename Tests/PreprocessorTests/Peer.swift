import TestSupport
import Testing

/// A preprocessor other than gcc's.
struct Peer: Sendable {
  /// A known deviation from C.
  struct Fault: Sendable, CustomTestStringConvertible {
    /// The construct that is therefore left out of the programs it is given.
    let construct: MacroGenerator.Construct
    let reason: String
    /// The shortest program that shows it, and the tokens that gcc makes of it.
    let program: String
    let tokens: String
    /// Whether it always shows.
    let isSteady: Bool

    var testDescription: String { "\(construct)" }
  }

  let name: String
  let arguments: [String]
  let faults: [Fault]

  static let tcc = Peer(name: "tcc", arguments: ["-E", "-P", "-nostdinc", "-D__DTS__"], faults: [])

  /// As C99, without predefined macros and without warnings.
  ///
  /// `-@compat` decides what C leaves open: whether a call that begins in the expansion of a macro and ends
  /// after it is part of that macro. gcc and tcc say no, so its arguments may use the macro again; mcpp says
  /// so only with this option. (`#define y G`, `#define G(a) y`, `y()`: `G` with it, as in gcc, `y` without.)
  static let mcpp = Peer(
    name: "mcpp",
    arguments: ["-P", "-N", "-I-", "-@compat", "-V199901L", "-W0", "-e", "utf8", "-D__DTS__"],
    faults: [
      Fault(
        construct: .conditionalBehindValue,
        reason: """
          When mcpp has worked out a '?:', it leaves what stands before the '?' among its values, and takes that \
          for the operand before the whole '?:', here 0 - 0.
          """,
        program: "#if 4 - (0 ? 0 : 0)\nyes\n#endif\n", tokens: "yes", isSteady: true),
      Fault(
        construct: .emptyLastArgument,
        reason: """
          Where nothing stands for '...' behind a call's last comma, mcpp asks a variable that has no value yet \
          whether to take a space away, and may take the end of the argument before: it prints bytes that no \
          source has, or never ends (with '#__VA_ARGS__').
          """,
        program: "#define F(a, ...) a a\nF(x ,)\n", tokens: "x x", isSteady: false),
      Fault(
        construct: .touchingSign,
        reason: """
          mcpp reads a body with its arguments again as text, where 0x1e, + and N are one number, so that N is not \
          replaced.
          """,
        program: "#define N\n#define F(a) a+N\nF(0x1e)\n", tokens: "0x1e +", isSteady: true),
      Fault(
        construct: .spaceBehindPasted,
        reason: "mcpp forgets the space behind what '##' made, which is seen when a string is made of it.",
        program: "#define S(a) #a\n#define T(a) S(a)\n#define F x ## 1 y\nT(F)\n", tokens: "\"x1 y\"",
        isSteady: true),
      Fault(
        construct: .parenthesesBehindCall,
        reason: """
          When a macro in an argument ends with the name of a macro with parameters, mcpp takes the parentheses \
          behind the outer call for that one's arguments, whatever stands between.
          """,
        program: "#define F() y\n#define G(a) a\n#define H(a) a 1\nH(G(F))()\n", tokens: "F 1()",
        isSteady: true),
    ])

  var isInstalled: Bool { Tool(named: name) != nil }
  var omitted: Set<MacroGenerator.Construct> { Set(faults.map(\.construct)) }

  /// The time limit for a program.
  static let seconds = 3

  /// Returns its output for each program; nil where it does not end.
  func outputs(of programs: [String]) throws -> [(text: [UInt8], errors: String)?] {
    guard let shell = Tool(named: "sh"), let tool = Tool(named: name) else { return [] }
    let folder = try TemporaryFolder()
    for (index, program) in programs.enumerated() { try folder.write(Array(program.utf8), to: "\(index).c") }
    // One shell for all programs: a shell for each would take longer than they do.
    let line = (["timeout", "-k", "1", "\(Self.seconds)", tool.path] + arguments).joined(separator: " ")
    let script = """
      for f in *.c; do
        \(line) $f > $f.out 2> $f.err
        case $? in 124 | 137) : > $f.late ;; esac
      done
      """
    _ = try shell.run(["-c", script], in: folder)
    let names = Set(folder.names)
    return try programs.indices.map { index in
      if names.contains("\(index).c.late") { return nil }
      let errors = String(decoding: try folder.read("\(index).c.err"), as: UTF8.self)
      return (try folder.read("\(index).c.out"), errors)
    }
  }
}

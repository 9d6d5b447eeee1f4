/// A name under which the program is another one.
enum DropInName: String {
  case dtc, fdtoverlay, fdtget, fdtput, fdtdump

  /// Our command that does the same.
  var counterpart: String {
    switch self {
    case .dtc: "compile"
    case .fdtoverlay: "overlay apply"
    case .fdtget: "get"
    case .fdtput: "set"
    case .fdtdump: "dump"
    }
  }

  /// What `swiftdt help` says about the name.
  var help: String {
    """
    Called \(rawValue), this program is the \(rawValue) of dtc \(Version.dtc), with its
    options, messages and exit codes; \(rawValue) --help lists them. 'make install' puts
    a link of that name into libexec/swiftdt.
    Without one: ln -s "$(command -v swiftdt)" \(rawValue)

    'swiftdt \(counterpart)' does the same with more help and better messages.\n
    """
  }
}

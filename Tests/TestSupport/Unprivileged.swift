import Foundation

extension Tool {
  /// Returns a command line, to be run with `env`, for which permissions count: root gives up the capabilities
  /// that override them. Nil if it cannot, since util-linux is missing.
  public static func unprivileged(_ words: [String]) -> [String]? {
    if getuid() != 0 { return words }
    return Tool(named: "setpriv") == nil
      ? nil : ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] + words
  }
}

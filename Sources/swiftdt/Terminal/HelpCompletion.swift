import ArgumentParser

/// Shell completion after `swiftdt help`, which ArgumentParser's scripts do not provide: the names of
/// commands, and of subcommands after a group.
enum HelpCompletion {
  /// Returns ArgumentParser's completion script with these names added.
  static func added(to script: String) -> String {
    guard let start = script.firstRange(of: "\n_swiftdt_help() {\n") else { return script + fishLines }
    guard let end = script[start.upperBound...].firstRange(of: "\n}\n") else { return script }
    let isZsh = script.hasPrefix("#compdef")
    let before = isZsh ? "${(j: :)words[2,CURRENT-1]}" : "${COMP_WORDS[*]:2:COMP_CWORD-2}"
    let cases = groups.map { path, names in
      let list = names.joined(separator: " ")
      let offer = isZsh ? "compadd -- \(list)" : "COMPREPLY+=($(compgen -W '\(list)' -- \"${cur}\"))"
      return "    '\(path)') \(offer) ;;\n"
    }
    return script[..<start.upperBound] + "    case \"\(before)\" in\n" + cases.joined() + "    esac"
      + script[end.lowerBound...]
  }

  private static var fishLines: String {
    groups.map { path, names in
      let words = path.split(separator: " ")
      let place = "__swiftdt_should_offer_completions_for_positional \"swiftdt help\" -eq \(words.count + 1)"
      let seen = words.map { "; and __fish_seen_subcommand_from \($0)" }.joined()
      return "complete -c 'swiftdt' -n '\(place)\(seen)' -fka '\(names.joined(separator: " "))'\n"
    }.joined()
  }

  /// The names of each group's commands, with the words that lead to the group.
  private static var groups: [(path: String, names: [String])] { groups(in: SwiftdtCommand.self, "") }

  private static func groups(
    in command: any ParsableCommand.Type, _ path: String
  ) -> [(path: String, names: [String])] {
    let commands = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    guard !commands.isEmpty else { return [] }
    let names = commands.compactMap { $0.configuration.commandName }
    return [(path, names)]
      + zip(commands, names).flatMap { groups(in: $0, path.isEmpty ? $1 : "\(path) \($1)") }
  }
}

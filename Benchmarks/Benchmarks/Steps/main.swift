import BoardSteps

// Repeats one step, for callgrind: `steps NUMBER COUNT`; without arguments, it lists them.
let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
if arguments.count == 2, Step.all.indices.contains(arguments[0]) {
  let step = try Step.all[arguments[0]].prepare()
  for _ in 0..<arguments[1] { try step() }
} else {
  for step in Step.all { print(step.name) }
}

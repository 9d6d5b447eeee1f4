import SourceText

/// Definitions that do not mean what they seem to mean.
extension Preprocessor {
  /// Warns of a body that follows its macro's name without white space: it may be meant as part of the name.
  mutating func reportTouching(_ first: Token, _ name: Token) {
    noteMore()
    let text = String(decoding: spelling(of: first), as: UTF8.self)
    let start = text.count > 40 ? text.prefix(40) + "…" : text
    report(
      .warning, "touching-body",
      "no white space separates macro '\(names.string(name.symbol))' from its body, which begins with '\(start)'",
      at: first)
  }

  /// Warns of a `__VA_ARGS__` that stands for nothing, since its macro has no `...`, or a name for it.
  mutating func reportUnboundArguments(
    _ body: Range<Int>, _ parameters: PlainArray<Symbol>, isVariadic: Bool
  ) {
    let rest = parameters.last
    guard rest != words.variadicArguments,
      let place = body.first(where: {
        store[$0].kind == .identifier && store[$0].symbol == words.variadicArguments
      })
    else { return }
    noteMore()
    report(
      .warning, "unbound-arguments", "'__VA_ARGS__' only stands for arguments in a macro that ends in '...'",
      at: store[place],
      help: isVariadic ? rest.map { [.init("here, they are '\(names.string($0))'")] } ?? [] : [])
  }
}

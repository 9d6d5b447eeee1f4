import DeviceTree
import Preprocessor
import SourceText

/// The macros that a source uses without a definition, as far as they were reported.
struct MissingMacros {
  var names: Set<Symbol> = []
  /// The headers suggested, with the diagnostics that do so, and how many of their macros are missing.
  var headers: [(header: String, diagnostic: Int, count: Int)] = []
}

/// Words where only a macro's value could be.
extension SourceParser {
  /// Advice on numbers outside brackets.
  static let cellsHelp = "cells go in angle brackets: <1 2>"

  /// What belongs at the beginning of a property's value.
  static let valueContext = "a value"

  /// Reports an identifier where only a macro's value could have been.
  mutating func failUndefined(_ token: Token, context: String) {
    let name = stream.preprocessor.names.string(token.symbol)
    if stream.preprocessor.isFunctionMacro(token.symbol) {
      fail(
        "macro-without-arguments", "macro '\(name)' takes arguments, but none follow it", at: token,
        notes: stream.preprocessor.definitionNotes(token.symbol))
      return
    }
    if let number = numberTouching(token) { return failNumber(number + name, at: token) }
    if missingMacros.names.contains(token.symbol) {
      lastReport = nil
      return
    }
    let isLabel = tree.node(labelled: token.symbol) != nil
    let headers = isLabel ? [] : stream.preprocessor.headers(defining: token.symbol)
    if headers.count == 1, isCounted(token.symbol, of: headers[0]) { return }
    fail("undefined-macro", "expected \(context), found '\(name)', which is not a defined macro", at: token)
    if isLabel { return help("a reference to the node with this label is written '&\(name)'") }
    if context != Self.valueContext { missingMacros.names.insert(token.symbol) }
    if headers.count == 1 {
      if let lastReport { missingMacros.headers.append((headers[0], lastReport, 1)) }
      return help("#include <\(headers[0])>, which defines it")
    }
    if !headers.isEmpty {
      let more = headers.count > 3 ? " and \(headers.count - 3) more" : ""
      let names = headers.prefix(3).map { "<\($0)>" }.joined(separator: ", ")
      return help("#include one of the headers that define it: \(names)\(more)")
    }
    // All options begin alike, so a similar name is unlikely to be meant.
    if name.hasPrefix("CONFIG_") {
      return help("is the option disabled, or the generated 'autoconf.h' not included?")
    }
    let nearest = stream.preprocessor.nearestMacros(to: token.symbol)
    if !nearest.isEmpty {
      help(nearest)
    } else if context == Self.valueContext {
      help(
        name == "true" || name == "false"
          ? "a boolean property is true if it is present, and false if it is absent"
          : "a string needs double quotes: \"\(word(at: token) ?? name)\"")
    }
  }

  /// Adds a note to an error about what follows `name`, if that looks like an undefined macro's name.
  mutating func helpOnUndefined(_ token: Token, named name: String) {
    let isLikeMacro = name.utf8.allSatisfy {
      (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
    }
    guard isLikeMacro, name.utf8.count > 1, token.kind == .identifier, let last = lastReport,
      !stream.preprocessor.isFunctionMacro(token.symbol)
    else { return }
    stream.preprocessor.diagnostics[last].notes.append(.init("'\(name)' is not a defined macro"))
    let headers = stream.preprocessor.headers(defining: token.symbol)
    if headers.count == 1 { help("#include <\(headers[0])>, which defines it") }
  }

  /// Counts a macro among those of a header that was suggested; returns false if it was not.
  private mutating func isCounted(_ name: Symbol, of header: String) -> Bool {
    guard let index = missingMacros.headers.firstIndex(where: { $0.header == header }) else { return false }
    missingMacros.names.insert(name)
    missingMacros.headers[index].count += 1
    let (_, diagnostic, count) = missingMacros.headers[index]
    stream.preprocessor.diagnostics[diagnostic].help = [
      .init(
        "#include <\(header)>, which defines it and \(count - 1) more that \(count == 2 ? "is" : "are") missing"
      )
    ]
    lastReport = nil
    return true
  }

  /// Returns the number that ends where a word begins.
  private func numberTouching(_ token: Token) -> String? {
    let last = stream.last
    guard !token.isDetached, last.kind == .number, last.expansion == 0, token.expansion == 0,
      last.location.index + last.length == token.location.index
    else { return nil }
    return String(
      decoding: stream.preprocessor.files.text[last.location.index..<token.location.index], as: UTF8.self)
  }

  /// Reports a number followed by letters that are not part of one.
  private mutating func failNumber(_ text: String, at token: Token) {
    fail("bad-number", "'\(text)' is not a number", at: token)
    if text.utf8.prefix(2).elementsEqual("0x".utf8) || text.utf8.prefix(2).elementsEqual("0X".utf8) {
      help("a hexadecimal number has the digits 0 to 9 and a to f")
    } else if text.lowercased().hasPrefix("0b"), let value = UInt64(text.dropFirst(2), radix: 2) {
      help("did you mean \(value)? There are no binary numbers")
    } else if let value = Self.exponential(text) {
      // A larger one does not fit into a cell.
      help(
        value <= UInt32.max
          ? "did you mean \(value), or 0x\(text) in hexadecimal?"
          : "numbers have no exponents; in hexadecimal it is 0x\(text)")
    } else {
      help(
        text.utf8.allSatisfy { $0.hexDigitValue != nil }
          ? "did you mean 0x\(text)?" : "a cell is an integer without a unit")
    }
  }

  /// Returns the value of a number with an exponent, such as `1e6`, in digits; nil if it is none, or too large
  /// to have been meant.
  private static func exponential(_ text: String) -> UInt64? {
    let parts = text.utf8.split(omittingEmptySubsequences: false) { $0 == 0x65 || $0 == 0x45 }
    guard parts.count == 2, parts.allSatisfy({ $0.allSatisfy { 0x30...0x39 ~= $0 } }),
      var value = UInt64(String(parts[0]) ?? ""), let exponent = Int(String(parts[1]) ?? ""), exponent < 20
    else { return nil }
    for _ in 0..<exponent {
      let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      if isTooLarge { return nil }
      value = product
    }
    return value
  }

  /// Returns the text at a token up to the next blank, comma, semicolon or quote.
  private func word(at token: Token) -> String? {
    guard token.expansion == 0 else { return nil }
    let end: [UInt8] = [0x22, 0x2C, 0x3B]
    let word = stream.preprocessor.files.text[token.location.index...].prefix {
      $0 > 0x20 && !end.contains($0)
    }
    return word.count <= 64 ? PrintableText.name(word) : nil
  }
}

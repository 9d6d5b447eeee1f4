import SourceText
import TestSupport
import Testing

struct SymbolTableTests {
  @Test func namesAreGivenOnce() {
    var table = SymbolTable()
    let first = table.intern("status")
    #expect(table.intern("status") == first)
    #expect(table.intern("statu") != first)
    #expect(table.string(first) == "status")
    #expect(table.find("status") == first)
    #expect(table.find("none") == nil)
    #expect(table.length(first) == 6)
  }

  @Test func theEmptyNameIsThereFromTheStart() {
    var table = SymbolTable()
    #expect(table.find("") == Symbol.empty)
    #expect(table.intern("") == Symbol.empty)
    #expect(table.string(.empty) == "")
    #expect(table.length(.empty) == 0)
  }

  @Test(arguments: [1, 2, 32, 1024])
  func growth(capacity: Int) {
    var table = SymbolTable(minimumCapacity: capacity)
    let symbols = (0..<50_000).map { table.intern("name-\($0)") }
    #expect(Set(symbols).count == symbols.count)
    #expect((0..<50_000).allSatisfy { table.find("name-\($0)") == symbols[$0] })
    #expect(symbols.enumerated().allSatisfy { table.string($1) == "name-\($0)" })
    #expect(table.find("name-50000") == nil)
    // Symbols index side arrays: they are dense, and numbered in the order in which they were made.
    #expect(table.count == 50_001)
    #expect(zip(symbols, symbols.dropFirst()).allSatisfy { $0.index + 1 == $1.index })
  }

  /// A slot has room for a place that a table of short names never reaches, so long names make it grow.
  @Test(arguments: [1, 1024], [[300], [0, 1, 2, 3, 4, 5], [1 << 20, 3], [40, 1 << 12, 7]])
  func longNames(capacity: Int, lengths: [Int]) {
    var table = SymbolTable(minimumCapacity: capacity)
    let names = (0..<400).map { number in
      Array("\(number)-".utf8) + Array(repeating: 0x61, count: lengths[number % lengths.count])
    }
    let symbols = names.prefix(100).map { table.intern($0.span) }
    table.reserve(1000)
    let others = names.dropFirst(100).map { table.intern($0.span) }
    let found = names.map { table.find($0.span) }
    #expect(found == symbols + others)
    #expect(names.indices.allSatisfy { table.array(Symbol(rawValue: UInt32($0 + 1))) == names[$0] })
    #expect(table.count == names.count + 1)
  }

  @Test(arguments: [1, 1024, 1 << 16], [100, 20_000])
  func crowdedNames(capacity: Int, count: Int) {
    let all = namesOfOneSymbolHash(count)
    let hashes = Set(all.map { SymbolHash.of($0.span) })
    #expect(hashes.count == 1)
    let names = Array(all.dropLast())
    let last = all[count - 1]
    var table = SymbolTable(minimumCapacity: capacity)
    let others = (0..<count / 2).map { table.intern("other-\($0)") }
    let symbols = names.map { table.intern($0.span) }
    #expect(symbols.map(\.index) == Array(others.count + 1..<others.count + count))
    for reserved in [0, count * 4] {
      table.reserve(reserved)
      let found = names.map { table.find($0.span) }
      let interned = names.map { table.intern($0.span) }
      let missing = table.find(last.span)
      #expect(found == symbols && interned == symbols && missing == nil)
      #expect(symbols.map { table.array($0) } == names)
      #expect(others.indices.map { table.find("other-\($0)") } == others)
    }
    let copy = table
    let new = table.intern(last.span)
    let missing = copy.find(last.span)
    #expect(new.index == copy.count && missing == nil)
  }

  @Test func copiesGoTheirOwnWays() {
    var table = SymbolTable()
    let shared = table.intern("shared")
    var copy = table
    let one = table.intern("one")
    let two = copy.intern("two")
    #expect(one == two)
    #expect(table.string(one) == "one" && copy.string(two) == "two")
    #expect(table.string(shared) == copy.string(shared))
  }

  @Test func namesAreBytes() {
    var table = SymbolTable()
    let names: [[UInt8]] = [[0], [0, 0], [0xFF], [0xC3], [0xC3, 0xA9], Array("é".utf8) + [0]]
    let symbols = names.map { table.intern($0.span) }
    // The fifth is "é", and is found again as that string.
    #expect(Set(symbols).count == names.count)
    #expect(zip(names, symbols).allSatisfy { table.array($1) == $0 })
    #expect(table.intern("é") == symbols[4])
  }

  @Test func appending() {
    var table = SymbolTable()
    let name = table.intern("abc")
    var bytes: [UInt8] = [0x2F]
    table.append(name, to: &bytes)
    #expect(bytes == Array("/abc".utf8))
    for (text, isEqual) in [("abc", true), ("abd", false), ("ab", false)] {
      let equals = table.symbol(name, equals: Array(text.utf8).span)
      #expect(equals == isEqual, "\(text)")
    }
  }
}

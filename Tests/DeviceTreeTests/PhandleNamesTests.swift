import DeviceTree
import SourceText
import Testing

/// The names of the properties and nodes that merges and comparisons treat in a special way.
@Suite struct PhandleNamesTests {
  @Test(
    arguments: [
      ("phandle", true), ("linux,phandle", true), ("phandles", false), ("phandl", false), ("", false),
      ("linux,phandl", false),
    ] as [(String, Bool)])
  func names(text: String, isPhandle: Bool) {
    var table = SymbolTable()
    let symbol = table.intern(text)
    #expect(PhandleNames.contains(text) == isPhandle)
    #expect(PhandleNames.contains(symbol, in: table) == isPhandle)
    #expect(PhandleNames.known(in: table) == (isPhandle ? [symbol] : []))
    #expect(PhandleNames(in: &table).contains(symbol) == isPhandle)
    #expect(PhandleNames.known(in: table).map { table.string($0) } == PhandleNames.texts)
  }
}

import DeviceTree
import Testing

@testable import DeviceTreeChecks

@Suite struct CheckTests {
  static let cases =
    Case.structure + Case.types + Case.addresses + Case.buses + Case.wellKnownNodes + Case.providers
    + Case.moreProviders + Case.interrupts + Case.graph

  @Test(arguments: cases)
  func findsAndPasses(_ example: Case) throws {
    var selection = CheckSelection()
    if !selection.isEnabled(example.check) { try selection.apply(example.check.name, asErrors: false) }
    #expect(lines(example.bad, only: example.check, selection) == example.lines)
    #expect(lines(example.good, only: example.check, selection) == [])
  }

  /// One rule serves the checks of all providers for a single cell.
  @Test(arguments: Provider.all)
  func cellCountsAreCells(_ provider: Provider) throws {
    let name = provider.cells.rawValue
    #expect(
      lines(DeviceTree([name => .cells([1, 2])]), only: provider.cellsCheck) == [
        "Warning (\(provider.cellsCheck.name)): /:\(name): property is not a single cell"
      ])
    #expect(lines(DeviceTree([name => .cells([1])]), only: provider.cellsCheck) == [])
  }

  /// Every check that can find something has a case above.
  @Test func everyCheckHasACase() {
    let covered = Set(Self.cases.map(\.check)).union(Provider.all.map(\.cellsCheck))
    let silent: Set<CheckID> = [.omitUnusedNodes, .addrSizeCells, .simpleBusBridge, .alwaysFail]
    #expect(CheckID.allCases.filter { !covered.contains($0) && !silent.contains($0) } == [])
  }

  @Test func theTableIsInTheOrderOfTheIdentifiers() {
    #expect(Check.table.map(\.id) == CheckID.allCases && CheckID.allCases.count == CheckID.count)
    for check in CheckID.allCases { #expect(CheckID(name: check.name) == check) }
    #expect(CheckID(name: "graph_child_address") == nil)
  }

  @Test func aPluginMayLeaveReferencesOpen() {
    var tree = DeviceTree([
      "p" => .reference("l", 0xFFFF_FFFF), "clocks" => .cells([0xFFFF_FFFF, 1]),
      node("aliases", "a" => "/base"),
    ])
    tree.isPlugin = true
    #expect(lines(tree) == [])
  }

  @Test func aRedundantNameIsDeleted() {
    var tree = DeviceTree([node("a@1", "name" => "a"), node("name")])
    var run = CheckRun()
    run.examineStructure(of: &tree)
    #expect(run.findings == [])
    #expect(tree.node(atPath: "/a@1").flatMap { tree.firstProperty(of: $0) } == nil)
  }

  @Test func manyPhandles() {
    let nodes = (0..<500).map { node("n\($0)", "phandle" => [UInt32($0 * 7919 + 1)]) }
    #expect(
      lines(DeviceTree(nodes + [node("m", "phandle" => [7919 * 250 + 1])]), only: .explicitPhandles) == [
        "ERROR (explicit_phandles): /m: duplicated phandle 0x1e3567 (seen before at /n250)"
      ])
  }

  @Test func findingsHaveALimit() {
    let many = (0..<50).map { node("n\($0)@1") }
    let tree = DeviceTree(counts(1, 0) + many)
    #expect(lines(tree, only: .uniqueUnitAddress).count == 50 * 49 / 2)
    #expect(lines(tree, limit: 70).count == 70)
  }

  /// Each check has a limit of its own, and does not use up that of others.
  @Test func findingsOfACheckHaveALimit() {
    for (count, cut) in [(7, [CheckID]()), (8, [.unitAddressVsReg]), (9, [.unitAddressVsReg])] {
      var tree = DeviceTree(counts(1, 0) + (0..<count).map { node("n@\($0)") } + [node("m@0")])
      var run = CheckRun()
      run.limitPerCheck = 8
      run.examine(&tree)
      #expect(run.findings.count { $0.check == .unitAddressVsReg } == 8)
      #expect(run.findings.count { $0.check == .uniqueUnitAddress } == 1)
      #expect(CheckID.allCases.filter(run.isCut) == cut)
    }
  }
}

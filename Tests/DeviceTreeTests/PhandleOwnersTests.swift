import DeviceTree
import TestSupport
import Testing

/// Finding nodes by phandle.
@Suite struct PhandleOwnersTests {
  @Test func nothing() {
    let owners = PhandleOwners()
    #expect(owners[0] == nil)
    #expect(owners[1] == nil)
  }

  /// The first node counts; 0 and -1 are not phandles.
  @Test func ofTree() {
    let tree = makeTree([
      ("/a", ["phandle": 2]), ("/b", ["phandle": 1]), ("/b/c", ["phandle": 2]),
      ("/d", ["phandle": 0xFFFF_FFFF]),
      ("/e", ["phandle": 0]), ("/f", ["phandle": 0xFFFF_FFFE]),
    ])
    let owners = PhandleOwners(tree)
    let found = [0, 1, 2, 3, 0xFFFF_FFFE, 0xFFFF_FFFF].map { owners[$0].map { tree.path(of: $0) } }
    #expect(found == [nil, "/b", "/a", nil, "/f", nil])
  }

  @Test func many() {
    var owners = PhandleOwners()
    for number in 1...10_000 { owners.add(NodeID(rawValue: UInt32(number)), UInt32(number) &* 0x9E37_79B1) }
    let copy = owners
    owners.add(NodeID(rawValue: 1), 7)
    for number in 1...10_000 {
      #expect(owners[UInt32(number) &* 0x9E37_79B1] == NodeID(rawValue: UInt32(number)))
    }
    #expect(owners[7] == NodeID(rawValue: 1))
    #expect(copy[7] == nil)
  }
}

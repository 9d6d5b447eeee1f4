import DeviceTree
import SourceText
import TestSupport
import Testing

@Suite struct NameCharactersTests {
  private static let alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

  @Test(
    arguments: [
      (NameCharacters.isFit, ",._+-"), (NameCharacters.isFitForProperty, ",._+*#?-"),
      (NameCharacters.isFitInSource, ",._+*#?-@"), (NameCharacters.isRecommended, ",-"),
    ] as [(@Sendable (UInt8) -> Bool, String)])
  func bytes(_ isFit: @Sendable (UInt8) -> Bool, marks: String) {
    let all = Set((Self.alphanumeric + marks).utf8)
    for byte in UInt8.min...UInt8.max { #expect(isFit(byte) == all.contains(byte), "\(byte)") }
  }

  @Test func propertiesOnly() {
    for byte in UInt8.min...UInt8.max {
      let isFit = NameCharacters.isFitForProperty(byte) && !NameCharacters.isFit(byte)
      #expect(NameCharacters.isFitForPropertyOnly(byte) == isFit)
    }
  }

  @Test(arguments: [
    ("", true), ("soc", true), ("uart@ff,0", true), ("a@", true), ("a@b@c", false), ("a#b", false),

    ("a@#", false), ("a/b", false), ("a name of several words", false),
  ])
  func nodes(_ name: String, isFit: Bool) {
    let bytes = Array(name.utf8)
    #expect(NameCharacters.areFitForNode(bytes.span) == isFit)
    let isOfSource = name.utf8.allSatisfy(NameCharacters.isFitInSource)
    #expect(!isOfSource || NameCharacters.areFitForNode(ofSource: bytes.span) == isFit)
  }

  /// Functions that examine eight bytes at once agree with those that examine each byte.
  @Test func eightAtOnce() {
    for name in namesOfAllLengths {
      #expect(NameCharacters.areFit(name.span) == name.allSatisfy(NameCharacters.isFit), "\(name)")
      #expect(
        NameCharacters.areFitForProperty(name.span) == name.allSatisfy(NameCharacters.isFitForProperty),
        "\(name)")
    }
    for byte in UInt8.min...UInt8.max {
      for place in 0..<8 {
        var name = Array("abcdefgh".utf8)
        name[place] = byte
        #expect(NameCharacters.areFit(name.span) == NameCharacters.isFit(byte))
        #expect(NameCharacters.areFitForProperty(name.span) == NameCharacters.isFitForProperty(byte))
      }
    }
  }
}

import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// JSON is written as Foundation's encoder does.
@Suite struct JSONWriterTests {
  /// A value of any kind.
  indirect enum Item: Encodable {
    case text(String)
    case number(Int)
    case large(UInt64)
    case bool(Bool)
    case array([Item])
    case object([String: Item])

    init(_ random: inout SeededGenerator, depth: Int = 0) {
      switch random.below(depth > 3 ? 4 : 6) {
      case 0: self = .text(Self.text(&random))
      case 1: self = .number(random.below(1 << 40) - 1 << 20)
      case 2: self = .large(.max - UInt64(random.below(1 << 60)))
      case 3: self = .bool(random.below(2) == 0)
      case 4: self = .array((0..<random.below(4)).map { _ in Item(&random, depth: depth + 1) })
      default:
        var keys: [String: Item] = [:]
        for _ in 0..<random.below(5) { keys[Self.text(&random)] = Item(&random, depth: depth + 1) }
        self = .object(keys)
      }
    }

    private static func text(_ random: inout SeededGenerator) -> String {
      let scalars = (0..<random.below(6)).map { _ in
        Unicode.Scalar(UInt8(random.below(128))).properties.isNoncharacterCodePoint
          ? "x"
          : ["é", "→", "😀", String(Unicode.Scalar(UInt8(random.below(128))))][max(0, random.below(12) - 8)]
      }
      return scalars.joined() + ["", "/", "a-b", "a,b", "B", "\u{7f}", "\u{2028}"][random.below(7)]
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .number(let number): try container.encode(number)
      case .large(let number): try container.encode(number)
      case .bool(let value): try container.encode(value)
      case .array(let items): try container.encode(items)
      case .object(let items): try container.encode(items)
      }
    }

    func write(to json: inout JSONWriter) {
      switch self {
      case .text(let text): json.string(decoding: Array(text.utf8))
      case .number(let number): json.number(number)
      case .large(let number): json.number(number)
      case .bool(let value): json.bool(value)
      case .array(let items):
        json.open(.array)
        for item in items { item.write(to: &json) }
        json.close(.array)
      case .object(let items):
        json.open(.object)
        for (key, item) in items.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
          json.key(key)
          item.write(to: &json)
        }
        json.close(.object)
      }
    }
  }

  @Test(arguments: 0..<200) func asFoundation(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let item = Item(&random)
    for isPretty in [true, false] {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
      let expected = String(decoding: try encoder.encode(item), as: UTF8.self)
      var json = JSONWriter(isPretty: isPretty)
      item.write(to: &json)
      #expect(String(decoding: json.finish(), as: UTF8.self) == expected)
      json = JSONWriter(isPretty: isPretty, isForPage: true)
      item.write(to: &json)
      let page = expected.replacingOccurrences(of: "<", with: "\\u003c")
      #expect(String(decoding: json.finish(), as: UTF8.self) == page)
    }
  }
}

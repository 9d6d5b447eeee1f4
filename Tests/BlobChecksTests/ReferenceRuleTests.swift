import DeviceTreeBindings
import Testing

@testable import BlobChecks

/// The checks agree with `PropertyShape`, which is used to display values, about what properties refer to.
@Suite struct ReferenceRuleTests {
  private static let kinds = (0..<PropertyKind.count).map { PropertyKind(index: $0) }
    .filter { ReferenceRule.of($0) != nil }

  @Test(arguments: kinds) func shapes(_ kind: PropertyKind) throws {
    let rule = try #require(ReferenceRule.of(kind))
    let expected: PropertyShape =
      switch rule.arguments {
      case .none, .single: .references(.fixed(0))
      case .cells(let cells, let isOptional):
        .references(.stated(by: cells.rawValue, otherwise: isOptional ? 0 : nil))
      case .fixed(let count): .references(.fixed(count))
      case .entries(let count, let place): .map(before: place, after: count - 1 - place)
      }
    for name in names(of: kind) {
      let bytes = Array(name.utf8)
      let shape = PropertyShape.ofProperty(named: bytes.span)
      #expect(shape == expected, "\(name)")
    }
  }

  private func names(of kind: PropertyKind) -> [String] {
    switch kind {
    case .anySupply: ["vdd-supply", "-supply"]
    case .anyGPIO: ["gpios", "gpio", "reset-gpios", "enable-gpio"]
    case .anyPinctrl: ["pinctrl-0", "pinctrl-12"]
    default: [kind.rawValue]
    }
  }

  /// A property that counts GPIOs refers to none.
  @Test(arguments: ["nr-gpios", "a,nr-gpios"]) func numbers(_ name: String) {
    let bytes = Array(name.utf8)
    let shape = PropertyShape.ofProperty(named: bytes.span)
    #expect(shape == .numbers)
  }
}

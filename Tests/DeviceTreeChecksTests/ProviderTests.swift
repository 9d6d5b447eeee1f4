import DeviceTreeBindings
import Testing

@testable import DeviceTreeChecks

/// The checks agree with `PropertyShape`, which is used to read values, about references.
@Test func shapesOfProviders() throws {
  for provider in Provider.all {
    let name = Array(provider.property.rawValue.utf8)
    let cells = provider.cells.rawValue
    let shape = PropertyShape.references(.stated(by: cells, otherwise: provider.isOptional ? 0 : nil))
    #expect(PropertyShape.ofProperty(named: name.span) == shape, "\(provider.property)")
  }
}

import Foundation
import TestSupport
import Testing

@testable import BlobChecks

/// `Docs/checks.md` has the severity of each check.
@Suite struct DocumentedChecksTests {
  private static func text() throws -> String {
    try String(contentsOfFile: PackageFolder.path + "/Docs/checks.md", encoding: .utf8)
  }

  @Test func severities() throws {
    let profiles: [Profile] = [.base, .overlay, .final, .uboot, .nixos]
    var table: [String] = []
    var lists: [FindingSeverity: [String]] = [:]
    for check in BlobCheck.table {
      let severities = profiles.map { check.severity($0) }
      if Set(severities).count > 1 {
        table.append("| `\(check.id.rawValue)` | \(severities.map(\.rawValue).joined(separator: " | ")) |")
      } else {
        lists[severities[0], default: []].append("`\(check.id.rawValue)`")
      }
    }
    let text = try Self.text()
    let head =
      "| Check | \(profiles.map { "`\($0.rawValue)`" }.joined(separator: " | ")) |\n|---|---|---|---|---|---|\n"
    #expect(text.contains(head + table.joined(separator: "\n") + "\n\n"), "\(table.joined(separator: "\n"))")
    let words = text.split { $0.isWhitespace }.joined(separator: " ") + " "
    let order: [FindingSeverity] = [.error, .warning, .note, .off]
    let items = order.map { "- \($0.rawValue): \((lists[$0] ?? []).joined(separator: ", ")) " }.joined()
    #expect(words.contains("profiles: \(items)A check may"), "\(items)")
  }

  @Test func numbers() throws {
    let text = try Self.text()
    #expect(text.contains("| \(BlobExamination.usualHeadroom), for `uboot` and `nixos` |"))
    #expect(text.contains("| \(BlobExamination.usualLargestSize >> 20) MiB |"))
  }
}

import TestSupport
import Testing

@testable import swiftdt

/// `extlinux.conf`, as U-Boot reads it.
struct ExtlinuxTests {
  private func faults(_ text: String) -> [String] {
    ExtlinuxConfiguration(Array(text.utf8)).faults.map { "\($0.line) \($0.fault)" }
  }

  @Test func entries() {
    let text = """
      # comment
      DEFAULT one
      TIMEOUT 50
      label one
      \tMENU LABEL The first
      \tLinux ../Image
        INITRD\t/initrd
        DEVICETREE a.dtb
        devicetree-overlay b.dtbo c.dtbo
        append root=/dev/x console=ttyS0
      label two
        kernel /Image
        FDTDIR /dtbs
      """
    let configuration = ExtlinuxConfiguration(Array(text.utf8))
    #expect(faults(text) == ["9 newer(\"devicetree-overlay\", since: \"2023.01\")"])
    #expect(configuration.defaultName == .init(text: "one", line: 2))
    #expect(
      configuration.entries == [
        .init(
          name: .init(text: "one", line: 4), kernel: .init(text: "../Image", line: 6),
          initrd: .init(text: "/initrd", line: 7), fdt: .init(text: "a.dtb", line: 8),
          fdtOverlays: .init(text: "b.dtbo c.dtbo", line: 9),
          append: .init(text: "root=/dev/x console=ttyS0", line: 10)),
        .init(
          name: .init(text: "two", line: 11), kernel: .init(text: "/Image", line: 12),
          fdtFolder: .init(text: "/dtbs", line: 13)),
      ])
  }

  @Test func faults() {
    #expect(
      faults("serial 0\nlabel a\nlinux x\nsecure\nfdt b\n") == [
        "1 unknown(\"serial\")", "4 endsEntry(\"secure\", entry: \"a\")", "5 outside(\"fdt\")",
      ])
    #expect(
      faults("label a\r\nlinux x\r\n\r\nfdt b\n") == [
        "1 carriageReturn", "2 carriageReturn", "3 carriageReturnEndsEntry(\"a\")", "4 outside(\"fdt\")",
      ])
    #expect(
      faults("label a\nlinux x \nappend y \nfdt b\nfdt c\n") == [
        "2 trailingBlanks(\"linux\")", "5 repeatedEndsEntry(\"fdt\", entry: \"a\")",
      ])
    #expect(faults("label a\nlinux x\nfdtoverlays a b  \n") == [])
    #expect(faults("label a\nfdtoverlays a\t\n") == ["2 trailingBlanks(\"fdtoverlays\")"])
  }

  /// Keywords that not all versions know, as far as those that do not lose something with them.
  @Test func versions() {
    let newer = "newer(\"fdtoverlays\", since: \"2021.04\")"
    #expect(faults("label a\nfdtoverlays b\nappend c\n") == ["2 " + newer])
    #expect(faults("label a\nfdtoverlays b\n# c\nmenu label d\nlabel e\nlinux f\ntimeout 1\n") == [])
    #expect(faults("label a\nkaslrseed\nfdtoverlays b\nkaslrseed\nlinux x\n") == ["3 " + newer])
    #expect(faults("label a\nsay\nlinux x\n") == ["2 unreleased(\"say\")"])
    #expect(faults("say x\n") == ["1 unknown(\"say\")"])
    #expect(faults("label a\nfit /x#y\nfdt z\nfallback a\n") == ["2 unreleased(\"fit\")"])
    #expect(faults("fallback\n") == ["1 withoutValue(\"fallback\")"])
    let entry = ExtlinuxConfiguration(Array("label a\nfit /x#y\n".utf8)).entries.first
    #expect(entry?.kernel?.file == "/x")
    #expect(entry?.kernel?.configuration == "#y")
  }

  /// Texts for which U-Boot 2023.01 prints "Error parsing config file".
  @Test(arguments: [
    ("label a\nappend\n", "2 withoutValue(\"append\")"), ("label a\nfdt # none\n", "2 withoutValue(\"fdt\")"),
    ("label a\nfdtdir \n", "2 withoutValue(\"fdtdir\")"), ("default\n", "1 withoutValue(\"default\")"),
    ("timeout\n", "1 withoutValue(\"timeout\")"), ("label\n", "1 withoutValue(\"label\")"),
    ("menu title\n", "1 withoutValue(\"menu title\")"),
    ("label a\nlocalboot\n", "2 withoutValue(\"localboot\")"),
    ("label a\ninitrd\n", "2 withoutValue(\"initrd\")"), ("label a\nlinux\n", "2 withoutValue(\"linux\")"),
  ]) func withoutValue(_ text: String, fault: String) {
    #expect(faults(text).contains(fault))
  }

  @Test func whatEndsAnEntry() {
    #expect(
      faults("label a\ninitrd x\ninitrd y\nappend z\n") == [
        "3 repeatedEndsEntry(\"initrd\", entry: \"a\")", "4 outside(\"append\")",
      ])
    #expect(faults("label a\nfdt x\nfdt\nappend z\n") == [])
    #expect(faults("label a\nappend x\nlinux y\nappend z\n") == ["4 repeated(\"append\")"])
    #expect(
      faults("label a\nkaslrseed 1\nappend z\n") == [
        "2 endsEntry(\"1\", entry: \"a\")", "3 outside(\"append\")",
      ])
    #expect(faults("label a\nkaslrseed\nappend z\n") == [])
  }

  @Test func lessOfAMenu() {
    let text = "label a\nmenu label\nlinux x\nfdt y\n"
    #expect(faults(text) == ["2 takesNextLine"])
    let entry = ExtlinuxConfiguration(Array(text.utf8)).entries.first
    #expect(entry?.kernel == nil)
    #expect(entry?.fdt?.text == "y")
  }

  @Test(arguments: [
    ("", true), ("TIMEOUT 0\n", true), ("TIMEOUT -10\n", true), ("TIMEOUT 1\n", false),
    ("TIMEOUT -20\n", false),
  ])
  func waiting(_ timeout: String, waits: Bool) {
    #expect(faults("menu title x\n\(timeout)label a\n") == (waits ? ["1 waitsForever(\"MENU\")"] : []))
    #expect(faults("\(timeout)label a\nmenu label x\n") == [])
    #expect(faults("\(timeout)prompt 1\nlabel a\n").count == (waits ? 1 : 0))
    #expect(faults("prompt 0\n\(timeout)label a\n") == [])
    let menu = faults("\(timeout)menu title x\nprompt 0\n")
    #expect(menu.map { $0.suffix(14) } == (waits ? ["mayWaitForever"] : []))
  }

  @Test func initrdInAppend() {
    func initrd(_ text: String) -> ExtlinuxConfiguration.Entry? {
      ExtlinuxConfiguration(Array(text.utf8)).entries.first
    }
    let entry = initrd("label a\nappend root=x initrd=/i.img quiet\n")
    #expect(entry?.initrd == .init(text: "/i.img", line: 2))
    #expect(entry?.initrdIsAppended == true)
    #expect(initrd("label a\ninitrd /j\nappend initrd=/i quiet\n")?.initrd?.text == "/j")
    #expect(faults("label a\nappend root=x initrd=/i.img\n") == ["2 initrdWithoutEnd"])
    #expect(
      faults("label a\nappend initrd=/i x\ninitrd /i\nfdt y\n") == [
        "3 repeatedEndsEntry(\"initrd\", entry: \"a\")", "4 outside(\"fdt\")",
      ])
  }
}

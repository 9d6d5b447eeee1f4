import Foundation
import Synchronization
import TestSupport
import Testing

/// Commands that edit a blob wait for each other.
@Suite(.enabled(if: LockWait.isPossible, "the system does not list locks"))
struct LockTests {
  private static let board = "/dts-v1/; / { a: a { }; };"
  private static let overlay = "/dts-v1/; /plugin/; &a { new; };"

  /// Another command edits the base: the overlay goes on top of what that one wrote.
  @Test(arguments: [
    ("swiftdt", "set x.dtb /a new"), ("swiftdt", "set ln /a new -o ./x.dtb"), ("fdtput", "x.dtb /a new"),
    ("swiftdt", "overlay apply -b x.dtb -o x.dtb o.dtb"),
    ("swiftdt", "overlay apply -b x.dtb -o ln o.dtb"), ("swiftdt", "overlay apply -b ln -o ./x.dtb o.dtb"),
    ("swiftdt", "overlay apply -b x.dtb -o x.dtb o.dts"), ("fdtoverlay", "-i x.dtb -o ./x.dtb o.dtb"),
    ("swiftdt", "overlay apply -k -b x.dtb -o x.dtb o.dtb"), ("fdtoverlay", "-i ln -o x.dtb o.dtb"),
  ])
  func commandsWait(_ name: String, _ arguments: String) throws {
    let bench = try Workbench(["x.dts": Self.board, "y.dts": Self.board, "o.dts": Self.overlay])
    let folder = bench.folder
    try folder.link("ln", to: "x.dtb")
    #expect(try bench.run("swiftdt", "set", "y.dtb", "/", "other").status == 0)
    let descriptor = open(folder["x.dtb"], O_RDONLY | O_CLOEXEC)
    #expect(flock(descriptor, LOCK_EX) == 0)
    let isOver = Mutex(false)
    let isDone = DispatchSemaphore(value: 0)
    let outcome = Mutex<Tool.Result?>(nil)
    Thread.detachNewThread {
      let result = try? bench.run(name, arguments.split(separator: " ").map(String.init))
      outcome.withLock { $0 = result }
      isOver.withLock { $0 = true }
      isDone.signal()
    }
    if !LockWait.until(lockIsAwaitedOn: folder["x.dtb"], unless: { isOver.withLock { $0 } }) {
      Issue.record("\(name) \(arguments) was not seen to wait for the lock")
    }
    #expect(rename(folder["y.dtb"], folder["x.dtb"]) == 0)
    close(descriptor)
    isDone.wait()
    #expect(outcome.withLock { $0?.status } == 0)
    #expect(try bench.run("fdtget", "-p", "x.dtb", "/").text.contains("other"))
    #expect(try bench.run("fdtget", "-p", "x.dtb", "/a").text.contains("new"))
  }

  /// What is written to another file, new or not, waits for nobody.
  @Test(arguments: [
    ("swiftdt", "overlay apply -b x.dtb -o new.dtb o.dtb"), ("fdtoverlay", "-i x.dtb -o y.dtb o.dtb"),
    ("swiftdt", "overlay apply -b x.dtb -o y.dtb o.dts"), ("swiftdt", "overlay apply -b x.dtb -o - o.dtb"),
    ("swiftdt", "set x.dtb /a new -o new.dtb"), ("swiftdt", "set x.dtb /a new -o y.dtb"),
    ("swiftdt", "set x.dtb /a new -o -"),
  ])
  func othersDoNotWait(_ name: String, _ arguments: String) throws {
    let bench = try Workbench(["x.dts": Self.board, "y.dts": Self.board, "o.dts": Self.overlay])
    let descriptor = open(bench.folder["x.dtb"], O_RDONLY | O_CLOEXEC)
    #expect(flock(descriptor, LOCK_EX) == 0)
    defer { close(descriptor) }
    #expect(try bench.run(name, arguments.split(separator: " ").map(String.init)).status == 0)
  }
}

import Foundation

/// Waiting for another process to wait for a lock, as the system lists them.
public enum LockWait {
  /// Whether the system lists locks.
  public static let isPossible = FileManager.default.fileExists(atPath: "/proc/locks")

  /// Waits until a process waits for the lock on a file or folder; returns false if `isOver` says that none will,
  /// or if none did within a minute.
  public static func until(lockIsAwaitedOn path: String, unless isOver: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while !isOver(), ContinuousClock.now < end {
      if isAwaited(path) { return true }
      usleep(1000)
    }
    return false
  }

  private static func isAwaited(_ path: String) -> Bool {
    var info = stat()
    guard stat(path, &info) == 0,
      let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8)
    else { return false }
    return locks.split(separator: "\n").contains { $0.contains("->") && $0.contains(":\(info.st_ino) ") }
  }
}

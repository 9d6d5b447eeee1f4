#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// System calls under names that methods called `open`, `read` and so on do not hide.

/// `open(2)`, repeated if a signal interrupted it.
func openFile(_ path: UnsafePointer<CChar>, _ flags: Int32, _ permissions: mode_t = 0) -> Int32 {
  while true {
    let file = unsafe open(path, flags, permissions)
    if file >= 0 || errno != EINTR { return file }
  }
}

/// `close(2)`.
@discardableResult
func closeFile(_ descriptor: Int32) -> Int32 { close(descriptor) }

/// `stat(2)`.
func statFile(_ path: UnsafePointer<CChar>, _ info: inout stat) -> Int32 { unsafe stat(path, &info) }

/// `read(2)`.
func readBytes(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(descriptor, bytes, count)
}

/// `write(2)`.
package func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, bytes, count)
}

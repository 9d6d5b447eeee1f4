import DeviceTreeBlob
import SourceText

/// Reading and writing of blobs by the drop-ins, with the messages of dtc's programs.
enum FdtFile {
  /// Returns the bytes of a file.
  static func read(_ path: String) throws(DropInExit) -> [UInt8] {
    do throws(FileError) {
      return try FileReading.contents(of: path)
    } catch {
      Console.complain("Couldn't open blob from '\(path)': \(error.code)\n")
      throw DropInExit(1)
    }
  }

  /// Throws if `path` is a device or pipe, which cannot be edited in place, without opening it: that may
  /// block.
  static func refuseStream(_ path: String) throws(DropInExit) {
    guard path != "-", FileReading.isStream(path) else { return }
    Console.complain("Couldn't open blob from '\(path)': a device or a pipe cannot be changed in place\n")
    throw DropInExit(1)
  }

  /// Writes a file atomically.
  static func write(_ bytes: [UInt8], to path: String) throws(DropInExit) {
    do throws(FileError) {
      try FileReplacement.write(bytes, to: path)
    } catch {
      Console.complain("Couldn't write blob to '\(path)': \(error.code)\n")
      throw DropInExit(1)
    }
  }

  /// Reports libfdt's error about `place`, and returns the exit.
  static func failure(_ error: FDTErrorCode, at place: some StringProtocol) -> DropInExit {
    Console.complain("Error at '\(place)': \(error.rawValue)\n")
    return DropInExit(1)
  }
}

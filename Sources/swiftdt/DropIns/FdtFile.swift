import DeviceTreeBlob
import SourceText

/// Reading and writing blobs for the programs that stand in for dtc's: their messages.
enum FdtFile {
  /// A file's bytes.
  static func read(_ path: String) throws(DropInExit) -> [UInt8] {
    do throws(FileError) {
      return try FileReading.contents(of: path)
    } catch {
      Console.complain("Couldn't open blob from '\(path)': \(error.code)\n")
      throw DropInExit(1)
    }
  }

  /// Refuses what cannot be read and then written anew, before it is opened: it may have no end, or wait for somebody.
  static func refuseStream(_ path: String) throws(DropInExit) {
    guard path != "-", FileReading.isStream(path) else { return }
    Console.complain("Couldn't open blob from '\(path)': a device or a pipe cannot be changed in place\n")
    throw DropInExit(1)
  }

  /// Writes a file, in one step.
  static func write(_ bytes: [UInt8], to path: String) throws(DropInExit) {
    do throws(FileError) {
      try FileReplacement.write(bytes, to: path)
    } catch {
      Console.complain("Couldn't write blob to '\(path)': \(error.code)\n")
      throw DropInExit(1)
    }
  }

  /// Says what libfdt returned for something.
  static func failure(_ error: FDTErrorCode, at place: some StringProtocol) -> DropInExit {
    Console.complain("Error at '\(place)': \(error.rawValue)\n")
    return DropInExit(1)
  }
}

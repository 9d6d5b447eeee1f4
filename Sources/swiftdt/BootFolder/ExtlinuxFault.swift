extension ExtlinuxConfiguration {
  /// Something that U-Boot reads differently from what is meant.
  enum Fault: Equatable {
    /// A keyword that U-Boot does not know ends the entry of this name.
    case endsEntry(String, entry: String)
    /// A keyword outside of entries that U-Boot does not know.
    case unknown(String)
    /// A keyword that U-Boot knows only since this version; for an older one, it ends the entry.
    case newer(String, since: String)
    /// A keyword that no release of U-Boot knows, only the fork of one of its maintainers.
    case unreleased(String)
    /// The keyword belongs to an entry, but none is open.
    case outside(String)
    /// The file begins with a byte order mark, which becomes part of the first line's keyword, if it has one.
    case byteOrderMark(String?)
    /// U-Boot stops reading in the middle of the file, which may be because the file is UTF-16.
    case endsAtNUL(isUTF16: Bool)
    /// A line ends in a carriage return, which becomes part of the value.
    case carriageReturn
    /// An empty line with a carriage return, which ends an entry.
    case carriageReturnEndsEntry(String)
    case trailingBlanks(String)
    /// The last value counts.
    case repeated(String)
    /// The entry has this keyword already: U-Boot does not read a value, takes it for an unknown keyword,
    /// and ends the entry of this name.
    case repeatedEndsEntry(String, entry: String)
    /// The keyword has no value, so U-Boot gives up on the complete file.
    case withoutValue(String)
    /// MENU or MENU LABEL without a value, which swallows the next line.
    case takesNextLine
    /// `initrd=` is the last word of APPEND, and U-Boot looks for a blank after it.
    case initrdWithoutEnd
    /// There is no timeout after which the default is booted.
    case waitsForever(String)
    /// The same, but only in versions of U-Boot that ignore PROMPT.
    case mayWaitForever
  }
}

extension BlobCheck {
  static let formatChecks: [BlobCheck] = [
    BlobCheck(
      .unreadable, .format, .error, title: "The blob cannot be read",
      """
      The header, a block or a tag is so wrong that no tree can be read: what libfdt's fdt_check_full \
      refuses, and what it lets pass although nothing after it can be right. No other check runs. The file \
      is truncated, was never a blob, or was overwritten; build it again.
      """),
    BlobCheck(
      .fitImage, .format, .note, title: "The blob is a FIT image",
      """
      U-Boot's FIT images (`mkimage -f`) have the format of a device tree, but do not describe a board: they \
      have `/images`, `/configurations` or at least a `description`, and neither `model` nor `compatible`. \
      Only the format is checked, and what `--expect` expects.
      """),
    BlobCheck(
      .oldVersion, .format, .error, title: "The blob has a version that kernels do not read",
      """
      Linux, U-Boot and libfdt read versions 16 and 17 of the format. Older ones keep full paths as node \
      names. `dtc -I dtb -O dtb` writes version 17.
      """),
    BlobCheck(
      .blockOverlap, .format, .error, title: "Two blocks of the blob share bytes",
      """
      The header, the memory reservation block, the structure block and the strings block each have their \
      own bytes. If two share some, an edit of one destroys the other.
      """),
    BlobCheck(
      .blockOrder, .format, .warning, title: "The blocks are not in the specified order",
      """
      The specification's order (5.1) is memory reservations, structure, strings. libfdt reads others, but \
      cannot edit them in place and copies them first; simple readers do not read them.
      """),
    BlobCheck(
      .blockAlignment, .format, .error, title: "A block is not aligned",
      """
      The memory reservation block begins at a multiple of 8 bytes, the structure block at a multiple of 4 \
      (Devicetree Specification 5.6). Otherwise processors without unaligned access fault on it, early and \
      silently.
      """),
    BlobCheck(
      .trailingBytes, .format, .warning, title: "The file is longer than the blob",
      """
      After the size stated in the header there is something else, which no reader of the tree sees, and \
      which is lost when the blob is rewritten. In a FIT image made by `mkimage -E` this is expected: U-Boot \
      loads the external data of the images from there. Otherwise a build step padded the file without \
      updating the header, or two files were concatenated.
      """),
    BlobCheck(
      .unusedBytes, .format, .note, title: "Bytes belong to no block",
      """
      A blob that was edited in place may have gaps between its blocks and after its end tag. They are \
      harmless; packing removes them.
      """),
    BlobCheck(
      .unusedStrings, .format, .note, title: "The strings block has names that no property uses",
      """
      Names of properties that were deleted or renamed stay in the strings block. They are harmless; \
      recompiling removes them.
      """),
    BlobCheck(
      .stringsUnterminated, .format, .error, title: "The strings block does not end in a zero byte",
      """
      The last name of the strings block runs past its end. Readers that look for its zero byte go on into \
      whatever follows.
      """),
    BlobCheck(
      .leadingNOP, .format, .error, title: "NOP tags precede the root node",
      """
      The format allows them there (Devicetree Specification 5.4.2), but libfdt, and so U-Boot and Linux, \
      takes the start of the structure block for the root node, and reads none of its properties. dtc \
      refuses such a blob.
      """),
    BlobCheck(
      .rootName, .format, .error, title: "The root node has a name",
      """
      The root's name is empty (Devicetree Specification 2.2.1); libfdt's fdt_check_full refuses others as \
      FDT_ERR_BADLAYOUT.
      """),
    BlobCheck(
      .nodeName, .format, .error, title: "A node's name is invalid",
      """
      A name consists of letters, digits and ,._+- and may have one @ followed by an address (Devicetree \
      Specification 2.2.1). An empty name or one with a slash cannot be reached by a path. \
      In /binman, where U-Boot has templates like @fdt-SEQ, a name without anything before its @ is a note.
      """),
    BlobCheck(
      .nameLength, .format, .off, title: "A name has more than 31 characters",
      """
      The specification (2.2.1, 2.2.4) allows 31 characters for a node's name before its @ and for a \
      property's. Linux and U-Boot read longer ones, and many boards have them, so this check is off unless \
      asked for.
      """),
    BlobCheck(
      .duplicateNode, .format, .error, title: "Two nodes have the same path",
      """
      Readers find only the first of two siblings with the same name; what the second says is lost. It comes \
      from edits by programs that do not check whether a node exists.
      """),
    BlobCheck(
      .nestingDepth, .format, .error, title: "Nodes are nested deeper than kernels read",
      """
      Linux leaves out nodes more than 62 levels below the root, with a warning; other readers run out of \
      stack.
      """
    ),
    BlobCheck(
      .propertyName, .format, .error, title: "A property's name is invalid",
      """
      A name has at least one character, out of letters, digits and ,._+*?#- (Devicetree Specification \
      2.2.4).
      """),
    BlobCheck(
      .duplicateProperty, .format, .error, title: "A node has two properties of the same name",
      "Readers find only the first of them; what the second says is lost."),
    BlobCheck(
      .lateProperty, .format, .error, title: "A property follows a subnode",
      """
      A node's properties come before its subnodes (Devicetree Specification 5.4.2). libfdt and Linux stop \
      looking for properties at the first subnode, so this one is lost.
      """),
    BlobCheck(
      .statusValue, .format, .warning, title: "A node is disabled by an unknown status",
      """
      Only `okay` enables a node (for kernels also `ok`, but not for U-Boot). Anything else counts as \
      disabled, so a node with `enabled` or `Okay` is silently off. Values that begin with `disable` or \
      `fail`, and `reserved`, are taken as intended.
      """),
    BlobCheck(
      .reservationRange, .format, .error, title: "A memory reservation does not fit into the address space",
      "Address and size of an entry of the memory reservation block add up to more than 64 bits."),
    BlobCheck(
      .reservationOverlap, .format, .warning, title: "Two memory reservations overlap",
      """
      Two entries of the memory reservation block (/memreserve/) share addresses. Each user assumes that it \
      has them to itself.
      """),
  ]
}

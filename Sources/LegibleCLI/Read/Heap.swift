internal import CMalloc

/// The heap of the process, which the command may tune and a library may not.
enum Heap {
  /// Gives large blocks back to the system as soon as they are freed.
  ///
  /// glibc keeps blocks up to 32 MiB once it has seen some: between pictures of many sizes it held 80 MiB that nobody
  /// used. A fixed bound of 1 MiB turns that off.
  static func returnLargeBlocks() { legible_return_blocks_from(1 << 20) }
}

internal import CMalloc
internal import FoundationEssentials
internal import Legible

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The memory of the process, which the command may tune and a library may not.
enum Heap {
  /// Keeps memory that nobody uses from staying with the process. Called before the engine is.
  ///
  /// - glibc keeps blocks up to 32 MiB once it has seen some: between pictures of many sizes it held 80 MiB that nobody
  ///   used. A fixed bound turns that off. With 4 MiB the pixels of a scanned page take the place of the last one's, which saves some
  ///   0.8 ms of clearing a page for 3 to 7 MiB; where AMX multiplies, whose kernels take some 30 MiB more, it is 1 MiB.
  /// - It gives each thread a heap of its own, up to eight a processor. One a processor saves 6 to 14 MiB for each that is not
  ///   there; fewer would save as much again and hold up threads that read a page each, by some 8 % with AMX. Who sets
  ///   `MALLOC_ARENA_MAX` has chosen otherwise.
  /// - oneDNN, inside of the engine, keeps the last 1,024 kernels of all networks, of which the engine keeps its own
  ///   already: on many sizes 80 MiB. 128 are those of a line's width, so that a second stream that comes right after the
  ///   first one (`OpenVINOModel.prepare`) takes its kernels over.
  static func keepSmall() {
    legible_return_blocks_from(Processor.hasBF16Matrices ? 1 << 20 : 4 << 20, 4 << 20)
    if getenv("MALLOC_ARENA_MAX") == nil {
      legible_limit_heaps(Int32(clamping: ProcessInfo.processInfo.activeProcessorCount))
    }
    keepFewKernels()
  }

  /// Gives back what lies free in the heaps before a large picture comes, with which the memory is at its highest: some 5 MiB after
  /// pictures of many sizes.
  static func makeRoom(forPixels pixels: Int) {
    if pixels >= largePixels { legible_give_back_free_blocks() }
  }

  /// 12 MB, beside which the milliseconds that it takes are few.
  private static let largePixels = 4_000_000

  /// For a process that ends after one picture, which has no use for giving memory back: it takes what it needs in pages of
  /// 2 MiB. Page by page of 4 KiB a start had 24,000 faults (tiny) and 43,000 (small), a tenth to a sixth of its time on
  /// a virtual machine. The resident memory is the same. Called before anything else is.
  static func growAtOnce() {
    legible_return_blocks_from(32 << 20, 128 << 20)
    legible_extend_heap(512 << 20)
    // All threads are to use that.
    legible_limit_heaps(1)
    keepFewKernels()
  }

  private static func keepFewKernels() {
    setenv("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "128", 0)
  }
}

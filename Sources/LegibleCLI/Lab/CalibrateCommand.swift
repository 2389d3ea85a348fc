internal import ArgumentParser
internal import Legible
internal import ModelLab
internal import ModelStore

/// `legible calibrate`: makes pictures to quantise a network with.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Make the pictures that a network is quantised and verified with.",
    discussion: """
      For detection, pages are fitted into the network's input. For recognition, lines are found, read and cut out of \
      them, as high as the input, at the left of a black picture of its width. Blurred, empty and duplicate ones are left \
      out. The choice depends on the pages' names and the seed alone. Written are pictures/ to calibrate with, held-out/ \
      to verify with, and calibration.json, which says where each came from (docs/verification.md).

      Examples:
        legible calibrate --role recognition --from pages/ --input-size 320x48 \\
          -o rec-calibration
        legible calibrate --role detection --from pages/ --input-size 320x224 \\
          --images 100 -o det-calibration
      """)

  @Option(help: "What the network does: detection or recognition.") var role: NetworkRole

  @Option(help: ArgumentHelp("The folder with whole pages.", valueName: "folder"), completion: .directory)
  var from: String

  @Option(
    name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("The folder to write.", valueName: "folder"))
  var output: String

  @Option(parsing: .unconditional, help: ArgumentHelp("Pictures to calibrate with.", valueName: "number"))
  var images = 200

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Pictures to verify with, of other pages. (default: a quarter of --images)", valueName: "number"))
  var heldOut: Int?

  @Option(
    help: ArgumentHelp(
      "The size of the network's input, for instance 320x48.",
      discussion: "Without it, a detector's pages have the size of a first look, and lines their own width.",
      valueName: "WxH"))
  var inputSize: SizeArgument?

  @Option(parsing: .unconditional, help: ArgumentHelp("Another number chooses others.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "The models that find and read the lines, at f32. (default: small)", valueName: "name|folder|mud"))
  var model: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads to compute with. (default: one a processor)", valueName: "number"))
  var threads: Int?

  @Flag(name: [.customShort("q"), .long], help: "No progress bar.") var quiet = false

  func validate() throws {
    if !(1...100_000).contains(images) {
      throw ValidationError("--images is \(images): a number from 1 to 100000 is expected.")
    }
    if let heldOut, !(0...100_000).contains(heldOut) {
      throw ValidationError("--held-out is \(heldOut): a number from 0 to 100000 is expected.")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is \(threads): a number from 1 to 1024 is expected.")
    }
    if output.isEmpty { throw ValidationError("The name of the folder to write is empty.") }
    if role == .detection, let size = inputSize?.size, size.width % 32 != 0 || size.height % 32 != 0 {
      throw ValidationError("--input-size is \(size): a detector's sides are multiples of 32.")
    }
  }

  func run() throws {
    let console = Console(pictures: 2, isQuiet: quiet)
    try Lab.run(console) {
      try CalibrationFolder.check(output)
      let pages = try Lab.pictures(in: from, console)
      let options = CalibrationOptions(
        role: role, inputSize: inputSize?.size, images: images, heldOut: heldOut ?? images / 4, seed: seed)
      let set = try CalibrationChoice(options: options, cutter: cutter()).run(on: pages) { done, page in
        console.showProgress(done, of: images + options.heldOut, name: page)
      }
      console.clearProgress()
      for warning in set.warnings { console.report("warning: \(warning)") }
      try CalibrationFolder.write(set, to: output)
      try OutputFile().write(
        """
        \(output): \(set.taken.count) pictures to calibrate with, \(set.heldOut.count) to verify with; \
        \(set.dropped.count) dropped; \(set.pagesRead) of \(set.pages) pages looked at

        """)
    }
  }

  private func cutter() throws -> PictureCutter {
    let compute = ComputeOptions(threads: threads, precision: .f32, cacheFolder: CacheLocation.folder)
    let files = try model.map(ModelArguments.files(named:)) ?? .small
    switch role {
    case .detection:
      let detector = try files.detection.map { try TextDetector(model: $0, compute: compute) }
      return .pages(size: inputSize?.size, detector: detector)
    case .recognition:
      let reader = try TextReader(loading: files, compute: compute)
      return .lines(
        reader: reader, width: inputSize?.size.width,
        height: inputSize?.size.height ?? files.recognition?.inputHeight ?? 48)
    }
  }
}

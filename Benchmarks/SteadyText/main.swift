import Capture
import LegibleLive
import LegibleTesting

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

// What voting is worth, with the tiny models on drawn video; docs/live.md has the figures.
//
//     SteadyText [seeds] [noise] [JPEG quality]
//         still lines: the share read right by single frames, and by the votes of several
//     SteadyText motion none|half|all [frames] [noise]
//         how often lines are looked for and read while they move, and whether they keep their identities
//     SteadyText video none|half|all FILE [frames] [noise]
//         writes the scene as a video, for Benchmarks/live

let arguments = CommandLine.arguments.dropFirst()
let numbers = arguments.compactMap(Double.init)
if arguments.first == "video" {
  let words = arguments.dropFirst().map { $0 }
  guard words.count >= 2, let motion = TextScene.Motion(rawValue: words[0]) else {
    let usage = "SteadyText: video is followed by none, half or all, and the file to write.\n"
    _ = usage.withCString { write(2, $0, strlen($0)) }
    exit(64)
  }
  let frames = words.count > 2 ? Int(words[2]) ?? 300 : 300
  let scene = TextScene(seed: 1, motion: motion, noise: words.count > 3 ? Double(words[3]) ?? 6 : 6)
  let rate = TextScene.framesPerSecond
  let writer = try VideoWriter(path: words[1], size: scene.size, rate: Double(rate))
  for frame in 0..<frames {
    try writer.write(scene.frame(at: frame), at: .seconds(Double(frame) / Double(rate)))
  }
  try writer.finish()
  exit(0)
}

let reader = try TextReader(loading: .tiny, compute: .init(threads: 2, precision: .f32))

if arguments.first == "motion" {
  let motion = TextScene.Motion(rawValue: arguments.dropFirst().first ?? "") ?? .all
  let frames = Int(numbers.first ?? 150)
  let scene = TextScene(seed: 1, motion: motion, noise: numbers.dropFirst().first ?? 6)
  var steady = try SteadyReader(ReaderLines(reader), options: LiveOptions(timePerFrame: nil))
  var (detections, readings) = (0, 0)
  var events: [LiveEvent.Kind: Int] = [:]
  var right = 0
  for frame in 0..<frames {
    let live = try steady.update(scene.frame(at: frame), time: .milliseconds(frame * 1000 / 30))
    detections += live.isDetected ? 1 : 0
    readings += live.linesRead
    for event in live.events { events[event.kind, default: 0] += 1 }
    if frame == frames - 1 {
      let texts = Set(live.lines.map(\.text))
      right = scene.lines(at: frame).count { texts.contains($0.text) }
    }
  }
  print("\(frames) frames, motion \(motion.rawValue): \(detections) detections, \(readings) readings")
  print(
    "appeared \(events[.appeared] ?? 0), changed \(events[.changed] ?? 0), vanished \(events[.vanished] ?? 0);",
    "right in the last frame: \(right) of \(scene.lines(at: 0).count)")
} else {
  let seeds = Int(numbers.first ?? 10)
  let noise = numbers.dropFirst().first ?? Trial.noise
  let quality = Int(numbers.dropFirst(2).first ?? Double(Trial.jpegQuality))
  var all: Trial?
  for seed in 1...max(1, seeds) {
    let trial = try Trial(TextScene(seed: seed, noise: noise, jpegQuality: quality), reader: reader)
    print(
      "seed \(seed): single frames \(trial.singleRight) of \(trial.singleReadings), voted \(trial.votedRight) of",
      "\(trial.lines), \(trial.frames) frames, \(trial.detections) detections, \(trial.linesRead) readings")
    for (printed, voted) in trial.mistakes { print("  \(printed) → \(voted)") }
    if all == nil { all = trial } else { all? += trial }
  }
  if let all {
    print("noise \(noise), JPEG \(quality): single frames \(all.singleShare * 100) %, voted \(all.votedShare * 100) %")
  }
}

import LegibleLive
import LegibleTesting

// What voting is worth: SteadyText [seeds] [noise] [JPEG quality]. Prints the share of lines read right by single frames
// and by the votes of several, with the tiny models. docs/live.md has the figures.

let arguments = CommandLine.arguments.dropFirst().compactMap(Double.init)
let seeds = Int(arguments.first ?? 10)
let noise = arguments.dropFirst().first ?? Trial.noise
let quality = Int(arguments.dropFirst(2).first ?? Double(Trial.jpegQuality))

let reader = try TextReader(loading: .tiny, compute: .init(threads: 2, precision: .f32))
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

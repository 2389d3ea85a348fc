import Raster
import Testing

@testable import LegibleWeb

@Suite struct WebEventTests {
  @Test func `tells newcomers the state, and then what happens`() async throws {
    try await withDisplay { display, port in
      display.show(frame([line(1, "old")], events: [WebEvent(.appeared, id: 1, text: "old")], seconds: 1))
      let first = try Viewer(port: port)
      first.ask("/events", port: port)
      #expect(try await first.read(until: "\r\n\r\n").contains("Content-Type: text/event-stream"))
      try await first.read(until: "event: snapshot\ndata: ")
      let snapshot = try await first.read(until: "\n\n")
      #expect(snapshot.contains(#""kind":"appeared","text":"old","time":1"#))
      #expect(snapshot.contains(#""quad":[4,8,44,8,44,18,4,18],"score":0.9,"text":"old""#))
      #expect(snapshot.contains(#""height":32"#) && snapshot.contains(#""width":64"#))

      display.show(
        frame(
          [line(1, "new\n</script>"), line(2, "more", isSettled: false)],
          events: [WebEvent(.changed, id: 1, text: "new\n</script>", previous: "old")]))
      try await first.read(until: "event: changed\ndata: ")
      #expect(try await first.read(until: "\n\n").contains(#""previous":"old","text":"new\n</script>""#))
      try await first.read(until: "event: lines\ndata: ")
      let lines = try await first.read(until: "\n\n")
      #expect(lines.contains(#""isSettled":false"#) && lines.contains(#""text":"more""#))

      // Who comes again, or later, gets the same state.
      let second = try Viewer(port: port)
      second.ask("/events", port: port)
      try await second.read(until: "event: snapshot\ndata: ")
      let later = try await second.read(until: "\n\n")
      #expect(later.contains(#""text":"new\n</script>""#) && later.contains(#""text":"more""#))
      #expect(
        !later.contains(#""lines":[{"id":1,"isSettled":true,"quad":[4,8,44,8,44,18,4,18],"score":0.9,"text":"old""#))

      display.show(
        frame([], events: [WebEvent(.vanished, id: 1, text: "new"), WebEvent(.vanished, id: 2, text: "more")]))
      for viewer in [first, second] {
        try await viewer.read(until: "event: vanished\ndata: ")
        #expect(try await viewer.read(until: "\n\n").contains(#""id":1"#))
        try await viewer.read(until: "event: vanished\ndata: ")
        try await viewer.read(until: #""lines":[]"#)
      }
    }
  }

  @Test func `says nothing while nothing changes, whatever the frames`() async throws {
    let board = LineBoard()
    board.show(frame([line(1, "a")]), number: 1)
    let first = try #require(await board.next(after: nil))
    for number in 2...9 { board.show(frame([line(1, "a")], seconds: number), number: number) }
    board.show(frame([line(1, "b")], seconds: 10), number: 10)
    guard case .changes(let events, let lines?)? = await board.next(after: first.cursor)?.news else {
      Issue.record("a change was expected")
      return
    }
    #expect(events.isEmpty)
    #expect(lines.frame == 10)
    #expect(lines.lines.map(\.text) == ["b"])
  }

  @Test func `gives a viewer that missed too much all lines anew, and keeps no more for it`() async throws {
    let board = LineBoard()
    board.show(frame(), number: 1)
    let (_, cursor) = try #require(await board.next(after: nil))
    for number in 2...102 { board.show(frame(events: [WebEvent(.appeared, id: number, text: "x")]), number: number) }
    guard case .changes(let events, _)? = await board.next(after: cursor)?.news else {
      Issue.record("all events were expected")
      return
    }
    #expect(events.map(\.id) == Array(2...102))
    for number in 103...2000 { board.show(frame(events: [WebEvent(.appeared, id: number, text: "x")]), number: number) }
    guard case .snapshot(let snapshot)? = await board.next(after: cursor)?.news else {
      Issue.record("a snapshot was expected")
      return
    }
    #expect(snapshot.events.last?.id == 2000)
    #expect(snapshot.events.count == 50)
  }

  @Test func `writes numbers that are not finite as nothing`() {
    var odd = line(1, "a")
    odd.score = .nan
    odd.quad.topLeft.x = .infinity
    let board = LineBoard()
    board.show(frame([odd]), number: 1)
    #expect(ServerSentEvent.json(board.snapshot()).contains(#""quad":[0,8,44,8,44,18,4,18],"score":0"#))
  }
}

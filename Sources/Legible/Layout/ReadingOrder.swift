public import Raster

/// Puts lines into the order in which a person reads them.
///
/// - Columns of prose are read one after the other, headings across them before and footers after them.
/// - Whatever stands in rows is read row by row: tables, forms, receipts, pieces of one line.
/// - Chinese and Japanese set in vertical lines is read from the right to the left, titles across it first.
/// - A page that is skewed, upside down or turned by a quarter is read as if it were straight: the direction in which
///   most of the text runs counts as "to the right". Margin notes that run across it come last.
///
/// The page is cut recursively, as Nagy and Seth, "Hierarchical representation of optically scanned documents" (1984),
/// do in their XY-cut; but where that takes the widest gap, this looks for gutters, tall gaps with prose on either
/// side, which is the constraint of Breuel, "High performance document layout analysis" (2003). Each cut
/// separates some lines from others, and rows are sorted by numbers, so that the order is total and no line is lost or
/// doubled. It depends on the lines alone, not on the order they are given in.
public struct ReadingOrder: Hashable, Sendable {
  /// A piece of text to be put into order: where it stands and how its characters follow one another.
  public struct Item: Hashable, Sendable {
    /// The four corners, named as the reader of the text sees them.
    public var quad: Quad
    /// How the characters follow one another.
    public var direction: TextLine.Direction

    /// An item at a place.
    public init(quad: Quad, direction: TextLine.Direction = .horizontal) {
      self.quad = quad
      self.direction = direction
    }
  }

  /// Whether columns of prose are looked for. If not, everything is read row by row, which is right for a picture that
  /// is known to be one column, a table or a form.
  public var findsColumns: Bool

  /// An order that finds columns unless told otherwise.
  public init(findsColumns: Bool = true) {
    self.findsColumns = findsColumns
  }

  /// The lines in reading order: each of them once. Lines of the same place follow their text.
  public func order(_ lines: [TextLine]) -> [TextLine] {
    let texts = lines.map(\.text)
    let sorted = lines.indices.sorted { a, b in
      texts[a].unicodeScalars.lexicographicallyPrecedes(texts[b].unicodeScalars)
    }
    let items = sorted.map { Item(quad: lines[$0].quad, direction: lines[$0].direction) }
    return indices(of: items).map { lines[sorted[$0]] }
  }

  /// The places of items in reading order, a permutation of `items.indices`. Items of the same place keep their order.
  ///
  /// - Complexity: O(*n* · *g*) for *n* items whose left edges differ by *g* quarters of the text's height, some
  ///   hundreds on a page. A page of 5000 lines takes less than a second.
  public func indices(of items: [Item]) -> [Int] {
    guard items.count > 1 else { return Array(items.indices) }
    // Sums depend on the order of their terms: begin with one that depends on the places alone.
    let canonical = items.indices.sorted { a, b in
      let (p, q) = (items[a], items[b])
      if p.direction != q.direction { return p.direction == .horizontal }
      let (c, d) = (p.quad.coordinates, q.quad.coordinates)
      return c == d ? a < b : c.lexicographicallyPrecedes(d)
    }
    // Corners that are no numbers, or that no picture has, have no place: they come last.
    func isSound(_ index: Int) -> Bool { items[index].quad.coordinates.allSatisfy { abs($0) < 1e9 } }
    let sound = canonical.filter(isSound)
    let unsound = canonical.filter { !isSound($0) }
    let frame = LayoutFrame(of: sound.map { items[$0] })
    let boxes = sound.map { frame.box(of: items[$0], index: $0) }
    let (text, notes) = MarginNotes.split(boxes)
    var result = RegionOrder.order(text, findsColumns: findsColumns).map(\.index)
    if !notes.isEmpty {
      // Notes run across the rest of the page: in a frame of their own they are ordinary lines.
      let noteItems = notes.map { items[$0.index] }
      let noteFrame = LayoutFrame(of: noteItems)
      let noteBoxes = notes.map { noteFrame.box(of: items[$0.index], index: $0.index) }
      result += RegionOrder.order(noteBoxes, findsColumns: findsColumns).map(\.index)
    }
    return result + unsound
  }
}

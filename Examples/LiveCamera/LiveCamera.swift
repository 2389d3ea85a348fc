import Capture
import Legible

// The Swift program of docs/maixpy.md: a test compares both.
@main
struct LiveCamera {
  static func main() throws {
    // begin of what docs/maixpy.md shows
    let ocr = try PPOCR("/root/models/pp_ocr.mud")

    let cam = try Camera(size: ocr.inputSize)
    let disp = try WindowDisplay()

    try Image.loadFont("ppocr", "/maixapp/share/font/ppocr_keys_v1.ttf", size: 20)
    try Image.setDefaultFont("ppocr")

    while !App.needExit, var img = try cam.read()?.image {
      let objs = try ocr.detect(img)
      for obj in objs {
        let points = obj.box.toList()
        img.drawKeypoints(points, .red, 4, -1, 1)
        img.drawString(obj.box.x4, obj.box.y4, obj.charStr(), .red)
      }
      try disp.show(img)
    }
    // end of what docs/maixpy.md shows
  }
}

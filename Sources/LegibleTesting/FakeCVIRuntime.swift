internal import Foundation

/// A `libcviruntime.so` that is compiled for a test, for the networks of `CVIModelSample.detector()`.
///
/// It finds text where blue is brighter than the mean. What is wrong with it is told by a word in the model's file name:
/// `abort-load`, `abort-run`, `hang-load`, `hang-run`, `refuse`, `chatter`, `other-tensors`, `hungry`.
public enum FakeCVIRuntime {
  /// Compiles it into a folder.
  ///
  /// - Returns: the library's path; nil where there is no C compiler.
  public static func make(in folder: String) throws -> String? {
    let (source, library) = ("\(folder)/fake.c", "\(folder)/libcviruntime.so")
    try Data(text.utf8).write(to: URL(fileURLWithPath: source))
    for compiler in ["clang", "cc", "gcc"] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [compiler, "-shared", "-fPIC", "-o", library, source]
      process.standardError = FileHandle.nullDevice
      try process.start()
      if process.end() == 0 { return library }
    }
    return nil
  }

  private static let text = #"""
    #include <stdint.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <unistd.h>
    typedef struct {
      char *name; int32_t length[6]; size_t count; int32_t element; size_t elements, bytes; uint8_t *memory;
      uint64_t physical; int32_t kind; float scale; int32_t zero, pixels; char rest[72];
    } Tensor;
    static char path[4096];
    static int8_t pixels[3 * 32 * 64];
    static float map[32 * 64];
    static Tensor input = {"x", {1, 3, 32, 64}, 4, 6, sizeof pixels, sizeof pixels, (uint8_t *)pixels};
    static Tensor output = {"y_f32", {1, 1, 32, 64}, 4, 0, 32 * 64, sizeof map, (uint8_t *)map};
    static int is(const char *word) { return strstr(path, word) != NULL; }
    static void die(const char *when) { fprintf(stderr, "fake.c: assertion failed while it %s\n", when); abort(); }
    static void chat(void) {
      for (int i = 0; i < 20000; i++) { printf("Start TPU Simulator %d\n", i); fprintf(stderr, "and so on %d\n", i); }
      fflush(stdout);
    }
    int CVI_NN_RegisterModel(const char *file, void **model) {
      strncpy(path, file, sizeof path - 1);
      if (is("abort-load")) die("loaded");
      if (is("hang-load")) pause();
      if (is("refuse")) return 7;
      if (is("chatter")) chat();
      *model = path;
      return 0;
    }
    int CVI_NN_GetInputOutputTensors(void *model, Tensor **in, int32_t *ins, Tensor **out, int32_t *outs) {
      if (is("other-tensors")) input.length[3] = 65;
      *in = &input; *out = &output; *ins = *outs = 1;
      return 0;
    }
    void *CVI_NN_TensorPtr(Tensor *tensor) { return tensor->memory; }
    int CVI_NN_Forward(void *model, Tensor *in, int32_t ins, Tensor *out, int32_t outs) {
      if (is("abort-run")) die("ran");
      if (is("hang-run")) pause();
      if (is("hungry")) for (;;) { char *p = malloc(1 << 28); if (!p) die("asked for memory"); memset(p, 1, 4096); }
      if (is("chatter")) chat();
      for (int i = 0; i < 32 * 64; i++) map[i] = pixels[i] > 0 ? 0.9f : 0.1f;
      return 0;
    }
    """#
}

#include "CMark.h"

__attribute__((noinline)) void legible_mark(void) { __asm__ volatile(""); }

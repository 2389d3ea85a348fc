// SDL: a window, its events and the clipboard. What Swift does not import (macros with casts) stands here as a constant;
// nothing else does.
#pragma once
// The programs have a main of their own.
#define SDL_MAIN_HANDLED
#if __has_include(<SDL2/SDL.h>)
#include <SDL2/SDL.h>
#else
#include <SDL.h>
#endif

static const int legible_sdl_centered = SDL_WINDOWPOS_CENTERED;

#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>

// Whether this is the thread that the process began with.
static inline int legible_is_main_thread(void) { return (pid_t)syscall(SYS_gettid) == getpid(); }
#endif

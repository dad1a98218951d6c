// Loads cocotb into a program of Verilator when it starts: so the program can be built without knowing where cocotb is.
#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>

extern "C" void vlog_startup_routines_bootstrap(void) {
    const char* const path = std::getenv("A6HUB_COCOTB_LIBRARY");
    void* const library = path ? dlopen(path, RTLD_NOW | RTLD_GLOBAL) : nullptr;
    void* const start = library ? dlsym(library, "vlog_startup_routines_bootstrap") : nullptr;
    if (!start) {
        std::fprintf(stderr, "ERROR    cocotb cannot be loaded: %s\n", path ? dlerror() : "no library is named");
        std::exit(1);
    }
    reinterpret_cast<void (*)()>(start)();
}

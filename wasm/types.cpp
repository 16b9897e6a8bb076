// SPDX-License-Identifier: Apache-2.0
/**
 * @file types.cpp  Which types cross the boundary to JavaScript?
 *
 * Stands in for the file of embind that registers every type of C++ and prints their addresses by printf: the
 * linker takes these symbols and leaves that file, its half of the glue and printf out. 5 kB (brotli) less.
 */
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <cstring>
#include <limits>
#include <string>

extern "C" {

/** Only for messages about unregistered types, which a test of the module would meet at its first call. */
EMSCRIPTEN_KEEPALIVE const char* __getTypeName(const void* /*type*/) {
  return strdup("a type of wasm/types.cpp");
}

__attribute__((constructor)) void __embind_register_native_and_builtin_types() {
  using namespace emscripten::internal;
  _embind_register_void(TypeID<void>::get(), "void");
  _embind_register_integer(TypeID<std::size_t>::get(), "unsigned long", sizeof(std::size_t), 0,
                           std::numeric_limits<std::size_t>::max());
  _embind_register_std_string(TypeID<std::string>::get(), "");  // text.js reads no name
}

}  // extern "C"

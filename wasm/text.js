// SPDX-License-Identifier: Apache-2.0
/**
 * @file text.js  How do texts cross between JavaScript and the core?
 *
 * Stands in for embind's std::string of Emscripten 3.1.6, which looks at each byte twice in JavaScript: of an answer
 * of 1.7 MB that was 9 ms. Smaller, too.
 */
mergeInto(LibraryManager.library, {
  _embind_register_std_string__deps: ['$registerType'],
  // biome-ignore lint/complexity/useArrowFunction: Emscripten looks for the word.
  _embind_register_std_string: function (type) {
    registerType(type, {
      fromWireType: (at) => {
        var text = new TextDecoder().decode(HEAPU8.subarray(at + 4, at + 4 + HEAPU32[at >> 2]));
        _free(at);
        return text;
      },
      toWireType: (_destructors, text) => {
        var bytes = new TextEncoder().encode(text);
        var at = _malloc(bytes.length + 4);
        HEAPU32[at >> 2] = bytes.length;
        HEAPU8.set(bytes, at + 4);
        return at;
      },
      argPackAdvance: 8,
      destructorFunction: _free,
    });
  },
});

// SPDX-License-Identifier: Apache-2.0
/**
 * @file bindings.cpp  The only file that knows JavaScript: bytes in by pointer and length, JSON text out.
 * Nothing throws; an error is {"error":{"code","path","message"}} like the engine's own.
 *
 * JavaScript sees functions whose first argument is an engine. Its class (web/engine/module.ts) is written by
 * hand: embind's half of one, with inheritance, smart pointers and overloads, was 3 kB (brotli) of the glue.
 */
#include <emscripten/bind.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/scanner.h"
#include "json/json.h"
#include "payoff/engine.h"
#include "snapshot/archive.h"

namespace {

using payoff::json;

std::string error_text(const payoff::error& why) {
  return payoff::print_json(
      {{"error", {{"code", payoff::error_name(why.code)}, {"path", why.path}, {"message", why.message}}}});
}

std::string text_of(const payoff::result<void>& outcome) {
  return outcome ? std::string(R"({"ok":true})") : error_text(outcome.error());
}

std::string text_of(const payoff::result<payoff::load_summary>& outcome) {
  return outcome ? outcome->json : error_text(outcome.error());
}

/** The engine and the buffer that JavaScript writes chunks into. */
class wasm_engine {
 public:
  wasm_engine() = default;
  wasm_engine(const wasm_engine&) = delete;
  wasm_engine& operator=(const wasm_engine&) = delete;
  ~wasm_engine() { std::free(buffer_); }

  std::string configure(const std::string& playbook) { return text_of(engine_.configure(playbook)); }
  std::string set_model(const std::string& model) { return text_of(engine_.set_model(model)); }
  std::string set_defaults(const std::string& defaults) { return text_of(engine_.set_defaults(defaults)); }

  /** Of `count` pairs of doubles that were written into buffer(): since when, in ms, and the offset from then
   * on, in s. */
  std::string add_zone(const std::string& name, std::size_t count) {
    std::vector<payoff::zone_change> changes(std::min(count, capacity_bytes_ / (2 * sizeof(double))));
    const char* at = buffer_;
    for (payoff::zone_change& change : changes) {
      double since_and_offset[2];
      std::memcpy(since_and_offset, at, sizeof since_and_offset);
      at += sizeof since_and_offset;
      change = {static_cast<std::int64_t>(since_and_offset[0]),
                static_cast<std::int32_t>(since_and_offset[1])};
    }
    return text_of(engine_.add_zone(name, std::move(changes)));
  }

  std::string begin() { return text_of(engine_.begin()); }

  /** Where JavaScript writes the next chunk; 0: no memory. Valid until the next call of anything. */
  std::uintptr_t buffer(std::size_t size_bytes) {
    std::string().swap(block_);
    if (size_bytes > capacity_bytes_) {
      std::free(buffer_);
      buffer_ = static_cast<char*>(std::malloc(size_bytes));
      capacity_bytes_ = buffer_ == nullptr ? 0 : size_bytes;
    }
    return reinterpret_cast<std::uintptr_t>(buffer_);
  }

  /** "" when all is well: this is called per chunk, and text costs a copy. */
  std::string append(std::size_t size_bytes) {
    if (size_bytes > capacity_bytes_) {
      return error_text({payoff::error_code::bad_value, "", "append() of more bytes than buffer() gave"});
    }
    const auto outcome = engine_.append({buffer_, size_bytes});
    return outcome ? std::string() : error_text(outcome.error());
  }

  std::string end() {
    free_buffer();
    return text_of(engine_.end());
  }

  /** {"at","size_bytes"} of a block that JavaScript copies; it is there until the next buffer(). */
  std::string snapshot() {
    auto block = engine_.snapshot();
    if (!block) return error_text(block.error());
    block_ = *std::move(block);
    return payoff::print_json(
        {{"at", reinterpret_cast<std::uintptr_t>(block_.data())}, {"size_bytes", block_.size()}});
  }

  /** Of what was written into buffer(). As end(). */
  std::string restore(std::size_t size_bytes) {
    const auto summary = engine_.restore({buffer_, std::min(size_bytes, capacity_bytes_)});
    free_buffer();
    return text_of(summary);
  }

  std::string ask(const std::string& question) { return engine_.ask(question).json; }

  static std::string info() {
    json out;
    out["version"] = payoff::version();
    json& questions = out["questions"] = json::array();
    for (const auto name : payoff::engine::questions()) questions.push_back(name);
    json& codes = out["error_codes"] = json::array();
    for (const auto name : payoff::error_code_names) codes.push_back(name);
    return payoff::print_json(out);
  }

 private:
  void free_buffer() {
    std::free(std::exchange(buffer_, nullptr));
    capacity_bytes_ = 0;
  }

  payoff::engine engine_;
  std::string block_; /**< A snapshot, until JavaScript has copied it. */
  char* buffer_{nullptr};
  std::size_t capacity_bytes_{0};
};

using handle = std::uintptr_t;

handle create() { return reinterpret_cast<handle>(new wasm_engine()); }
void destroy(handle engine) { delete reinterpret_cast<wasm_engine*>(engine); }

/** A member function as one that takes the engine first. */
template <auto member>
struct called;
template <class Result, class... Arguments, Result (wasm_engine::*member)(Arguments...)>
struct called<member> {
  static Result on(handle engine, Arguments... arguments) {
    return (reinterpret_cast<wasm_engine*>(engine)->*member)(std::forward<Arguments>(arguments)...);
  }
};

}  // namespace

EMSCRIPTEN_BINDINGS(payoff) {
  using emscripten::function;
  function("create", &create);
  function("destroy", &destroy);
  function("configure", &called<&wasm_engine::configure>::on);
  function("setModel", &called<&wasm_engine::set_model>::on);
  function("setDefaults", &called<&wasm_engine::set_defaults>::on);
  function("addZone", &called<&wasm_engine::add_zone>::on);
  function("begin", &called<&wasm_engine::begin>::on);
  function("buffer", &called<&wasm_engine::buffer>::on);
  function("append", &called<&wasm_engine::append>::on);
  function("end", &called<&wasm_engine::end>::on);
  if (payoff::keeps_snapshots()) {  // known when the module is linked: in payoff.wasm neither is there
    function("snapshot", &called<&wasm_engine::snapshot>::on);
    function("restore", &called<&wasm_engine::restore>::on);
  }
  function("ask", &called<&wasm_engine::ask>::on);
  function("info", &wasm_engine::info);
}

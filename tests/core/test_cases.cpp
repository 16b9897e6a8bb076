// SPDX-License-Identifier: Apache-2.0
/** @file test_cases.cpp  The JSON cases of tests/cases, natively. Node and the browsers read the same files.
 */
#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "ask.h"
#include "cli/zoneinfo.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::string text_of(const std::filesystem::path& place) {
  std::FILE* file = std::fopen(place.string().c_str(), "rb");
  REQUIRE(file != nullptr);
  std::string out;
  char piece[4096];
  for (std::size_t size = 0; (size = std::fread(piece, 1, sizeof piece, file)) > 0;) out.append(piece, size);
  std::fclose(file);
  return out;
}

/** Every name under a "zone" key, wherever it stands. */
void add_zones(const value& from, engine& to) {
  if (!from.is_structured()) return;
  for (const auto& [key, inner] : from.items()) {
    if (from.is_object() && key == "zone" && inner.is_string() && inner != "UTC") {
      const auto changes = read_zone(inner.get<std::string>(), 0, 7'289'654'400'000);
      if (changes) PAYOFF_MUST(to.add_zone(inner.get<std::string>(), *changes));
    }
    add_zones(inner, to);
  }
}

void run_case(const value& one) {
  engine core;
  PAYOFF_MUST(core.configure(one.contains("playbook") ? one["playbook"].dump() : ""));
  if (one.contains("model")) PAYOFF_MUST(core.set_model(one["model"].dump()));
  if (one.contains("defaults")) PAYOFF_MUST(core.set_defaults(one["defaults"].dump()));
  add_zones(one, core);
  PAYOFF_MUST(core.begin());
  for (const value& row : one["events"]) {
    PAYOFF_MUST(core.append((row.is_string() ? row.get<std::string>() : row.dump()) + "\n"));
  }
  PAYOFF_MUST(core.end());
  for (const value& asked : one["asks"]) {
    CAPTURE(asked["question"].dump());
    const value answer = ask(core, asked["question"].dump());
    CHECK(answer == asked["answer"]);
  }
}

}  // namespace

TEST_CASE("every case of tests/cases gives its answers") {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(PAYOFF_SOURCE_DIR) + "/tests/cases")) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE_FALSE(files.empty());
  for (const auto& file : files) {
    const value one = read(text_of(file));
    CAPTURE(file.filename().string());
    REQUIRE(one.is_object());
    DYNAMIC_SECTION(one["name"].get<std::string>()) { run_case(one); }
  }
}

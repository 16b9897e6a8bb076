// SPDX-License-Identifier: Apache-2.0
/** @file test_determinism_all.cpp  Every question of the engine gives the same bytes for the same rows, in
 * any order, any chunks and any number of files. A question without an entry below fails by its name. */
#include <algorithm>
#include <random>

#include "all_questions.h"

using namespace payoff;
using namespace payoff::testing;
using namespace payoff::testing::everything;

namespace {

/** The one exception that questions.md names: which examples of a property are kept goes by arrival. */
std::string without_examples(const std::string& answer) {
  value out = read(answer);
  for (value& event : out["events"]) {
    for (value& property : event["properties"]) property.erase("examples");
  }
  for (value& subject : out["attributes"]) {
    for (value& attribute : subject) attribute.erase("examples");
  }
  return out.dump();
}

/** Reckoned once a seed: most of this file's time is the answers. */
const std::vector<std::string>& expected_of(unsigned seed) {
  static std::vector<std::string> known[3];
  auto& out = known[seed];
  if (out.empty()) out = answers_of(random_customers(seed).rows());
  return out;
}

void check_same(const std::vector<std::string>& got, const std::vector<std::string>& expected,
                bool is_same_order) {
  const std::vector<case_of> all = cases();
  REQUIRE(got.size() == expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    CAPTURE(i < all.size() ? question_of(all[i], "$part") : "with a model");
    const bool is_of_arrival = !is_same_order && i < all.size() && all[i].name == std::string("schema");
    if (is_of_arrival) {
      CHECK(without_examples(got[i]) == without_examples(expected[i]));
    } else {
      CHECK(got[i] == expected[i]);
    }
  }
}

}  // namespace

TEST_CASE("every question has its cases here, and their answers hold something and change with the rows") {
  const std::vector<case_of> all = cases();
  for (const std::string_view name : engine::questions()) {
    CAPTURE(name);
    CHECK(std::any_of(all.begin(), all.end(), [&](const case_of& one) { return one.name == name; }));
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(question_of(all[i], "$part"));
    value a = read(expected_of(1)[i]);
    value b = read(expected_of(2)[i]);
    CHECK(at(a, all[i].at) != "absent");
    CHECK_FALSE(at(a, all[i].at).empty());  // null, [] and {}
    a.erase("quality");
    b.erase("quality");
    CHECK(a != b);
  }
}

TEST_CASE("the order in which rows arrive does not change a byte of any answer of any question") {
  for (const unsigned seed : {1U, 2U}) {
    std::vector<std::string> rows = random_customers(seed).rows();
    std::mt19937 random(seed);
    CAPTURE(seed);
    std::reverse(rows.begin(), rows.end());
    check_same(answers_of(rows), expected_of(seed), false);
    std::shuffle(rows.begin(), rows.end(), random);
    check_same(answers_of(rows), expected_of(seed), false);
  }
}

TEST_CASE("chunks, files and an end between two rows do not change a byte of any answer of any question") {
  const std::string text = joined(random_customers(1).rows());
  std::mt19937 random(4);
  engine core = configured(book);
  int files = 1;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t size = std::min(text.size() - i, 1 + random() % 3000);
    // end() takes what is left for a row, so a file ends with one.
    const bool is_last_of_file = random() % 8 == 0;
    if (is_last_of_file) size = text.find('\n', i + size - 1) + 1 - i;
    const std::string chunk =
        text.substr(i, size);  // a buffer of its own: the sanitizer sees reads beyond it
    PAYOFF_MUST(core.append(chunk));
    i += size;
    if (is_last_of_file) PAYOFF_MUST(core.end());
    files += is_last_of_file ? 1 : 0;
  }
  PAYOFF_MUST(core.end());
  REQUIRE(files > 5);
  check_same(answers_of(core), expected_of(1), true);
}

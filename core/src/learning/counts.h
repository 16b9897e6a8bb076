// SPDX-License-Identifier: Apache-2.0
/**
 * @file counts.h  How are counts kept, so that those of disjoint customers add up to those of all?
 *
 * Counts are a tree: a whole number from 0 on; a list of counts, written [key, count, key, count, ...] with
 * ascending keys and without zeros; or an object of trees, its names in bytewise order. Two trees are added
 * name by name and key by key; what is missing is 0. So the sum depends neither on the order of the parts nor
 * on how the customers were split among them, down to the byte.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "json/json.h"
#include "json/reader.h"

namespace payoff {

/** A list of counts whose keys are the numbers from 0 to size - 1. */
class tally {
 public:
  explicit tally(std::size_t size) : counts_(size) {}
  /** From a tree that check_counts() let pass; absent is all zeros. A key beyond the size is reported. */
  tally(std::size_t size, const json* from, const std::string& path, problem& wrong);

  void add(std::size_t key, std::int64_t count = 1) { counts_[key] += count; }
  [[nodiscard]] std::int64_t operator[](std::size_t key) const { return counts_[key]; }
  [[nodiscard]] json to_json() const;

 private:
  std::vector<std::int64_t> counts_;
};

/** How often each key occurs. Sorts the keys. */
[[nodiscard]] json counts_of_keys(std::vector<std::uint64_t> keys);
/** Calls use(key, count) in the order of keys. Of null: nothing. */
template <class Use>
void for_each_count(const json& list, Use&& use) {
  for (std::size_t i = 0; i + 1 < list.size(); i += 2) use(list[i].integer(), list[i + 1].integer());
}
/** A number of the tree; absent is 0. */
[[nodiscard]] std::int64_t count_at(const json& tree, std::string_view name);

/** An object of the tree; absent is an empty one, and anything else is reported. */
[[nodiscard]] const json& branch_of(const json& tree, std::string_view name, const std::string& path,
                                    problem& wrong);

/** Names of an object in bytewise order; `deeply` of those within it too. */
[[nodiscard]] json in_order_of_names(const json& object, bool deeply = false);

/** Reports what is no tree of counts. Counts are at most 2^53. */
void check_counts(const json& tree, const std::string& path, problem& wrong);
/** Adds trees that check_counts() let pass; the result is in order whatever the order of names in them was.
 * Reports a list beside a number and the like. */
[[nodiscard]] json sum_of(const json& a, const json& b, const std::string& path, problem& wrong);

}  // namespace payoff

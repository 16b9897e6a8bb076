// SPDX-License-Identifier: Apache-2.0
#include "learning/counts.h"

#include <algorithm>

#include "stats/order.h"
#include "store/sort_keys.h"

namespace payoff {
namespace {

constexpr std::int64_t most = std::int64_t{1} << 53;

bool is_count(const json& value) {
  return value.type() == json::kind::integer && value.integer() >= 0 && value.integer() <= most;
}

void push(json& list, std::int64_t key, std::int64_t count) {
  if (count == 0) return;
  list.push_back(key);
  list.push_back(count);
}

json sum_of_lists(const json& a, const json& b) {
  json out = json::array();
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    const bool is_in_a = i < a.size() && (j >= b.size() || a[i].integer() <= b[j].integer());
    const bool is_in_b = j < b.size() && (i >= a.size() || b[j].integer() <= a[i].integer());
    const std::int64_t key = is_in_a ? a[i].integer() : b[j].integer();
    push(out, key, (is_in_a ? a[i + 1].integer() : 0) + (is_in_b ? b[j + 1].integer() : 0));
    if (is_in_a) i += 2;
    if (is_in_b) j += 2;
  }
  return out;
}

json nothing_like(const json& tree) {
  return tree.is_object() ? json::object() : tree.is_array() ? json::array() : json(0);
}

std::vector<std::uint32_t> order_of_names(const json& object) {
  std::vector<std::string_view> names;
  for (const auto& [name, value] : object.items()) names.push_back(name);
  return order_of(names);
}

}  // namespace

tally::tally(std::size_t size, const json* from, const std::string& path, problem& wrong) : counts_(size) {
  if (from == nullptr) return;
  if (!from->is_array()) {
    wrong.report(error_code::wrong_type, path,
                 "must be a list of keys and counts, found " + std::string(type_word(*from)));
    return;
  }
  for_each_count(*from, [&](std::int64_t key, std::int64_t count) {
    if (static_cast<std::uint64_t>(key) < size) {
      counts_[static_cast<std::size_t>(key)] = count;
    } else {
      wrong.report(error_code::bad_value, path,
                   "the key " + std::to_string(key) + " is none of 0 to " + std::to_string(size - 1));
    }
  });
}

json tally::to_json() const {
  json out = json::array();
  for (std::size_t key = 0; key < counts_.size(); ++key) {
    push(out, static_cast<std::int64_t>(key), counts_[key]);
  }
  return out;
}

json counts_of_keys(std::vector<std::uint64_t> keys) {
  sort_few(keys.data(), keys.data() + keys.size(), std::less<>());
  json out = json::array();
  for (std::size_t i = 0; i < keys.size();) {
    std::size_t end = i;
    while (end < keys.size() && keys[end] == keys[i]) ++end;
    push(out, static_cast<std::int64_t>(keys[i]), static_cast<std::int64_t>(end - i));
    i = end;
  }
  return out;
}

std::int64_t count_at(const json& tree, std::string_view name) {
  const json* found = tree.find(name);
  return found != nullptr && found->type() == json::kind::integer ? found->integer() : 0;
}

json in_order_of_names(const json& object, bool deeply) {
  if (object.is_array()) {
    json list = json::array();
    for (const json& one : object) list.push_back(in_order_of_names(one, deeply));
    return list;
  }
  if (!object.is_object()) return object;
  json out = json::object();
  for (const std::uint32_t i : order_of_names(object)) {
    json one;
    const auto& [name, value] = object.items()[i];
    one[name] = deeply ? in_order_of_names(value, true) : value;
    out.append(std::move(one));
  }
  return out;
}

const json& branch_of(const json& tree, std::string_view name, const std::string& path, problem& wrong) {
  static const json nothing = json::object();
  const json* found = tree.find(name);
  if (found == nullptr) return nothing;
  if (found->is_object()) return *found;
  wrong.report(error_code::wrong_type, join_path(path, name),
               "must be an object, found " + std::string(type_word(*found)));
  return nothing;
}

void check_counts(const json& tree, const std::string& path, problem& wrong) {
  if (is_count(tree)) return;
  if (tree.is_object()) {
    for (const auto& [name, value] : tree.items()) check_counts(value, join_path(path, name), wrong);
    return;
  }
  if (!tree.is_array()) {
    return wrong.report(error_code::wrong_type, path,
                        "must be a whole number from 0 to 2^53, a list of keys and counts, or an object of "
                        "these; found " +
                            std::string(type_word(tree)));
  }
  if (tree.size() % 2 != 0) {
    return wrong.report(error_code::bad_value, path, "a list of keys and counts has both of each");
  }
  for (std::size_t i = 0; i < tree.size(); ++i) {
    const bool is_key = i % 2 == 0;
    const bool ascends =
        !is_key || i == 0 ||
        (is_count(tree[i - 2]) && is_count(tree[i]) && tree[i - 2].integer() < tree[i].integer());
    if (!is_count(tree[i]) || !ascends) {
      return wrong.report(error_code::bad_value, join_path(path, i),
                          is_key ? "keys must be whole numbers from 0 on, each above the one before"
                                 : "counts must be whole numbers from 0 to 2^53");
    }
  }
}

json sum_of(const json& a, const json& b, const std::string& path, problem& wrong) {
  if (a.is_array() && b.is_array()) return sum_of_lists(a, b);
  if (a.is_number() && b.is_number()) return a.integer() + b.integer();
  if (!a.is_object() || !b.is_object()) {
    wrong.report(
        error_code::wrong_type, path,
        "one part has " + std::string(type_word(a)) + " here and another " + std::string(type_word(b)));
    return nullptr;
  }
  const std::vector<std::uint32_t> of_a = order_of_names(a);
  const std::vector<std::uint32_t> of_b = order_of_names(b);
  const auto in_a = [&](std::size_t i) -> const json::member& { return a.items()[of_a[i]]; };
  const auto in_b = [&](std::size_t j) -> const json::member& { return b.items()[of_b[j]]; };
  json out = json::object();
  for (std::size_t i = 0, j = 0; i < of_a.size() || j < of_b.size();) {
    const bool has_left = i < of_a.size() && (j == of_b.size() || in_a(i).key <= in_b(j).key);
    const bool has_right = j < of_b.size() && (i == of_a.size() || in_b(j).key <= in_a(i).key);
    const json::member& named = has_left ? in_a(i) : in_b(j);
    const json nothing = has_left && has_right ? json() : nothing_like(named.value);
    json one;
    one[named.key] = sum_of(has_left ? named.value : nothing, has_right ? in_b(j).value : nothing,
                            join_path(path, named.key), wrong);
    out.append(std::move(one));
    if (has_left) ++i;
    if (has_right) ++j;
  }
  return out;
}

}  // namespace payoff

// SPDX-License-Identifier: Apache-2.0
/** @file selector.h  Which events does a playbook or question mean, as written: names, sets, filters,
 * exceptions. */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/reader.h"
#include "store/attribute_log.h"

namespace payoff {

enum class filter_kind : std::uint8_t { all, any, negation, comparison };
enum class filter_subject : std::uint8_t { event, user, account };
enum class filter_op : std::uint8_t { eq, ne, in, gt, gte, lt, lte, exists, contains };

/** A condition on one event row; see "Selectors" in the reference of questions. */
struct filter {
  filter_kind kind{filter_kind::all};
  std::vector<filter> children; /**< Of all, any and negation (exactly one). */
  std::string property;         /**< Of a comparison, like the rest. */
  filter_subject subject{filter_subject::event};
  filter_op op{filter_op::eq};
  json value;            /**< Scalar; for `in` an array of scalars; for `exists` a boolean. */
  bool at_latest{false}; /**< An attribute as of `as_of` instead of as of the event. */
};

enum class selector_kind : std::uint8_t { everything, name, set, list };

/**
 * Events by name. `everything` is "*"; `set` refers to a set of the playbook by name ("value" of "@value");
 * `list` is its children together, less those that are negated.
 */
struct selector {
  selector_kind kind{selector_kind::everything};
  std::string name;
  std::vector<selector> children;
  std::vector<filter> where; /**< None or one: the condition under which it holds. */
  bool negated{false};       /**< Only within a list. */
};

/** Parses one selector at `path`. Set names are checked later, against the whole playbook. */
[[nodiscard]] selector parse_selector(const json& value, const std::string& path, problem& wrong);
[[nodiscard]] filter parse_filter(const json& value, const std::string& path, problem& wrong);

/** "@name" */
[[nodiscard]] selector set_selector(std::string_view name);

/** What the filters of playbooks and questions read, with repeats. */
struct columns_read {
  std::vector<std::string> properties;
  std::vector<attribute_name> attributes;
};
/** What the selector's own filters read, appended to `out`; sets that it refers to are not followed. */
void collect_columns(const selector& from, columns_read& out);

/** "account.mrr" or "user.plan"; nothing if it is neither. */
[[nodiscard]] std::optional<attribute_name> parse_attribute_name(std::string_view text);
/** The same, where a bare "plan" is the plan of those who are counted. */
[[nodiscard]] attribute_name attribute_of(std::string_view text, attribute_subject bare);
/** "account.mrr" or "user.plan" */
[[nodiscard]] std::string full_name(const attribute_name& of);

}  // namespace payoff

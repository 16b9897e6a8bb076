// SPDX-License-Identifier: Apache-2.0
/** @file formats.h  Where does each export format keep the event, its time, its user and its account? */
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "json/json.h"
#include "playbook/playbook.h"

namespace payoff {

/** JSON pointers in the order in which they are tried; the first that holds something usable counts. */
using pointer_list = std::array<std::string_view, 3>;

struct export_format {
  std::string_view name;
  pointer_list evidence; /**< All of these are in a row of this format, and of no format listed after it. */
  std::string_view event;
  pointer_list time, user, anonymous, account, id;
  std::string_view type; /**< "track", "identify", "group", "page", "screen"; none: every row is an event. */
  std::string_view properties;
  /** Objects of attributes: of users in identify rows, of accounts in group rows. */
  std::string_view user_attributes, account_attributes;
  bool attributes_on_events{false}; /**< Every event brings them. */
};

/** In the order in which they are tried on the first row. */
[[nodiscard]] std::span<const export_format> export_formats();

/** The format of that name, or nullptr. */
[[nodiscard]] const export_format* find_format(std::string_view name);

/** The first format all of whose evidence is in the row, or nullptr. */
[[nodiscard]] const export_format* detect_format(const json& row);

/** `base` with the places that the playbook names instead of its own. Views into the playbook: it must live
 * on. */
[[nodiscard]] export_format with_fields(export_format base, const playbook& book);

}  // namespace payoff

// SPDX-License-Identifier: Apache-2.0
/** @file formats.h  Where does each export format keep the event, its time, its user and its account? */
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/field_tree.h"
#include "ingest/scanner.h"
#include "playbook/playbook.h"

namespace payoff {

/** JSON pointers in the order in which they are tried; the first that holds something usable counts. */
using pointer_list = std::array<std::string_view, 3>;

struct export_format {
  std::string_view name;
  pointer_list evidence; /**< All of these are in a row of this format, and in none of a format listed after
                            it. None: rows do not show it. */
  std::string_view event;
  pointer_list time, user, anonymous, account, id;
  std::string_view type; /**< "track", "identify", "group", "page", "screen"; none: every row is an event. */
  std::string_view properties;
  /** Objects of attributes: of users in identify rows, of accounts in group rows. */
  std::string_view user_attributes, account_attributes;
  std::string_view
      more_user_attributes{};       /**< Where those are looked for that are not in the first object. */
  bool attributes_on_events{false}; /**< Every event brings them. */
  /** Also evidence, beside the first: the sender's /context/library/name holds this word. */
  std::string_view library{};
  /** In place of `id`: pointers with blanks between them whose values are an id together, or none if the
   * first is missing. */
  std::string_view joined_id{};
  bool has_lists{false}; /**< Properties and attributes are arrays: see key_value_lists. */
};

/**
 * Whether this program also reads tables (CSV) and what servers export of themselves: CloudEvents,
 * RudderStack, Jitsu, GA4, Snowplow. A customer's page is given its own events by its host; payoff.wasm goes
 * without. Generated with the table of questions.
 */
[[nodiscard]] bool reads_all_formats();

/** Of the formats that this program reads, in the order in which they are tried on the first row. */
[[nodiscard]] std::vector<std::string_view> format_names();

/** The format of that name, or nullptr. */
[[nodiscard]] const export_format* find_format(std::string_view name);

/** Tells the format of a row, from the slots of a tree that holds the evidence of all formats. */
class format_finder {
 public:
  format_finder();
  [[nodiscard]] field_tree& tree() { return tree_; }
  /** The first format all of whose evidence is in the row, or nullptr. */
  [[nodiscard]] const export_format* match(const slot_value* slots) const;

 private:
  field_tree tree_;
  std::vector<std::array<std::uint16_t, 3>> evidence_; /**< A row a format. */
  std::uint16_t library_;
};

/** The format of files that are read as CSV, and only of those. */
inline constexpr std::string_view csv_format_name = "csv";

/**
 * Where the usual columns are, by their names: compared without case, blanks, '_', '-' and '$', in this
 * order.
 *
 *     event      event, event_name, event_type, name, action
 *     time       timestamp, time, event_time, date, created_at, occurred_at
 *     user       user_id, user, distinct_id, email
 *     anonymous  anonymous_id
 *     account    account_id, account, company_id, group_id, organization_id
 *     id         event_id, message_id, id, insert_id, uuid
 *
 * Every column is a property under its own name. `storage` is filled with the text of the pointers and must
 * live as long as the format.
 */
[[nodiscard]] export_format csv_format(const std::vector<std::string>& columns,
                                       std::vector<std::string>& storage);

/** Two or more columns, and the event or the time is among them. */
[[nodiscard]] bool is_csv_header(const std::vector<std::string>& columns, const playbook& book);

/** `base` with the places that the playbook names instead of its own. Views into the playbook: it must live
 * on. */
[[nodiscard]] export_format with_fields(export_format base, const playbook& book);

}  // namespace payoff

// SPDX-License-Identifier: Apache-2.0
/** @file key_value_lists.h  What do objects hold that are written as arrays of key and value? */
#pragma once

#include <array>
#include <string>
#include <vector>

#include "ingest/field_tree.h"
#include "ingest/scanner.h"

namespace payoff {

/**
 * BigQuery has no objects with free keys, so GA4 writes
 *
 *     "event_params": [{"key": "minutes", "value": {"string_value": null, "int_value": "12"}}, ...]
 *
 * Whoever wants a value points at it as if that were an object ("/event_params/minutes"), and these slots are
 * filled here, after the row was scanned: the arrays are read a second time, and no other row pays for it.
 * The value is the first one of value, string_value, int_value, float_value and double_value that is no null;
 * texts at the last three are numbers (BigQuery writes 64-bit integers so), or null if they are none ("NaN").
 * Of one key twice the last holds.
 */
class key_value_lists {
 public:
  key_value_lists();

  /** The slot of an array; field_tree::none is left out. */
  void add(field_tree::node_id list);

  /** The slots of an accepted row with those below the lists filled; they hold until the next call. */
  [[nodiscard]] const slot_value* fill(const field_tree& tree, const slot_value* slots);
  /** An array as the text of an object, into `out`; "" if it has no entries. */
  void write_object(const slot_value& list, std::string& out);

 private:
  /** The rest of a list, and the value of its last entry. */
  struct cursor {
    const char* at;
    const char* end;
    slot_value value;
  };
  [[nodiscard]] static cursor begin(const slot_value& list) {
    return {list.begin + 1, list.begin + list.size - 1, list};
  }
  /** false: no more entries. The entry's key is at key_ of entry_slots_. */
  [[nodiscard]] bool next(cursor& in);

  std::vector<field_tree::node_id> lists_;
  std::vector<slot_value> row_;
  field_tree entry_;
  field_tree::node_id key_;
  std::array<field_tree::node_id, 5> values_{}; /**< The last three are numbers. */
  std::vector<slot_value> entry_slots_;
};

}  // namespace payoff

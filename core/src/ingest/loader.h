// SPDX-License-Identifier: Apache-2.0
/** @file loader.h  How does a stream of bytes become accepted events, with every other row counted? */
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/formats.h"
#include "ingest/framing.h"
#include "ingest/key_value_lists.h"
#include "ingest/quality.h"
#include "ingest/row_sample.h"
#include "ingest/time.h"
#include "payoff/engine.h"
#include "playbook/playbook.h"
#include "store/event_store.h"
#include "store/id_set.h"

namespace payoff {

/**
 * Feeds one store from streams in chunks; finish() ends a stream, the next bytes begin another. How a stream
 * is cut into rows is recognised by its first bytes (framing.h). The format is the playbook's, or recognised
 * in each stream by the first row that one of the known formats fits; until then bytes are held back (at most
 * `held_bytes_limit`), then the format of the stream before is tried, or Segment's.
 */
class loader {
 public:
  /** All three must outlive the loader. */
  loader(const playbook& book, const engine_options& options, event_store& store);

  /** Errors: out_of_memory, limit_exceeded; not_supported of a table where not reads_all_formats(). They
   * stick: rows after one are not read. */
  [[nodiscard]] result<void> append(std::string_view bytes);
  /** The end of a stream. */
  [[nodiscard]] result<void> finish();

  [[nodiscard]] const quality_report& quality() const { return quality_; }
  /** What `schema` looks at. */
  [[nodiscard]] const row_samples& samples() const { return samples_; }
  /** "" while it is not known. */
  [[nodiscard]] std::string_view format_name() const {
    return is_open_ && restored_format_.empty() ? format_.name : std::string_view(restored_format_);
  }
  /** Loader and store between two streams, to a snapshot, or from one while both are new; core/src/snapshot.
   */
  void pass(archive& through);

 private:
  using slot = std::uint16_t;
  static constexpr slot no_slot = field_tree::none;
  using slot_list = std::array<slot, 3>;

  static constexpr std::size_t held_bytes_limit = 1U << 20U;

  /** false: the bytes so far do not tell how they are to be read. */
  [[nodiscard]] bool recognise(std::string_view bytes, bool at_end);
  [[nodiscard]] const export_format* find_row_format(std::string_view bytes, bool at_end,
                                                     const framing_found& found) const;
  void feed(std::string_view bytes);
  void open(const export_format& format);
  [[nodiscard]] slot add_slot(std::string_view pointer);
  [[nodiscard]] slot_list add_slots(const pointer_list& pointers);

  /** What the texts at these places will need of a dictionary is brought near. */
  void fetch(const dictionary& of, const slot_list& places, std::span<const scanned_row> rows);
  void take_rows(std::span<const scanned_row> rows);
  void take_row(std::uint64_t line, const scan_result& scan, const slot_value* slots);
  void take_identity(std::uint64_t line, const slot_value* slots, std::string_view type);
  /** What the row says of its user or account, of those attributes that are kept. */
  void take_attributes(attribute_subject of, const slot_value* slots, std::int64_t time_ms);
  /** The text of an object, "" where there is none; a list's is written into scratch_. */
  [[nodiscard]] std::string_view object_at(slot place, const slot_value* slots);
  /** The row's properties as JSON; of CSV the columns that have no other use. */
  [[nodiscard]] std::string_view properties_of(const slot_value* slots);
  void take_named_event(std::uint64_t line, const slot_value* slots);
  void take_event(std::uint64_t line, const slot_value* slots, std::string_view name);
  [[nodiscard]] result<void> outcome() const;
  [[nodiscard]] bool read_time(std::uint64_t line, const slot_value* slots, std::int64_t& time_ms);
  /** `wrong`: the first place that holds something, or nullptr. */
  void reject_time(std::uint64_t line, const slot_value* wrong, time_status why);
  /** What stands for an id where ids are only compared; 0 (no_key) for "". */
  [[nodiscard]] std::uint64_t key_of(std::string_view id) const;
  /** The same of the row's event id. */
  [[nodiscard]] std::uint64_t id_key_of(const slot_value* slots);
  [[nodiscard]] std::string_view joined_id(const slot_value* slots);
  /** Whether the id of the row that is being taken came before; it has now. */
  [[nodiscard]] bool is_duplicate();
  [[nodiscard]] std::string_view text_of(const slot_value& value, std::string& scratch) const;
  /** An id: text that is not blank, or a number's digits as written; else "". */
  [[nodiscard]] std::string_view id_of(const slot_list& places, const slot_value* slots,
                                       std::string& scratch) const;
  [[nodiscard]] cell cell_of(const slot_value& value);
  void keep_error(error&& failure);
  void keep(store_outcome outcome) {
    if (outcome != store_outcome::ok) [[unlikely]]
      keep_error(store_.error_of(outcome));
  }

  const playbook& book_;
  const engine_options& options_;
  event_store& store_;
  bool in_stream_{false};
  bool is_format_given_{false};
  bool is_open_{false};
  quality_report quality_;
  row_samples samples_;
  std::optional<error> failed_;

  std::string held_;
  std::size_t look_again_bytes_{0}; /**< Held bytes are not looked at again for every few that come. */
  export_format json_format_{};     /**< The playbook's, or that of the last stream; nameless: none yet. */
  export_format format_{};
  std::string restored_format_; /**< Name of the last stream's, until another comes. */
  struct named_slot {
    std::string name;
    slot place;
  };
  std::vector<std::string> csv_pointers_; /**< What format_ refers to if it is CSV. */
  std::vector<named_slot> csv_columns_;   /**< Of CSV: the columns that are properties. */
  field_tree tree_;
  std::unique_ptr<row_framer> framer_; /**< nullptr until the stream's framing and format are known. */
  slot event_{no_slot}, type_{no_slot};
  slot_list time_{}, user_{}, anonymous_{}, account_{}, id_{};
  slot properties_{no_slot}, user_traits_{no_slot}, more_user_traits_{no_slot}, account_traits_{no_slot};
  std::vector<slot> joined_id_;            /**< In place of id_, if there are any. */
  std::unique_ptr<key_value_lists> lists_; /**< Of formats that have any. */
  std::vector<slot> property_slots_, key_slots_, user_attribute_slots_, more_user_attribute_slots_,
      account_attribute_slots_;

  known_day day_;
  id_set seen_;
  std::uint64_t id_key_{0}; /**< Of the row that is being taken. */
  std::vector<cell> cells_;
  std::vector<std::uint64_t> keys_;
  std::string name_scratch_, user_scratch_, anonymous_scratch_, account_scratch_, scratch_;
};

}  // namespace payoff

// SPDX-License-Identifier: Apache-2.0
/** @file row_sample.h  What do the properties of the first rows of each event look like? */
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "store/column.h"

namespace payoff {

class archive;

/** Whether this program answers a question that looks at them. Generated with the table of questions. */
[[nodiscard]] bool keeps_samples();

/**
 * Keeps the JSON text of the first 1,000 property objects of each event, as they came. `schema` reads them
 * when it is asked; until then they cost a copy, and no parsing.
 */
class row_sample {
 public:
  static constexpr std::uint32_t rows_per_name = 1000;

  struct entry {
    std::uint32_t name;
    std::uint32_t begin, size; /**< Of its text; 0 bytes where the row had no such object. */
  };

  /** Whether another row of that name belongs to the first 1,000. */
  [[nodiscard]] bool wants(std::uint32_t name) const {
    return name >= counts_.size() || counts_[name] < rows_per_name;
  }
  /** Of a row that is wanted. false: no memory. */
  [[nodiscard]] bool take(std::uint32_t name, std::string_view text) {
    if (name >= counts_.size() && !counts_.resize(name + 1, 0)) return false;
    const std::size_t begin = bytes_.size();
    const std::size_t end = begin + text.size();
    if (end > UINT32_MAX) return true;  // 4 GiB of first rows are sample enough
    if (end > bytes_.capacity_bytes() && !bytes_.reserve(end + end / 2 + 4096)) return false;
    if (!entries_.push_back(
            {name, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(text.size())}))
      return false;
    static_cast<void>(bytes_.resize_for_overwrite(end));  // reserved above
    if (!text.empty()) std::memcpy(bytes_.data() + begin, text.data(), text.size());
    ++counts_[name];
    return true;
  }

  /** To a snapshot, or from one of `names` events into an empty sample. */
  void pass(archive& through, std::uint32_t names);

  [[nodiscard]] const column<entry>& entries() const { return entries_; }
  [[nodiscard]] std::string_view text(const entry& of) const { return {bytes_.data() + of.begin, of.size}; }

 private:
  column<char> bytes_;
  column<entry> entries_;
  column<std::uint16_t> counts_;  // [names]
};

/** Events by the store's number of their name; traits of users and of accounts all as name 0. */
struct row_samples {
  row_sample events, users, accounts;
};

}  // namespace payoff

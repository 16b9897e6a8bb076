// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/activity.h"

#include <algorithm>
#include <functional>

#include "store/small.h"
#include "store/sort_keys.h"

namespace payoff {
namespace {

constexpr std::array<std::string_view, 2> per_names{"user", "account"};
constexpr std::size_t slots_per_edge = 2;  // so that few edges share a slot, and the table stays small

bool is_by_name(const selection& of, const event_store& store) {
  for (std::size_t name = 0; name < store.names().size(); ++name) {
    if (!of.matches_name(name)) return false;
  }
  return true;
}

/** Cells of rows that match, each once. No branch hangs on a row: every second one would be guessed wrong. */
bool append_cells(const event_store& store, const person_rows& rows, const selection& of,
                  const timeline& line, column<std::uint32_t>& out) {
  std::array<std::uint32_t, 256> found;
  std::uint32_t last = UINT32_MAX;
  bool fits = true;
  for (row_id row = rows.begin; row != rows.end;) {
    const std::size_t count = event_store::run(row, std::min<std::size_t>(rows.end - row, found.size()));
    const std::int64_t* const times = store.times_at(row);
    const selection::candidates matches = of.candidates_at(row);
    std::size_t size = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t cell = line.cell_of(times[i]);
      const bool is_new =
          static_cast<bool>(static_cast<unsigned>(matches[i]) & static_cast<unsigned>(cell != last));
      found[size] = cell;
      size += is_new ? 1 : 0;
      last = is_new ? cell : last;
    }
    row += static_cast<row_id>(count);
    for (std::size_t i = 0; i < size; ++i) fits = out.push_back(found[i]) && fits;
  }
  return fits;
}

}  // namespace

counted read_per(reader& question) { return static_cast<counted>(question.choice_or("per", per_names, 0)); }

selector read_active(reader& question, problem& wrong) {
  const json* given = question.find("of");
  return given == nullptr ? set_selector("active") : parse_selector(*given, "/of", wrong);
}

std::string_view per_name(counted per) { return per_names[static_cast<std::size_t>(per)]; }

PAYOFF_SMALL timeline::timeline(std::vector<std::int64_t> edges) : edges_(std::move(edges)) {
  sort_few(edges_.data(), edges_.data() + edges_.size(), std::less<>());
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
  const auto span = static_cast<std::uint64_t>(edges_.back() - edges_.front());
  while ((span >> shift_) >= slots_per_edge * edges_.size()) ++shift_;
  edges_.push_back(INT64_MAX);
  std::uint32_t cell = 0;
  for (std::uint64_t slot = 0; slot <= span >> shift_; ++slot) {
    const std::int64_t begin_ms = edges_.front() + static_cast<std::int64_t>(slot << shift_);
    while (edges_[cell] <= begin_ms) ++cell;
    hints_.push_back(cell);
  }
}

PAYOFF_SMALL bool activity::close_until(std::uint32_t unit) {
  while (starts_.size() <= unit) {
    if (!starts_.push_back(static_cast<std::uint32_t>(cells_.size()))) return false;
    seen_ = 0;
  }
  return true;
}

PAYOFF_SMALL bool activity::see(std::uint32_t unit, std::uint32_t cell, std::uint32_t at_least) {
  if (starts_.size() <= unit && !close_until(unit)) return false;
  if (cell != last_cell_) seen_ = 0;
  last_cell_ = cell;
  // Counting stops there, so that it cannot run over.
  if (seen_ == at_least) return true;
  return ++seen_ != at_least || cells_.push_back(cell);
}

bool activity::find_users(const event_store& store, const scope& in, const selection& of,
                          const timeline& line, std::uint32_t at_least, bool is_first_enough) {
  bool fits = true;
  if (at_least > 1 || in.account || !is_by_name(of, store)) {
    for_each_match(store, in, of, [&](person_id person, row_id row) {
      if (person != nobody) fits = fits && see(person, line.cell_of(store.time_ms(row)), at_least);
    });
    return fits && close_until(store.people());
  }
  for_each_person(store, in, [&](const person_rows& rows) {
    if (rows.person == nobody) return;
    fits = fits && close_until(rows.person);
    if (is_first_enough) {
      const row_id first = of.next_candidate(rows.begin, rows.end);
      if (first != rows.end) fits = fits && cells_.push_back(line.cell_of(store.time_ms(first)));
    } else {
      fits = fits && append_cells(store, rows, of, line, cells_);
    }
  });
  return fits && close_until(store.people());
}

bool activity::find_accounts(const event_store& store, const scope& in, const selection& of,
                             const timeline& line, std::uint32_t at_least) {
  column<std::uint64_t> found;  // account + 1 in the upper half, cell in the lower
  bool fits = true;
  for_each_match(store, in, of, [&](person_id, row_id row) {
    if (store.account(row) == dictionary::none) return;
    const std::uint64_t entry =
        ((std::uint64_t{store.account(row)} + 1) << 32U) | line.cell_of(store.time_ms(row));
    const bool is_known = at_least == 1 && !found.empty() && found[found.size() - 1] == entry;
    if (!is_known) fits = fits && found.push_back(entry);
  });
  std::sort(found.data(), found.data() + found.size());
  for (const std::uint64_t entry : found) {
    fits = fits && see(static_cast<std::uint32_t>(entry >> 32U), static_cast<std::uint32_t>(entry), at_least);
  }
  return fits && close_until(store.accounts().size() + 1);
}

result<activity> activity::find(const event_store& store, const scope& in, const selection& of,
                                const timeline& line, counted per, std::uint32_t at_least,
                                bool is_first_enough) {
  activity out;
  const bool fits = per == counted::users ? out.find_users(store, in, of, line, at_least, is_first_enough)
                                          : out.find_accounts(store, in, of, line, at_least);
  if (!fits) return fail(error_code::out_of_memory, "", "no memory for who was active when");
  return out;
}

window_counts::window_counts(const std::vector<time_range>& windows, const timeline& line)
    : changes_(windows.size() + 1) {
  std::uint32_t first = 0;
  std::uint32_t end = 0;
  first_.push_back(0);  // nothing lies before the first edge
  end_.push_back(0);
  for (std::uint32_t cell = 1; cell < line.cells(); ++cell) {
    const std::int64_t at_ms = line.start_ms(cell);
    while (first < windows.size() && windows[first].to_ms <= at_ms) ++first;
    while (end < windows.size() && windows[end].from_ms <= at_ms) ++end;
    first_.push_back(first);
    end_.push_back(end);
    if (end == 0) first_cell_ = cell + 1;
  }
}

void window_counts::add(std::span<const std::uint32_t> cells) {
  std::uint32_t covered = 0;  // windows before this one have counted the unit, or never will
  const auto first_held = std::lower_bound(cells.begin(), cells.end(), first_cell_);
  for (auto at = first_held; at != cells.end() && covered + 1 < changes_.size(); ++at) {
    const std::uint32_t cell = *at;
    const std::uint32_t first = std::max(covered, first_[cell]);
    if (first >= end_[cell]) continue;
    ++changes_[first];
    --changes_[end_[cell]];
    covered = end_[cell];
  }
}

std::vector<std::int64_t> window_counts::finish() {
  for (std::size_t i = 1; i < changes_.size(); ++i) changes_[i] += changes_[i - 1];
  changes_.pop_back();
  return std::move(changes_);
}

}  // namespace payoff

// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/measure.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "questions/shared/bucket_finder.h"
#include "stats/exact_sum.h"
#include "stats/money.h"
#include "stats/quantile.h"
#include "store/hash.h"
#include "store/sort_keys.h"

namespace payoff {
namespace {

bool is_quantile(statistic stat) { return stat == statistic::median || stat == statistic::p90; }

/** Digits of the currency that the metric's unit names: an ISO 4217 code, or "currency" for the product's
 * own. */
std::optional<std::int32_t> money_digits(const metric& of, const playbook& book) {
  const std::string& unit = of.unit_name;
  if (unit == "currency" || unit == "money") return currency_digits(book.currency);
  const bool is_code =
      unit.size() == 3 && std::all_of(unit.begin(), unit.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return is_code ? std::optional(currency_digits(unit)) : std::nullopt;
}

struct keyed_time {
  std::int64_t time_ms;
  std::uint64_t key;
};
struct placed_time {
  std::int64_t time_ms;
  std::uint32_t slot; /**< Of the key. */
};

/** Finds the keys of durations. They are hashes already, so each is sought where it says itself. */
class key_table {
 public:
  explicit key_table(std::size_t most) : slots_(most + most / 2 + 1, no_key) {}

  /** Where that key stands, or would: see holds(). */
  [[nodiscard]] std::uint32_t find(std::uint64_t key) const {
    std::uint32_t slot = slot_of(key, static_cast<std::uint32_t>(slots_.size()));
    while (slots_[slot] != key && holds(slot)) {
      if (++slot == slots_.size()) slot = 0;
    }
    return slot;
  }
  [[nodiscard]] bool holds(std::uint32_t slot) const { return slots_[slot] != no_key; }
  /** @return where it stands. */
  std::uint32_t put(std::uint64_t key) {
    const std::uint32_t slot = find(key);
    slots_[slot] = key;
    return slot;
  }
  [[nodiscard]] std::size_t size() const { return slots_.size(); }

 private:
  std::vector<std::uint64_t> slots_;
};

}  // namespace

json figure::to_json() const {
  if (!value) return nullptr;
  return is_whole ? json(static_cast<std::int64_t>(*value)) : json(*value);
}

/** Collects by bucket; the last cell is the whole range, where a person counts once. */
class measure::tally {
 public:
  tally(statistic stat, std::optional<std::int32_t> money_digits, const std::vector<bucket>& by)
      : stat_(stat), money_digits_(money_digits), find_(by), cells_(by.size() + 1) {}

  /** One event without a value. */
  void count(std::int64_t time_ms) {
    ++cells_[find_(time_ms)].count;
    ++cells_.back().count;
  }
  void add(std::int64_t time_ms, double value) {
    add(cells_[find_(time_ms)], value);
    add(cells_.back(), value);
  }
  /** Someone was there. Calls for one `who` come together, ascending in time. */
  void see_person(person_id who, std::int64_t time_ms) {
    see(cells_[find_(time_ms)], who);
    see(cells_.back(), who);
  }
  void leave_open() { ++open_pairs_; }
  /** In any order; each account counts once a bucket. */
  void see_account(std::uint32_t account, std::int64_t time_ms) {
    const sort_key entry{find_(time_ms), account};
    if (accounts_.empty() || accounts_.back() < entry || entry < accounts_.back()) accounts_.push_back(entry);
  }

  [[nodiscard]] measured finish() {
    count_accounts();
    measured out;
    for (std::size_t i = 0; i + 1 < cells_.size(); ++i) out.series.push_back(finite(finish(cells_[i])));
    out.total = finite(finish(cells_.back()));
    out.open_pairs = open_pairs_;
    return out;
  }

 private:
  struct tally_cell {
    std::uint64_t count{0};
    std::uint64_t people{0};
    person_id last_person{nobody};
    exact_sum sum;
    double min{0}, max{0};
    std::vector<double> values;
  };

  void add(tally_cell& to, double value) const {
    ++to.count;
    if (is_quantile(stat_)) {
      to.values.push_back(value);
    } else if (stat_ == statistic::min || stat_ == statistic::max) {
      to.min = to.count == 1 ? value : std::min(to.min, value);
      to.max = to.count == 1 ? value : std::max(to.max, value);
    } else if (stat_ != statistic::count) {
      to.sum.add(value);
    }
  }

  static void see(tally_cell& to, person_id who) {
    if (to.last_person == who) return;
    to.last_person = who;
    ++to.people;
  }

  void count_accounts() {
    for (const sort_key& entry : sorted_accounts()) ++cells_[static_cast<std::size_t>(entry.high)].people;
    for (sort_key& entry : accounts_) entry.high = 0;
    cells_.back().people += sorted_accounts().size();
  }
  /** Each once. */
  std::vector<sort_key>& sorted_accounts() {
    sort_keys(accounts_.data(), accounts_.data() + accounts_.size());
    const auto is_same = [](const sort_key& a, const sort_key& b) {
      return !(a < b);
    };  // not less, being sorted
    accounts_.erase(std::unique(accounts_.begin(), accounts_.end(), is_same), accounts_.end());
    return accounts_;
  }

  /** A sum beyond a double is not known. */
  static figure finite(figure of) {
    if (of.value && !std::isfinite(*of.value)) of.value.reset();
    return of;
  }

  /** Money adds up in minor units, as on paper: 0.10 + 0.20 is 0.30. */
  [[nodiscard]] double sum_of(const exact_sum& sum) const {
    if (!money_digits_) return sum.value();
    const auto minor = round_half_away_to_minor(sum.value(), *money_digits_);
    return minor ? minor_to_amount(*minor, *money_digits_) : sum.value();
  }

  [[nodiscard]] figure finish(tally_cell& of) const {
    const auto whole = [](std::uint64_t n) { return figure{static_cast<double>(n), true}; };
    const auto mean = [&](double sum, std::uint64_t n) {
      return n == 0 ? figure{} : figure{sum / static_cast<double>(n), false};
    };
    switch (stat_) {
      case statistic::count:
      case statistic::sessions:
        return whole(of.count);
      case statistic::users:
      case statistic::accounts:
        return whole(of.people);
      case statistic::sum:
        return {sum_of(of.sum), false};
      case statistic::mean:
      case statistic::session_minutes:
        return mean(of.sum.value(), of.count);
      case statistic::events_per_user:
        return mean(static_cast<double>(of.count), of.people);
      case statistic::median:
        return {median(of.values), false};
      case statistic::p90:
        return {p90(of.values), false};
      case statistic::min:
        return of.count == 0 ? figure{} : figure{of.min, false};
      case statistic::max:
        return of.count == 0 ? figure{} : figure{of.max, false};
    }
    return {};
  }

  statistic stat_;
  std::optional<std::int32_t> money_digits_;
  std::uint64_t open_pairs_{0};
  bucket_finder find_;
  std::vector<tally_cell> cells_;
  std::vector<sort_key> accounts_;  // bucket, then account
};

result<measure> measure::compile(const metric& source, const std::string& path, const frame& in) {
  const ask_context& context = in.context();
  measure out;
  out.in_ = &in;
  out.source_ = &source;
  PAYOFF_ASSIGN(of,
                selection::compile(source.of, path + (source.is_duration ? "/between/start" : "/of"), in));
  out.of_ = std::move(of);
  if (source.is_duration) {
    PAYOFF_ASSIGN(end, selection::compile(source.end, path + "/between/end", in));
    out.end_ = std::move(end);
    out.key_ = context.store.key_index(source.key);
  } else if (!source.property.empty()) {
    out.property_ = context.store.property_index(source.property);
  }
  const std::string& kept = source.is_duration ? source.key : source.property;
  if (!kept.empty() && out.key_ == event_store::npos && out.property_ == event_store::npos) {
    return fail(error_code::needs_reload, path + (source.is_duration ? "/between/key" : "/prop"),
                "the property `" + kept + "` was not kept; name it in the playbook's " +
                    (source.is_duration ? "/metrics" : "/data/columns") + " and load again");
  }
  return out;
}

measured measure::over(const scope& in, const std::vector<bucket>& by, std::int64_t as_of_ms) const {
  tally to(source_->stat, money_digits(*source_, in_->context().book), by);
  if (by.empty()) return to.finish();
  if (source_->is_duration) {
    add_durations(in, to, as_of_ms);
  } else if (source_->stat == statistic::sessions || source_->stat == statistic::session_minutes) {
    add_sessions(in, to);
  } else {
    add_events(in, to);
  }
  return to.finish();
}

void measure::add_events(const scope& in, tally& to) const {
  const event_store& store = in_->context().store;
  const statistic stat = source_->stat;
  for_each_match(store, in, of_, [&](person_id person, row_id row) {
    const std::int64_t time_ms = store.time_ms(row);
    switch (stat) {
      case statistic::count:
        to.count(time_ms);
        break;
      case statistic::users:
        if (person != nobody) to.see_person(person, time_ms);
        break;
      case statistic::events_per_user:
        if (person == nobody) break;
        to.count(time_ms);
        to.see_person(person, time_ms);
        break;
      case statistic::accounts:
        if (store.account(row) != dictionary::none) to.see_account(store.account(row), time_ms);
        break;
      default: {
        const cell value = store.property(property_, row);
        if (value.is_number()) to.add(time_ms, value.number());
      }
    }
  });
}

/** A session: a person's matching events with no gap over the playbook's; it belongs to the bucket of its
 * first one. */
void measure::add_sessions(const scope& in, tally& to) const {
  const event_store& store = in_->context().store;
  person_id whose = nobody;
  std::int64_t first_ms = 0;
  std::int64_t last_ms = 0;
  const auto close = [&] {
    if (whose != nobody) to.add(first_ms, static_cast<double>(last_ms - first_ms) / 60'000);
  };
  for_each_match(store, in, of_, [&](person_id person, row_id row) {
    if (person == nobody) return;
    const std::int64_t time_ms = store.time_ms(row);
    if (person != whose || time_ms - last_ms > in_->context().book.session_gap_ms) {
      close();
      whose = person;
      first_ms = time_ms;
    }
    last_ms = time_ms;
  });
  close();
}

/**
 * From each start to the first end at or after it with the same key. A pair belongs to the period of its
 * start; its end may lie after the period, up to as_of. When one account is asked for, both must be of it, so
 * that a vendor's store and the account's own browser give the same figure.
 */
void measure::add_durations(const scope& in, tally& to, std::int64_t as_of_ms) const {
  const event_store& store = in_->context().store;
  std::vector<keyed_time> begun;
  for_each_match(store, in, of_, [&](person_id, row_id row) {
    const std::uint64_t key = store.key(key_, row);
    if (key != no_key) begun.push_back({store.time_ms(row), key});
  });
  if (begun.empty()) return;
  key_table wanted(begun.size());
  std::vector<placed_time> starts;
  starts.reserve(begun.size());
  for (const keyed_time& start : begun) starts.push_back({start.time_ms, wanted.put(start.key)});
  // Who ends it may be somebody else than who began: a colleague answers, an office pays.
  const scope of_ends = in_->scope_of(in.from_ms, as_of_ms, in.account);
  std::vector<placed_time> ends;
  for_each_match(store, of_ends, end_, [&](person_id, row_id row) {
    const std::uint32_t slot = wanted.find(store.key(key_, row));
    if (wanted.holds(slot)) ends.push_back({store.time_ms(row), slot});
  });
  // Ends are counted into place by slot, and only those of one key are sorted.
  std::vector<std::uint32_t> place(wanted.size() + 1);
  for (const placed_time& end : ends) ++place[end.slot + 1];
  for (std::size_t i = 1; i < place.size(); ++i) place[i] += place[i - 1];
  std::vector<std::int64_t> times(ends.size());
  for (const placed_time& end : ends) times[place[end.slot]++] = end.time_ms;
  // Now place[slot] is behind the key's ends, and those of the slot before it end where they begin.
  const auto begin_of = [&](std::uint32_t slot) { return times.data() + (slot == 0 ? 0 : place[slot - 1]); };
  const auto end_of = [&](std::uint32_t slot) { return times.data() + place[slot]; };
  for (std::uint32_t slot = 0; slot < wanted.size(); ++slot) {
    if (end_of(slot) - begin_of(slot) > 1) sort_few(begin_of(slot), end_of(slot), std::less<>());
  }
  const double per_unit = duration_unit_ms[static_cast<std::size_t>(source_->unit)];
  for (const placed_time& start : starts) {
    const std::int64_t* const end = std::lower_bound(begin_of(start.slot), end_of(start.slot), start.time_ms);
    if (end == end_of(start.slot)) {
      to.leave_open();
    } else {
      to.add(start.time_ms, static_cast<double>(*end - start.time_ms) / per_unit);
    }
  }
}

}  // namespace payoff

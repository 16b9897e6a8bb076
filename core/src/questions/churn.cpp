// SPDX-License-Identifier: Apache-2.0
#include "questions/churn.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "questions/shared/contracts.h"
#include "questions/shared/prone.h"
#include "questions/shared/rounded.h"
#include "stats/exact_sum.h"
#include "stats/order.h"

namespace payoff {
namespace {

/** What Stripe says of an end that the customer did not ask for. */
bool is_of_payment(const std::string& reason) {
  return reason == "payment_failed" || reason == "payment_disputed";
}

/** By id, in the order of cancel_reasons. */
struct reason_counts {
  std::array<std::int64_t, cancel_reasons.size()> by_id{};
  std::int64_t without{0};
  bool has_unknown{false};

  void see(const std::string& reason) {
    if (reason.empty() || is_of_payment(reason)) {
      ++without;
      return;
    }
    const std::string_view other = "other";
    std::string_view id = reason;
    if (std::find(cancel_reasons.begin(), cancel_reasons.end(), id) == cancel_reasons.end()) {
      has_unknown = true;
      id = other;
    }
    for (std::size_t i = 0; i < by_id.size(); ++i) by_id[i] += cancel_reasons[i] == id ? 1 : 0;
  }

  [[nodiscard]] json to_json() const {
    std::vector<double> keys;
    keys.reserve(by_id.size());
    for (const std::int64_t count : by_id) keys.push_back(-static_cast<double>(count));
    json out = json::array();
    for (const std::uint32_t i : order_of(keys)) {
      if (by_id[i] > 0) out.push_back({{"id", cancel_reasons[i]}, {"count", by_id[i]}});
    }
    return out;
  }
};

/** What happened to customers in one period. Money in minor units. */
class tally {
 public:
  tally(const contracts& all, const price_currency& money) : all_(all), money_(money) {}

  /** @param reasons of those who are gone at the end are added, unless it is nullptr. */
  void see(const contract& one, const time_range& over, reason_counts* reasons) {
    const contract_step* const first = one.before(over.from_ms);
    const contract_step* const last = one.before(over.to_ms);
    const bool was = first != nullptr && first->is_customer;
    const bool is = last != nullptr && last->is_customer;
    customers_ += was ? 1 : 0;
    customers_end_ += is ? 1 : 0;
    if (!was && is) ++(first == nullptr ? fresh_ : won_back_);
    if (was) see_price(money_.minor(first->mrr), is ? money_.minor(last->mrr) : 0.0);
    if (is || last == first) return;  // is one, or has been none all the time
    std::size_t end = one.ends.size();
    while (one.ends[end - 1].at_ms >= over.to_ms) --end;
    const contract_end& how = one.ends[end - 1];
    if (reasons != nullptr) reasons->see(how.reason);
    if (!was) {
      ++gone_again_;
      return;
    }
    ++lost_;
    const bool is_unpaid = is_of_payment(how.reason) || (how.reason.empty() && how.has_failed_payment);
    involuntary_ += is_unpaid ? 1 : 0;
  }

  [[nodiscard]] bool has_unknown_price() const { return all_.has_price() && priced_ < customers_; }

  /** Appends the figures; null of a time that has not come. */
  void write(json& out, bool has_begun) const {
    const auto count = [&](std::string_view name, std::int64_t value, bool is_known = true) {
      out[name] = has_begun && is_known ? json(value) : json(nullptr);
    };
    const bool has_money = has_begun && all_.has_price() && (priced_ > 0 || customers_ == 0);
    const double start = mrr_start_.value();
    const double less = mrr_lost_.value();
    const auto money = [&](std::string_view name, double value) {
      out[name] = has_money ? plain(money_.amount(value)) : json(nullptr);
    };
    const auto rate = [&](std::string_view name, double value) {
      out[name] = has_money && start > 0 ? plain(value / start) : json(nullptr);
    };
    count("customers", customers_);
    count("lost", lost_);
    out["logo_rate"] = has_begun && customers_ > 0
                           ? ratio(static_cast<std::uint64_t>(lost_), static_cast<std::uint64_t>(customers_))
                           : json(nullptr);
    money("mrr_start", start);
    money("mrr_lost", less);
    money("mrr_contraction", mrr_contraction_.value());
    money("mrr_expansion", mrr_expansion_.value());
    rate("gross_rate", less);
    rate("net_rate", less - mrr_expansion_.value());
    count("voluntary", lost_ - involuntary_, all_.has_failures());
    count("involuntary", involuntary_, all_.has_failures());
    count("won_back", won_back_);
    count("new", fresh_);
    count("gone_again", gone_again_);
    count("customers_end", customers_end_);
  }

 private:
  void see_price(const std::optional<double>& before, const std::optional<double>& after) {
    if (!before || !after) return;
    ++priced_;
    mrr_start_.add(*before);
    if (*after > *before) mrr_expansion_.add(*after - *before);
    if (*after >= *before) return;
    mrr_lost_.add(*before - *after);
    if (*after > 0) mrr_contraction_.add(*before - *after);
  }

  const contracts& all_;
  const price_currency& money_;
  std::int64_t customers_{0}, customers_end_{0}, lost_{0}, involuntary_{0}, won_back_{0}, fresh_{0},
      gone_again_{0};
  std::int64_t priced_{0}; /**< Customers whose price is known. */
  exact_sum mrr_start_, mrr_lost_, mrr_contraction_, mrr_expansion_;
};

}  // namespace

result<json> answer_churn(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, grain::month);
  const counted per = from.find("per") != nullptr ? read_per(from) : contracts::default_per(context.book);
  const std::vector<attribute_name> attributes = read_prone_attributes(from, in, per);
  const std::int64_t min_people = from.integer_or("min_people", 10, 1, 1'000'000'000);
  from.finish();
  PAYOFF_TRY(wrong.as_result());

  PAYOFF_ASSIGN(all, contracts::find(in, per));
  PAYOFF_ASSIGN(by, buckets_of(in, in.range()));
  const price_currency money(context.book);
  std::vector<time_range> periods;  // that have begun
  for (const bucket& one : by) {
    if (one.start_ms < in.as_of_ms()) periods.push_back({one.start_ms, std::min(one.end_ms, in.as_of_ms())});
  }
  std::vector<tally> series(by.size(), tally(all, money));
  tally total(all, money);
  reason_counts reasons;
  for (const std::uint32_t unit : all.units()) {
    const contract one = all.of(unit);
    for (std::size_t i = 0; i < periods.size(); ++i) series[i].see(one, periods[i], &reasons);
    if (!periods.empty()) total.see(one, {in.range().from_ms, periods.back().to_ms}, nullptr);
  }

  json out = in.begin_answer("churn");
  out["per"] = per_name(per);
  out["currency"] = money.code();
  json& list = out["series"] = json::array();
  bool has_unknown_price = total.has_unknown_price();
  for (std::size_t i = 0; i < by.size(); ++i) {
    json entry = bucket_json(in, by[i]);
    series[i].write(entry, i < periods.size());
    mark_partial(entry, in, by[i]);
    list.push_back(std::move(entry));
    has_unknown_price = has_unknown_price || series[i].has_unknown_price();
  }
  total.write(out["total"], !periods.empty());
  out["reasons"] = reasons.to_json();
  out["without_reason"] = reasons.without;
  json& prone = out["prone"] =
      prone_json(count_prone(in, all, periods, attributes), static_cast<std::uint64_t>(min_people));
  if (!prone.empty()) in.note("not_causal");
  if (has_unknown_price) in.note("unknown_price");
  if (all.has_unreadable()) in.note("unreadable_price");
  if (reasons.has_unknown) in.note("unknown_reason");
  in.finish_answer(out);
  return out;
}

}  // namespace payoff

// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/contracts.h"

#include <algorithm>

#include "questions/shared/selection.h"
#include "stats/money.h"
#include "store/sort_keys.h"

namespace payoff {
namespace {

constexpr std::int64_t failure_days = 60;  // so long a payment is tried again

/** What a price or a plan says: a customer's, nobody's, or nothing that can be read. */
enum class meaning : std::uint8_t { paid, unpaid, unreadable };

bool is_nothing(const cell& value) {
  return value.kind() == cell_kind::null || (value.kind() == cell_kind::boolean && !value.boolean());
}

meaning meaning_of_price(const cell& value) {
  if (is_nothing(value)) return meaning::unpaid;
  if (!value.is_number() || !(value.number() >= 0)) return meaning::unreadable;
  return value.number() > 0 ? meaning::paid : meaning::unpaid;
}

meaning meaning_of_plan(const cell& value, const dictionary& texts) {
  if (is_nothing(value)) return meaning::unpaid;
  if (value.kind() == cell_kind::nested) return meaning::unreadable;
  return value.kind() == cell_kind::text && texts[value.text_id()].empty() ? meaning::unpaid : meaning::paid;
}

}  // namespace

/** Follows one unit's signals. */
class contracts::standing {
 public:
  explicit standing(const dictionary& texts) : texts_(texts) {}

  void see(const signal& one) {
    if (one.at_ms != now_ms_) settle();
    now_ms_ = one.at_ms;
    switch (one.kind) {
      case signal_kind::failed:
        failed_ms_ = one.at_ms;
        break;
      case signal_kind::succeeded:
        failed_ms_.reset();
        [[fallthrough]];
      case signal_kind::started:
        by_event_ = said::yes;
        break;
      case signal_kind::price:
        see_price(one.value);
        break;
      case signal_kind::plan: {
        const meaning found = meaning_of_plan(one.value, texts_);
        if (found != meaning::unreadable) by_value_ = found == meaning::paid ? said::yes : said::no;
        break;
      }
      case signal_kind::canceled:
        by_event_ = said::no;
        if (reason_.empty() && one.value.kind() == cell_kind::text) reason_ = texts_[one.value.text_id()];
        break;
    }
  }

  [[nodiscard]] contract finish() {
    settle();
    return std::move(out_);
  }

 private:
  enum class said : std::uint8_t { nothing, yes, no };

  void see_price(const cell& value) {
    const meaning found = meaning_of_price(value);
    if (found == meaning::unreadable) return;
    if (found == meaning::unpaid) {
      by_value_ = said::no;
      return;
    }
    const bool is_new = by_value_ != said::yes || mrr_ != value.number();
    if (is_new && by_event_ == said::no) by_event_ = said::nothing;
    by_value_ = said::yes;
    mrr_ = value.number();
  }

  /** All signals of one instant are seen. */
  void settle() {
    const bool is_customer =
        by_event_ != said::no &&
        (by_value_ == said::yes || (by_value_ == said::nothing && by_event_ == said::yes));
    const bool was_customer = !out_.steps.empty() && out_.steps.back().is_customer;
    const std::optional<double> mrr = is_customer ? mrr_ : std::nullopt;
    if (was_customer && !is_customer) {
      out_.ends.push_back({now_ms_, failed_ms_ && now_ms_ - *failed_ms_ <= failure_days * day_ms, ""});
    }
    if (!is_customer && !out_.ends.empty() && out_.ends.back().reason.empty()) {
      out_.ends.back().reason = reason_;
    }
    reason_.clear();
    if (is_customer != was_customer || (is_customer && mrr != out_.steps.back().mrr)) {
      out_.steps.push_back({now_ms_, is_customer, mrr});
    }
  }

  const dictionary& texts_;
  contract out_;
  std::int64_t now_ms_{INT64_MIN};
  said by_value_{said::nothing}, by_event_{said::nothing};
  std::optional<double> mrr_;
  std::optional<std::int64_t> failed_ms_;
  std::string reason_;  // of the instant
};

const contract_step* contract::before(std::int64_t at_ms) const {
  const contract_step* found = nullptr;
  for (const contract_step& step : steps) {
    if (step.from_ms >= at_ms) break;
    found = &step;
  }
  return found;
}

counted contracts::default_per(const playbook& book) {
  const subscription_attributes& says = book.subscription;
  const auto& first = says.mrr ? says.mrr : says.plan;
  return first && first->subject == attribute_subject::user ? counted::users : counted::accounts;
}

bool contracts::add(const signal& one) {
  if (one.kind == signal_kind::price && meaning_of_price(one.value) == meaning::unreadable) {
    has_unreadable_ = true;
    return true;
  }
  return signals_.push_back(one);
}

result<void> contracts::add_attribute(const frame& in, const std::optional<attribute_name>& of,
                                      std::string_view name, signal_kind kind) {
  const bool is_of_user = per_ == counted::users;
  if (!of || (of->subject == attribute_subject::user) != is_of_user) return {};
  const attribute_log& log = store_->attributes(of->subject);
  const std::size_t attribute = log.index_of(of->name);
  if (attribute == attribute_log::npos) {
    return fail(error_code::needs_reload, join_path("/subscription", name),
                "the attribute `" + full_name(*of) + "` was not kept; load again with this playbook");
  }
  const scope whose = in.scope_of(0, in.as_of_ms());
  if (is_of_user ? whose.account.has_value() : whose.person.has_value()) return {};
  const std::optional<std::uint32_t>& only = is_of_user ? whose.person : whose.account;
  std::uint32_t begin = is_of_user ? 1 : 0;
  std::uint32_t end = is_of_user ? store_->people() : store_->accounts().size();
  if (only) begin = *only;
  if (only) end = *only == (is_of_user ? nobody : dictionary::none) ? begin : begin + 1;
  for (std::uint32_t subject = begin; subject < end; ++subject) {
    for (const attribute_entry& entry : log.history(attribute, subject)) {
      if (entry.at_ms >= in.as_of_ms()) break;
      if (!add({is_of_user ? subject : subject + 1, kind, entry.at_ms, entry.value})) {
        return fail(error_code::out_of_memory, "", "no memory to list the contracts");
      }
    }
  }
  return {};
}

result<void> contracts::add_events(const frame& in, std::string_view name, signal_kind kind,
                                   std::string_view property_name, const std::string& property) {
  const selector* const events = in.context().book.subscription.event(name);
  if (events == nullptr) return {};
  const scope whose = in.scope_of(0, in.as_of_ms());
  if (per_ == counted::users ? whose.account.has_value() : whose.person.has_value()) return {};
  std::size_t index = event_store::npos;
  if (!property.empty()) {
    index = store_->property_index(property);
    if (index == event_store::npos) {
      return fail(error_code::needs_reload, join_path("/subscription", property_name),
                  "the property `" + property + "` was not kept; load again with this playbook");
    }
  }
  PAYOFF_ASSIGN(matching, selection::compile(*events, join_path("/subscription", name), in));
  bool fits = true;
  for_each_match(*store_, whose, matching, [&](person_id person, row_id row) {
    // dictionary::none + 1 is 0 as nobody is.
    const std::uint32_t unit = per_ == counted::users ? person : store_->account(row) + 1;
    if (unit == nobody) return;
    const cell value = index == event_store::npos ? cell() : store_->property(index, row);
    const std::int64_t at_ms = store_->time_ms(row);
    const bool is_said = value.kind() != cell_kind::absent && value.kind() != cell_kind::null;
    if (kind == signal_kind::started && is_said) {
      fits = add({unit, signal_kind::price, at_ms, value}) && fits;
    }
    fits = add({unit, kind, at_ms, kind == signal_kind::canceled ? value : cell()}) && fits;
  });
  if (!fits) return fail(error_code::out_of_memory, "", "no memory to list the contracts");
  return {};
}

result<contracts> contracts::find(const frame& in, counted per) {
  const subscription_attributes& says = in.context().book.subscription;
  contracts out;
  out.store_ = &in.context().store;
  out.per_ = per;
  out.has_price_ = says.mrr || !says.mrr_property.empty();
  out.has_failures_ = says.event("payment_failed") != nullptr;
  if (!says.mrr && !says.plan && says.event("started") == nullptr &&
      says.event("payment_succeeded") == nullptr) {
    return fail(error_code::missing_field, "",
                "the playbook's `subscription` says of nobody that they pay: add `mrr`, `plan`, `started` or "
                "`payment_succeeded`");
  }
  PAYOFF_TRY(out.add_attribute(in, says.mrr, "mrr", signal_kind::price));
  if (!out.has_price_) PAYOFF_TRY(out.add_attribute(in, says.plan, "plan", signal_kind::plan));
  PAYOFF_TRY(out.add_events(in, "started", signal_kind::started, "mrr_prop", says.mrr_property));
  PAYOFF_TRY(out.add_events(in, "payment_succeeded", signal_kind::succeeded, "", ""));
  PAYOFF_TRY(out.add_events(in, "payment_failed", signal_kind::failed, "", ""));
  PAYOFF_TRY(out.add_events(in, "canceled", signal_kind::canceled, "reason_prop", says.reason_property));

  const dictionary& texts = out.store_->texts();
  sort_few(out.signals_.begin(), out.signals_.end(), [&texts](const signal& a, const signal& b) {
    if (a.unit != b.unit) return a.unit < b.unit;
    if (a.at_ms != b.at_ms) return a.at_ms < b.at_ms;
    return a.kind != b.kind ? a.kind < b.kind : is_less_value(a.value, b.value, texts);
  });
  for (const signal& one : out.signals_) {
    if (out.units_.empty() || out.units_.back() != one.unit) out.units_.push_back(one.unit);
  }
  return out;
}

price_currency::price_currency(const playbook& book)
    : code_(book.currency.empty() && book.roi ? book.roi->currency : book.currency),
      digits_(currency_digits(code_)) {}

std::optional<double> price_currency::minor(const std::optional<double>& price) const {
  const auto found = price ? round_half_away_to_minor(*price, digits_) : std::nullopt;
  return found ? std::optional(static_cast<double>(*found)) : std::nullopt;
}

std::optional<double> price_currency::amount(double minor_units) const {
  const auto whole = round_half_away_to_minor(minor_units, 0);
  return whole ? std::optional(minor_to_amount(*whole, digits_)) : std::nullopt;
}

contract contracts::of(std::uint32_t unit) const {
  standing state(store_->texts());
  const auto* at =
      std::lower_bound(signals_.begin(), signals_.end(), unit,
                       [](const signal& one, std::uint32_t wanted) { return one.unit < wanted; });
  for (; at != signals_.end() && at->unit == unit; ++at) state.see(*at);
  return state.finish();
}

}  // namespace payoff

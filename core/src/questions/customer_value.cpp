// SPDX-License-Identifier: Apache-2.0
#include "questions/customer_value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "questions/shared/contract_value.h"
#include "questions/shared/histories.h"
#include "questions/shared/rounded.h"
#include "stats/bgnbd.h"
#include "stats/exact_sum.h"
#include "stats/gamma_gamma.h"
#include "stats/order.h"

namespace payoff {
namespace {

constexpr int parameter_digits = 6;
constexpr double most = 1e9; /**< Of frequencies and times. */

struct customer {
  json id;
  buying bought;
  std::optional<double> value;
};

/** What is asked for, besides who. */
struct wish {
  std::int64_t horizon{39};
  double discount{0};
  std::optional<bgnbd_parameters> params;
  std::optional<gamma_gamma_parameters> gamma_gamma;
};

template <std::size_t N>
std::optional<std::array<double, N>> read_parameters(reader& from, std::string_view name,
                                                     const std::array<std::string_view, N>& names) {
  const json* given = from.find(name);
  if (given == nullptr) return std::nullopt;
  reader in(*given, from.path_of(name), from.wrong());
  std::array<double, N> out{};
  for (std::size_t i = 0; i < N; ++i) {
    out[i] = in.number(names[i]);
    if (!(out[i] > 0)) in.bad_value(names[i], "`" + std::string(names[i]) + "` must be above 0");
  }
  in.finish();
  return out;
}

wish read_wish(reader& from) {
  wish out;
  from.need("model");
  static_cast<void>(from.choice_or("model", {"bgnbd"}, 0));
  out.horizon = from.integer_or("horizon", 39, 1, 3650);
  out.discount = from.number_if("discount").value_or(0);
  if (!(out.discount >= 0)) from.bad_value("discount", "`discount` must be 0 or above");
  if (const auto given = read_parameters<4>(from, "params", {"r", "alpha", "a", "b"})) {
    out.params = {(*given)[0], (*given)[1], (*given)[2], (*given)[3]};
  }
  if (const auto given = read_parameters<3>(from, "gamma_gamma", {"p", "q", "v"})) {
    out.gamma_gamma = {(*given)[0], (*given)[1], (*given)[2]};
  }
  return out;
}

// ---- who --------------------------------------------------------------------------------------------------

double read_amount(reader& from, std::string_view name) {
  const double found = from.number(name);
  if (found >= 0 && found <= most) return found;
  from.bad_value(name, "`" + std::string(name) + "` must be from 0 to 1000000000");
  return 0;
}

customer read_customer(const json& item, const std::string& path, problem& wrong) {
  reader from(item, path, wrong);
  customer out;
  if (const json* id = from.find("id")) {
    if (!id->is_string() && !id->is_number()) from.wrong_type("id", "a text or a number", *id);
    out.id = id->is_number() ? json(print_json(*id)) : *id;
  }
  out.bought = {read_amount(from, "frequency"), read_amount(from, "recency"), read_amount(from, "t")};
  if (out.bought.frequency != std::floor(out.bought.frequency)) {
    from.bad_value("frequency", "`frequency` must be a whole number: it counts repeat purchases");
  }
  if (out.bought.recency > out.bought.t) {
    from.bad_value("recency", "`recency` must not be above `t`: both begin with the first purchase");
  }
  if (const json* value = from.find("value"); value != nullptr && !value->is_null()) {
    out.value = from.number("value");
  }
  from.finish();
  return out;
}

/** One customer's purchases, day by day. */
class purchases {
 public:
  purchases(const event_store& store, const zone& place, std::size_t amount)
      : store_(store), place_(place), amount_(amount) {}

  /** In order of time. */
  void add(row_id row) {
    const std::int64_t day = place_.day_number(store_.time_ms(row));
    if (days_ == 0) first_day_ = day;
    if (days_ == 0 || day != last_day_) {
      ++days_;
      is_priced_ = false;
    }
    last_day_ = day;
    if (days_ == 1 || amount_ == event_store::npos) return;
    const cell amount = store_.property(amount_, row);
    if (!amount.is_number()) return;
    spent_.add(amount.number());
    priced_days_ += is_priced_ ? 0 : 1;
    is_priced_ = true;
  }

  [[nodiscard]] bool is_customer() const { return days_ > 0; }
  [[nodiscard]] customer until(std::int64_t end_day, double unit_days, std::string_view id) const {
    const auto units = [&](std::int64_t days) { return static_cast<double>(days) / unit_days; };
    customer out{
        id, {static_cast<double>(days_ - 1), units(last_day_ - first_day_), units(end_day - first_day_)}, {}};
    const double mean = spent_.value() / static_cast<double>(priced_days_);
    if (priced_days_ > 0 && std::isfinite(mean)) out.value = mean;
    return out;
  }

 private:
  const event_store& store_;
  const zone& place_;
  std::size_t amount_;
  std::int64_t first_day_{0}, last_day_{0}, days_{0}, priced_days_{0};
  bool is_priced_{false};
  exact_sum spent_;
};

result<std::vector<customer>> find_customers(const frame& in, const selection& of, std::size_t amount,
                                             counted per, double unit_days) {
  std::vector<customer> found;
  const event_store& store = in.context().store;
  const std::int64_t end_ms = std::min(in.range().to_ms, in.as_of_ms());
  if (end_ms <= in.range().from_ms) return found;
  const std::int64_t end_day = in.place().day_number(end_ms - 1);
  PAYOFF_ASSIGN(all, histories::find(in, per));
  std::vector<std::string_view> ids;
  for (std::uint32_t unit = 1; unit < all.units(); ++unit) {
    const row_list rows = all.of(unit);
    purchases bought(store, in.place(), amount);
    for (std::uint32_t i = rows.count_before(store, in.range().from_ms);
         i < rows.size() && store.time_ms(rows[i]) < end_ms; ++i) {
      if (of.matches(rows[i])) bought.add(rows[i]);
    }
    if (!bought.is_customer()) continue;
    ids.push_back(all.id(unit));
    found.push_back(bought.until(end_day, unit_days, ids.back()));
  }
  return in_order(found, order_of(ids));
}

// ---- the answer -------------------------------------------------------------------------------------------

bgnbd_parameters printed(bgnbd_parameters of) {
  for (double* one : {&of.r, &of.alpha, &of.a, &of.b}) *one = rounded(*one, parameter_digits);
  return of;
}

gamma_gamma_parameters printed(gamma_gamma_parameters of) {
  for (double* one : {&of.p, &of.q, &of.v}) *one = rounded(*one, parameter_digits);
  return of;
}

/** Purchases to come, and the same counted less the later they come. */
struct outlook {
  std::optional<double> purchases, discounted;
};

outlook outlook_of(const bgnbd_parameters& params, const buying& who, const wish& asked) {
  outlook out;
  out.purchases = bgnbd_expected(params, who, static_cast<double>(asked.horizon));
  out.discounted = out.purchases;
  if (!out.purchases || asked.discount == 0) return out;
  double before = 0, factor = 1, sum = 0;
  for (std::int64_t k = 1; k <= asked.horizon; ++k) {
    const double until = *bgnbd_expected(params, who, static_cast<double>(k));
    factor /= 1 + asked.discount;
    sum += (until - before) * factor;
    before = until;
  }
  out.discounted = sum;
  return out;
}

/** Appends "model" to "customers". @return notes. */
std::vector<std::string_view> write_model(json& out, const std::vector<customer>& all, wish asked) {
  std::vector<buying> bought;
  std::vector<spending> spent;
  for (const customer& one : all) {
    bought.push_back(one.bought);
    if (one.bought.frequency > 0 && one.value && *one.value > 0)
      spent.push_back({one.bought.frequency, *one.value});
  }
  std::vector<std::string_view> notes;
  const bgnbd_likelihood likelihood(bought);
  if (!asked.params) {
    if (const auto fitted = likelihood.fit()) asked.params = printed(*fitted);
    if (!asked.params) notes.emplace_back("no_fit");
  }
  if (!asked.gamma_gamma && !spent.empty()) {
    if (const auto fitted = gamma_gamma_likelihood(spent).fit()) asked.gamma_gamma = printed(*fitted);
    if (!asked.gamma_gamma) notes.emplace_back("no_value_fit");
  }

  out["model"] = "bgnbd";
  out["horizon"] = asked.horizon;
  out["discount"] = plain(asked.discount);
  json &params = out["params"], height;
  if (const auto& of = asked.params) {
    params = {{"r", plain(of->r)}, {"alpha", plain(of->alpha)}, {"a", plain(of->a)}, {"b", plain(of->b)}};
    parameters slope{};
    height = rounded(likelihood.at({of->r, of->alpha, of->a, of->b}, slope));
  }
  out["log_likelihood"] = std::move(height);
  json& gamma_gamma = out["gamma_gamma"];
  if (const auto& of = asked.gamma_gamma) {
    gamma_gamma = {{"p", plain(of->p)}, {"q", plain(of->q)}, {"v", plain(of->v)}};
  }

  bool is_complete = true;
  json& list = out["customers"] = json::array();
  for (const customer& one : all) {
    std::optional<double> alive, worth;
    outlook ahead;
    if (asked.params) {
      alive = bgnbd_alive(*asked.params, one.bought);
      ahead = outlook_of(*asked.params, one.bought, asked);
      is_complete = is_complete && ahead.purchases;
    }
    if (asked.gamma_gamma) {
      const bool is_new = one.bought.frequency == 0;
      if (is_new) {
        worth = gamma_gamma_mean(*asked.gamma_gamma, {});
      } else if (one.value && *one.value > 0) {
        worth = gamma_gamma_mean(*asked.gamma_gamma, {one.bought.frequency, *one.value});
      }
    }
    json entry;
    entry["id"] = one.id;
    entry["frequency"] = plain(one.bought.frequency);
    entry["recency"] = plain(one.bought.recency);
    entry["t"] = plain(one.bought.t);
    entry["value"] = plain(one.value);
    entry["p_alive"] = rounded(alive);
    entry["expected_purchases"] = rounded(ahead.purchases);
    entry["expected_purchase_value"] = rounded(worth);
    if (worth && ahead.discounted) {
      entry["expected_value"] = rounded(*worth * *ahead.discounted);
    } else {
      entry["expected_value"] = nullptr;
    }
    list.push_back(std::move(entry));
  }
  if (!is_complete) notes.emplace_back("not_computed");
  return notes;
}

result<json> answer_direct(const ask_context& context, reader& from) {
  const frame in(from, context, frame::as_of_rule::optional);
  std::vector<customer> all;
  from.each("customers", [&](const json& item, const std::string& path) {
    all.push_back(read_customer(item, path, from.wrong()));
  });
  const wish asked = read_wish(from);
  from.finish();
  PAYOFF_TRY(from.wrong().as_result());
  json out;
  out["ask"] = "customer_value";
  const auto found = write_model(out, all, asked);
  json& notes = out["notes"] = json::array();
  for (const std::string_view note : found) notes.push_back(note);
  return out;
}

}  // namespace

result<json> answer_customer_value(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  if (question.find("customers") != nullptr) return answer_direct(context, from);
  if (from.choice_or("model", {"contract", "bgnbd"}, 0) == 0) {
    const bool is_direct = question.find("durations") != nullptr || question.find("observed") != nullptr;
    return is_direct ? direct_contract_value(context, from) : contract_value(context, from);
  }

  frame in(from, context);
  in.read_range(from, grain::day);
  selector purchase;
  if (const json& given = from.need("purchase"); !given.is_null()) {
    purchase = parse_selector(given, "/purchase", wrong);
  }
  const auto amount_prop = from.filled_if("amount_prop");
  const std::size_t unit = from.choice_or("unit", {"day", "week"}, 1);
  const counted per = read_per(from);
  const wish asked = read_wish(from);
  from.finish();
  PAYOFF_TRY(wrong.as_result());

  std::size_t amount = event_store::npos;
  if (amount_prop) {
    amount = context.store.property_index(*amount_prop);
    if (amount == event_store::npos) {
      return fail(error_code::needs_reload, "/amount_prop",
                  "the property `" + *amount_prop +
                      "` was not kept; name it in the playbook's /data/columns and load again");
    }
  }
  PAYOFF_ASSIGN(of, selection::compile(purchase, "/purchase", in));
  PAYOFF_ASSIGN(all, find_customers(in, of, amount, per, unit == 0 ? 1 : 7));
  json out = in.begin_answer("customer_value");
  out["per"] = per_name(per);
  out["unit"] = unit == 0 ? "day" : "week";
  for (const std::string_view note : write_model(out, all, asked)) in.note(note);
  in.finish_answer(out);
  return out;
}

}  // namespace payoff

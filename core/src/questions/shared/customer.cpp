// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/customer.h"

#include <algorithm>
#include <utility>

#include "questions/shared/measure.h"
#include "questions/shared/survey_answers.h"
#include "stats/order.h"

namespace payoff {

time_range customer::last_days(std::int64_t days, std::int64_t back) const {
  const std::int64_t to_ms = in_.as_of_ms() - back * day_ms;
  return {to_ms - days * day_ms, to_ms};
}

std::int64_t customer::days_since(std::int64_t at_ms) const { return (in_.as_of_ms() - at_ms) / day_ms; }

std::string customer::date_of(std::int64_t at_ms) const { return date_name(in_.place().day_number(at_ms)); }

result<std::optional<double>> customer::count(std::string_view set, statistic stat,
                                              const time_range& over) const {
  if (book().find_set(set) == nullptr) return std::nullopt;
  metric figure;
  figure.of = set_selector(set);
  figure.stat = stat;
  PAYOFF_ASSIGN(compiled, measure::compile(figure, join_path("/sets", set), in_));
  const std::vector<bucket> whole{{over.from_ms, over.to_ms, over.from_ms, over.to_ms}};
  return compiled.over(in_.scope_of(over.from_ms, over.to_ms), whole, in_.as_of_ms()).total.value;
}

result<double> customer::count(const selector& of, const std::string& path, const time_range& over) const {
  PAYOFF_ASSIGN(matching, selection::compile(of, path, in_));
  double rows = 0;
  for_each_match(in_.context().store, in_.scope_of(over.from_ms, over.to_ms), matching,
                 [&](person_id, row_id) { ++rows; });
  return rows;
}

result<std::optional<std::int64_t>> customer::last_ms(const selector& of, const std::string& path,
                                                      std::int64_t to_ms) const {
  PAYOFF_ASSIGN(matching, selection::compile(of, path, in_));
  const event_store& store = in_.context().store;
  std::optional<std::int64_t> out;
  for_each_match(store, in_.scope_of(0, to_ms), matching,
                 [&](person_id, row_id row) { out = std::max(out.value_or(0), store.time_ms(row)); });
  return out;
}

result<std::optional<std::int64_t>> customer::first_ms() const {
  PAYOFF_ASSIGN(active, selection::compile(set_selector("active"), "/sets/active", in_));
  return first_match_ms(in_.context().store, in_.scope_of(0, in_.as_of_ms()), active);
}

const selector* customer::payment(std::string_view name) const { return book().subscription.event(name); }

cell customer::known(const std::optional<attribute_name>& of, std::optional<std::int64_t> before_ms) const {
  if (!of) return {};
  const scope whose = in_.scope_of(0, in_.as_of_ms());
  const attribute_log& log = in_.context().store.attributes(of->subject);
  const std::size_t attribute = log.index_of(of->name);
  const std::optional<std::uint32_t>& subject =
      of->subject == attribute_subject::user ? whose.person : whose.account;
  if (!subject || attribute == attribute_log::npos) return {};
  return log.at(attribute, *subject, before_ms.value_or(in_.as_of_ms()) - 1);
}

std::optional<std::int64_t> customer::known_date_ms(const std::optional<attribute_name>& of) const {
  const cell value = known(of);
  if (value.kind() != cell_kind::text) return std::nullopt;
  const auto moment = parse_moment(in_.context().store.texts()[value.text_id()], in_.place());
  return moment ? std::optional(*moment) : std::nullopt;
}

std::optional<std::int64_t> customer::days_to(const std::optional<std::int64_t>& at_ms) const {
  if (!at_ms) return std::nullopt;
  return in_.place().day_number(*at_ms) - in_.place().day_number(in_.as_of_ms());
}

bool customer::may_use(const capability& one) const {
  const cell plan = known(book().subscription.plan);
  return one.plans.empty() || plan.kind() != cell_kind::text ||
         std::find(one.plans.begin(), one.plans.end(), in_.context().store.texts()[plan.text_id()]) !=
             one.plans.end();
}

result<std::optional<double>> customer::utilisation(const time_range& over) const {
  double open = 0;
  double used = 0;
  for (std::size_t i = 0; i < book().capabilities.size(); ++i) {
    const capability& one = book().capabilities[i];
    if (!may_use(one)) continue;
    PAYOFF_ASSIGN(events, count(one.events, join_path("/capabilities", i) + "/events", over));
    ++open;
    if (events > 0) ++used;
  }
  if (open == 0) return std::nullopt;
  return used / open;
}

result<std::optional<customer::score>> customer::latest_nps() const {
  const event_store& store = in_.context().store;
  std::optional<score> out;
  PAYOFF_ASSIGN(survey, survey_answers::find(in_, "nps"));
  if (!survey) return out;
  for_each_match(store, in_.scope_of(0, in_.as_of_ms()), survey->rows, [&](person_id, row_id row) {
    const auto given = survey->score_of(store, row);
    const std::int64_t at_ms = store.time_ms(row);
    if (!given || (out && at_ms < out->at_ms)) return;
    const bool is_later = !out || at_ms > out->at_ms;
    out = score{is_later ? *given : std::min(out->value, *given), at_ms};
  });
  return out;
}

bool customer::is_present() const {
  const subscription_attributes& contract = book().subscription;
  for (const auto* one :
       {&contract.plan, &contract.mrr, &contract.renews_on, &contract.card_expires_on, &contract.seats}) {
    if (known(*one).kind() != cell_kind::absent) return true;
  }
  bool is_found = false;
  for_each_row(in_.context().store, in_.scope_of(0, in_.as_of_ms()),
               [&](person_id, row_id) { is_found = true; });
  return is_found;
}

namespace {

frame frame_with(const frame& in, json question, std::int64_t as_of_ms) {
  question["zone"] = in.place().name();
  question["week_start"] = weekday_name(in.week_start());
  question["as_of"] = instant_name(as_of_ms);
  problem wrong;  // there is nothing to be: all of it was read before
  reader from(question, "", wrong);
  return {from, in.context()};
}

}  // namespace

frame frame_at(const frame& in, std::int64_t as_of_ms) {
  json customer;
  in.add_customer(customer);
  return frame_with(in, std::move(customer), as_of_ms);
}

frame frame_of(const frame& in, counted per, std::string_view id, std::int64_t as_of_ms) {
  json customer;
  customer[per_name(per)] = id;
  return frame_with(in, std::move(customer), as_of_ms);
}

std::vector<std::string_view> customer_ids(const frame& in, counted per) {
  const bool is_users = per == counted::users;
  const dictionary& all = is_users ? in.context().store.users() : in.context().store.accounts();
  const std::optional<std::string>& asked = is_users ? in.user() : in.account();
  std::vector<std::string_view> out;
  for (std::uint32_t one = 0; one < all.size(); ++one) {
    if (!asked || all[one] == *asked) out.push_back(all[one]);
  }
  return in_order(out, order_of(out));
}

void need_customer(const frame& in, std::string_view whose, problem& wrong) {
  if (in.account() || in.user()) return;
  wrong.report(error_code::missing_field, "/account",
               "`account` or `user` must be given: " + std::string(whose));
}

}  // namespace payoff

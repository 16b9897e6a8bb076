// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/frame.h"

#include <algorithm>

namespace payoff {
namespace {

const zone* find_zone(std::span<const zone> zones, std::string_view name) {
  for (const zone& one : zones) {
    if (one.name() == name) return &one;
  }
  return nullptr;
}

}  // namespace

frame::frame(reader& question, const ask_context& context, as_of_rule rule)
    : context_(context), place_(&context.zones.front()) {
  const auto zone_name = question.text_if("zone");
  const std::string& wanted = zone_name               ? *zone_name
                              : context.defaults.zone ? *context.defaults.zone
                                                      : context.book.zone;
  if (const zone* found = find_zone(context.zones, wanted)) {
    place_ = found;
  } else {
    question.wrong().report(
        error_code::unknown_zone, question.path_of("zone"),
        "`" + wanted.substr(0, 80) +
            "` is no time zone that is known here; give an IANA name such as Europe/Berlin");
  }
  week_start_ = static_cast<weekday>(question.choice_or(
      "week_start", weekday_names,
      static_cast<std::size_t>(context.defaults.week_start.value_or(context.book.week_start))));

  if (question.find("as_of") != nullptr) {
    as_of_ms_ = read_moment(question, "as_of");
  } else if (context.defaults.as_of) {
    const auto moment = parse_moment(*context.defaults.as_of, *place_);
    if (moment) {
      as_of_ms_ = *moment;
    } else {
      question.wrong().report(error_code::bad_value, question.path_of("as_of"), moment.error().message);
    }
  } else if (rule == as_of_rule::required) {
    question.wrong().report(error_code::missing_as_of, question.path_of("as_of"),
                            "`as_of` must be given: the instant up to which the data count as complete");
  }

  account_ = question.text_if("account");
  if (account_) account_number_ = context.store.accounts().find(*account_);
  user_ = question.text_if("user");
  if (user_) {
    const std::uint32_t number = context.store.users().find(*user_);
    person_ = number == dictionary::none ? nobody : number + 1;
  }
  if (context.has_other_model) note("model_of_other_playbook");
}

std::int64_t frame::read_moment(reader& question, std::string_view name) const {
  const std::string text = question.text(name);
  if (question.wrong().first()) return 0;
  const auto moment = parse_moment(text, *place_);
  if (moment) return *moment;
  question.bad_value(name, moment.error().message);
  return 0;
}

void frame::read_range(reader& question, grain default_grain) {
  const std::int64_t from_ms = read_moment(question, "from");
  const std::int64_t to_ms = read_moment(question, "to");
  const auto by =
      static_cast<grain>(question.choice_or("grain", grain_names, static_cast<std::size_t>(default_grain)));
  if (!question.wrong().first() && to_ms <= from_ms) question.bad_value("to", "`to` must be after `from`");
  set_range(from_ms, to_ms, by);
}

void frame::set_range(std::int64_t from_ms, std::int64_t to_ms, grain by) {
  range_ = {from_ms, to_ms};
  by_ = by;
  if (is_partial()) note("partial_period");
}

scope frame::scope_of(std::int64_t from_ms, std::int64_t to_ms) const {
  return scopes_.find(context_.store,
                      {from_ms, std::max(from_ms, std::min(to_ms, as_of_ms_)), account_number_, person_});
}

scope frame::scope_of(std::int64_t from_ms, std::int64_t to_ms, std::optional<std::uint32_t> account) const {
  return scopes_.find(context_.store,
                      {from_ms, std::max(from_ms, std::min(to_ms, as_of_ms_)), account, std::nullopt});
}

void frame::note(std::string_view code) {
  if (std::find(notes_.begin(), notes_.end(), code) == notes_.end()) notes_.push_back(code);
}

json frame::begin_answer(std::string_view ask) const {
  json out;
  out["ask"] = ask;
  out["range"] = range_json();
  add_customer(out);
  return out;
}

void frame::add_customer(json& to) const {
  if (account_) to["account"] = *account_;
  if (user_) to["user"] = *user_;
}

json frame::range_json() const {
  json out;
  out["from"] = moment_name(range_.from_ms, *place_);
  out["to"] = moment_name(range_.to_ms, *place_);
  out["zone"] = place_->name();
  out["grain"] = grain_name(by_);
  out["week_start"] = weekday_name(week_start_);
  out["as_of"] = instant_name(as_of_ms_);
  return out;
}

void frame::finish_answer(json& answer) const {
  json& notes = answer["notes"] = json::array();
  for (const auto code : notes_) notes.push_back(code);
  answer["quality"] =
      context_.quality.to_json(context_.store.accepted_rows(), context_.store.accepted_rows_from(as_of_ms_));
}

result<std::vector<bucket>> buckets_of(const frame& in, const time_range& range) {
  return buckets(in.place(), in.by(), in.week_start(), range.from_ms, range.to_ms);
}

json ratio(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return nullptr;
  return static_cast<double>(part) / static_cast<double>(whole);
}

json bucket_json(const frame& in, const bucket& of) {
  json out;
  out["start"] = bucket_name(of, in.by(), in.place());
  return out;
}

void mark_partial(json& entry, const frame& in, const bucket& of) {
  if (of.full_end_ms > in.as_of_ms()) entry["partial"] = true;
}

}  // namespace payoff

// SPDX-License-Identifier: Apache-2.0
#include "payoff/engine.h"

#include <cstdlib>
#include <utility>

#include "ingest/loader.h"
#include "playbook/playbook.h"
#include "questions/question.h"
#include "questions/shared/scope.h"
#include "snapshot/archive.h"
#include "store/hash.h"

#ifndef PAYOFF_VERSION
#error "PAYOFF_VERSION comes from package.json by way of CMakeLists.txt"
#endif

namespace payoff {
namespace {

json error_json(const error& from) {
  return {{"error", {{"code", error_name(from.code)}, {"path", from.path}, {"message", from.message}}}};
}

/**
 * Columns report when they cannot grow, but the many small allocations between two of them cannot. So before
 * work begins a block as large as that work may need is taken and given back: a heap that has no room for it
 * says out_of_memory here, where nothing is half done.
 */
bool has_headroom(std::size_t bytes) {
  void* probe = std::malloc(bytes);
  const bool fits = probe != nullptr;
  std::free(probe);
  return fits;
}

store_columns columns_of(const playbook& book) {
  return {book.properties(), book.keys(), book.attributes(attribute_subject::user),
          book.attributes(attribute_subject::account)};
}

/** Stands for the playbook, however it is spaced, and for the key of all that was hashed. */
std::uint64_t fingerprint_of(std::string_view playbook_json, const engine_options& options) {
  if (!keeps_snapshots()) return 0;
  return hash_bytes(print_json(parse_json(playbook_json, "").value_or(json())), options.hash_key);
}

constexpr const char* no_snapshots = "this program was built without snapshots";

constexpr std::size_t working_bytes = 4U << 20U;
constexpr std::size_t probe_every_bytes = 1U << 20U;

}  // namespace

struct engine::state {
  explicit state(const engine_options& given) : options(given) { zones.emplace_back(); }

  [[nodiscard]] load_summary summary() const {
    json out;
    out["ok"] = true;
    out["first_ms"] = store->rows() == 0 ? json(nullptr) : json(store->first_ms());
    out["last_ms"] = store->rows() == 0 ? json(nullptr) : json(store->last_ms());
    out["format"] = load->format_name();
    out["rows"] = store->accepted_rows();
    out["quality"] = load->quality().to_json(store->accepted_rows(), 0);
    return {print_json(out)};
  }

  engine_options options;
  std::uint64_t fingerprint{fingerprint_of({}, options)};
  std::unique_ptr<playbook> book = std::make_unique<playbook>();
  ask_defaults defaults;
  std::unique_ptr<learned_model> model;
  std::vector<zone> zones;  // zones[0] is UTC
  std::unique_ptr<event_store> store;
  std::unique_ptr<loader> load;                   // refers to book, options and store
  bool is_ready{false};                           // end() came after the last append()
  std::size_t unprobed_bytes{probe_every_bytes};  // the first append() is probed
};

engine::engine(const engine_options& options) : state_(std::make_unique<state>(options)) {}
engine::~engine() = default;
engine::engine(engine&&) noexcept = default;
engine& engine::operator=(engine&&) noexcept = default;

result<void> engine::configure(std::string_view playbook_json) {
  PAYOFF_ASSIGN(book, read_playbook(playbook_json));
  if (book->format != "auto" && find_format(book->format) == nullptr) {
    std::vector<std::string_view> names = format_names();
    names.insert(names.begin(), "auto");
    return fail(error_code::unknown_name, "/data/format",
                unknown_name_message("format", book->format, names));
  }
  state_->load.reset();
  state_->store.reset();
  state_->is_ready = false;
  state_->book = std::move(book);
  state_->fingerprint = fingerprint_of(playbook_json, state_->options);
  return {};
}

result<void> engine::set_defaults(std::string_view defaults_json) {
  PAYOFF_ASSIGN(parsed, parse_json(defaults_json, "the text of defaults"));
  problem wrong;
  reader from(parsed, "", wrong);
  ask_defaults out;
  out.zone = from.text_if("zone");
  if (from.find("week_start") != nullptr) {
    out.week_start = static_cast<weekday>(from.choice_or("week_start", weekday_names, 0));
  }
  out.as_of = from.text_if("as_of");
  from.finish();
  PAYOFF_TRY(wrong.as_result());
  state_->defaults = std::move(out);
  return {};
}

result<void> engine::set_model(std::string_view model_json) {
  state_->model.reset();
  if (model_json.empty()) return {};
  PAYOFF_ASSIGN(model, parse_model(model_json));
  state_->model = std::move(model);
  return {};
}

result<void> engine::add_zone(std::string_view name, std::vector<zone_change> changes) {
  PAYOFF_ASSIGN(made, zone::make(std::string(name), std::move(changes)));
  for (zone& known : state_->zones) {
    if (known.name() != name) continue;
    known = std::move(made);
    return {};
  }
  state_->zones.push_back(std::move(made));
  return {};
}

result<void> engine::begin() {
  const engine_options& options = state_->options;
  state_->load.reset();
  state_->is_ready = false;
  state_->unprobed_bytes = probe_every_bytes;
  state_->store = std::make_unique<event_store>(
      columns_of(*state_->book), store_limits{options.max_rows, options.max_names}, options.hash_key);
  state_->load = std::make_unique<loader>(*state_->book, options, *state_->store);
  return {};
}

result<void> engine::append(std::string_view bytes) {
  if (!state_->load) return fail(error_code::bad_state, "", "append() before begin()");
  state_->is_ready = false;
  // Once a megabyte: sources may deliver a few bytes at a time, and taking the block costs more than reading
  // those.
  state_->unprobed_bytes += bytes.size();
  if (state_->unprobed_bytes >= probe_every_bytes) {
    if (!has_headroom(working_bytes + 2 * bytes.size())) {
      return fail(error_code::out_of_memory, "",
                  "no memory for another chunk; what was read before it is kept");
    }
    state_->unprobed_bytes = 0;
  }
  return state_->load->append(bytes);
}

result<load_summary> engine::end() {
  if (!state_->load) return fail(error_code::bad_state, "", "end() before begin()");
  state_->is_ready = false;  // should something fail below
  PAYOFF_TRY(state_->load->finish());
  PAYOFF_TRY(state_->store->group());
  state_->is_ready = true;
  return state_->summary();
}

result<std::string> engine::snapshot() const {
  if (!keeps_snapshots()) return fail(error_code::not_supported, "", no_snapshots);
  if (!state_->is_ready) return fail(error_code::bad_state, "", "snapshot() before end()");
  archive counting = archive::writer(nullptr);
  state_->load->pass(counting);
  const std::size_t size_bytes = snapshot_head_bytes + counting.bytes_passed();
  if (!has_headroom(working_bytes + size_bytes)) {
    return fail(error_code::out_of_memory, "",
                "no memory for a snapshot of " + std::to_string(size_bytes) + " bytes");
  }
  std::string out(size_bytes, '\0');
  archive writing = archive::writer(out.data() + snapshot_head_bytes);
  state_->load->pass(writing);
  seal_snapshot(out, state_->fingerprint);
  return out;
}

result<load_summary> engine::restore(std::string_view bytes) {
  if (!keeps_snapshots()) return fail(error_code::not_supported, "", no_snapshots);
  PAYOFF_TRY(begin());
  PAYOFF_ASSIGN(parts, open_snapshot(bytes, state_->fingerprint));
  if (!has_headroom(working_bytes + bytes.size())) {
    return fail(error_code::out_of_memory, "", "no memory to restore the snapshot");
  }
  archive reading = archive::reader(parts);
  state_->load->pass(reading);
  if (auto done = reading.outcome(); !done) {
    PAYOFF_TRY(begin());
    return tl::unexpected<error>(std::move(done).error());
  }
  state_->is_ready = true;
  return state_->summary();
}

namespace {

result<json> answer_one(const ask_context& context, const json& question) {
  if (!question.is_object()) {
    return fail(error_code::wrong_type, "",
                "a question is an object, found " + std::string(type_word(question)));
  }
  problem wrong;
  reader from(question, "", wrong);
  const std::string name = from.text("ask");
  PAYOFF_TRY(wrong.as_result());
  std::vector<std::string_view> names;
  for (const question_entry& entry : question_table()) {
    if (entry.name == name) {
      const bool is_of_base = question.find("account") == nullptr && question.find("user") == nullptr;
      return entry.answer_base != nullptr && is_of_base ? entry.answer_base(context, question)
                                                        : entry.answer(context, question);
    }
    names.push_back(entry.name);
  }
  return fail(error_code::unknown_question, "/ask", unknown_name_message("question", name, names));
}

}  // namespace

reply engine::ask(std::string_view question_json) const {
  const auto failed = [](const error& why) { return reply{print_json(error_json(why)), true}; };
  if (!state_->is_ready)
    return failed({error_code::bad_state, "", "ask() before end(): the rows are not ready"});
  // Beside small things a question keeps who has rows in the few windows that it looks at.
  const std::size_t windows_bytes = scope_cache::max_kept * sizeof(person_rows) * state_->store->groups();
  if (!has_headroom(working_bytes + windows_bytes))
    return failed({error_code::out_of_memory, "", "no memory to answer"});
  const result<json> parsed = parse_json(question_json, "the question");
  if (!parsed) return failed(parsed.error());
  const json& question = *parsed;
  const learned_model* const model = state_->model.get();
  const bool fits = model != nullptr && model->is_of(*state_->book);
  const ask_context context{*state_->store,
                            *state_->book,
                            state_->load->quality(),
                            state_->load->samples(),
                            state_->load->format_name(),
                            state_->defaults,
                            fits ? model : nullptr,
                            model != nullptr && !fits,
                            state_->zones};
  if (!question.is_array()) {
    auto answer = answer_one(context, question);
    return answer ? reply{print_json(*answer), false} : failed(answer.error());
  }
  reply out{"[", false};
  for (std::size_t i = 0; i < question.size(); ++i) {
    if (i > 0) out.json += ',';
    auto answer = answer_one(context, question[i]);
    if (!answer) {
      out.failed = true;
      answer.error().path.insert(0, join_path("", i));
      out.json += print_json(error_json(answer.error()));
    } else {
      out.json += print_json(*answer);
    }
  }
  out.json += ']';
  return out;
}

std::vector<std::string_view> engine::questions() {
  std::vector<std::string_view> out;
  for (const question_entry& entry : question_table()) out.push_back(entry.name);
  return out;
}

std::string_view version() { return PAYOFF_VERSION; }

}  // namespace payoff

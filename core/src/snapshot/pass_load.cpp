// SPDX-License-Identifier: Apache-2.0
/** @file pass_load.cpp  What must a loader know so that it goes on as if it had read all rows itself? */
#include "ingest/loader.h"
#include "snapshot/archive.h"

namespace payoff {
namespace {

/** JSON numbers, and far from any overflow of their sum. */
constexpr std::uint64_t most_rows = std::uint64_t{1} << 50U;

}  // namespace

void quality_report::pass(archive& through) {
  for (std::uint64_t& count : rejected_) count = through.number(count, most_rows);
  duplicates_ = through.number(duplicates_, most_rows);
  files_ = through.number(files_, most_rows);
  is_truncated_ = through.number(is_truncated_ ? 1 : 0, 1) != 0;
  examples_.resize(static_cast<std::size_t>(through.number(examples_.size(), kept_examples)));
  for (example& one : examples_) {
    one.file = through.number(one.file, most_rows);
    one.line = through.number(one.line, most_rows);
    const auto last = static_cast<std::uint64_t>(row_problem::bad_time);
    one.why = static_cast<row_problem>(through.number(static_cast<std::uint64_t>(one.why), last));
    one.detail = std::string(through.text(one.detail));
  }
}

void row_sample::pass(archive& through, std::uint32_t names) {
  const std::size_t rows = through.count(entries_.size(), 24);
  for (std::size_t i = 0; i < rows && !through.is_refused(); ++i) {
    const entry own = through.is_reading() ? entry{0, 0, 0} : entries_[i];
    const auto name = static_cast<std::uint32_t>(through.number(own.name, UINT32_MAX));
    const std::string_view read = through.text(through.is_reading() ? std::string_view() : text(own));
    if (!through.is_reading() || through.is_refused()) continue;
    if (name >= names || !wants(name)) return through.refuse();
    if (!take(name, read)) return through.refuse(error_code::out_of_memory);
  }
}

void loader::pass(archive& through) {
  // What is kept as std::string comes first: it cannot say that memory is out, and there is most of it now.
  quality_.pass(through);
  const std::string_view remembered = through.text(json_format_.name);
  restored_format_ = std::string(through.text(format_name()));
  store_.pass(through);
  seen_.pass(through);
  samples_.events.pass(through, store_.names().size());
  samples_.users.pass(through, 1);
  samples_.accounts.pass(through, 1);
  // One that this program does not read is tried on no stream.
  const export_format* const known = through.is_reading() ? find_format(remembered) : nullptr;
  if (!is_format_given_ && known != nullptr) json_format_ = *known;
}

}  // namespace payoff

// SPDX-License-Identifier: Apache-2.0
#include "learning/buckets.h"

#include <cmath>
#include <cstring>

#include "learning/counts.h"

namespace payoff {
namespace {

constexpr unsigned dropped_bits = 45;  // of the 52 behind the leading one, 7 are kept
constexpr std::uint64_t zero = std::uint64_t{1} << 18U;
constexpr double smallest = 1e-307;

/** The bucket that the k-th figure lies in, counted from 0. */
double figure_at(const json& list, std::int64_t k) {
  double out = 0;
  std::int64_t before = 0;
  for_each_count(list, [&](std::int64_t bucket, std::int64_t count) {
    if (k >= before) out = figure_of(static_cast<std::uint64_t>(bucket));
    before += count;
  });
  return out;
}

}  // namespace

std::uint64_t bucket_of(double figure) {
  const double size = std::abs(figure);
  if (size < smallest) return zero;
  const std::uint64_t half = std::uint64_t{1} << (dropped_bits - 1);
  std::uint64_t bits = 0;
  std::memcpy(&bits, &size, sizeof bits);
  const std::uint64_t kept = (bits + half) >> dropped_bits;
  return figure < 0 ? zero - kept : zero + kept;
}

double figure_of(std::uint64_t bucket) {
  if (bucket == zero) return 0;
  const std::uint64_t kept = bucket < zero ? zero - bucket : bucket - zero;
  const std::uint64_t bits = kept << dropped_bits;
  double size = 0;
  std::memcpy(&size, &bits, sizeof size);
  return bucket < zero ? -size : size;
}

bool are_buckets(const json& list, const std::string& path, problem& wrong) {
  // Keys ascend: the last is the largest.
  if (list.is_array() &&
      (list.empty() || static_cast<std::uint64_t>(list[list.size() - 2].integer()) < 2 * zero)) {
    return true;
  }
  wrong.report(error_code::bad_value, path, "must be a list of counts by bucket");
  return false;
}

std::optional<double> quantile_of_buckets(const json& list, double p) {
  std::int64_t n = 0;
  for_each_count(list, [&](std::int64_t, std::int64_t count) { n += count; });
  if (n == 0) return std::nullopt;
  const double position = static_cast<double>(n - 1) * p;
  const double whole = std::floor(position);
  const auto at = static_cast<std::int64_t>(whole);
  const double low = figure_at(list, at);
  if (position == whole) return low;
  return low + (position - whole) * (figure_at(list, at + 1) - low);
}

}  // namespace payoff

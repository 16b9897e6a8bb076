// SPDX-License-Identifier: Apache-2.0
#include "store/sort_keys.h"

#include <algorithm>

namespace payoff {

void sort_keys(sort_key* begin, sort_key* end) {
  if (!std::is_sorted(begin, end)) std::sort(begin, end);
}

}  // namespace payoff

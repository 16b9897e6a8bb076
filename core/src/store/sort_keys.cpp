// SPDX-License-Identifier: Apache-2.0
#include "store/sort_keys.h"

#include <functional>

namespace payoff {

void sort_keys(sort_key* begin, sort_key* end) { sort_few(begin, end, std::less<>()); }

}  // namespace payoff

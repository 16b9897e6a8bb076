// SPDX-License-Identifier: Apache-2.0
/** @file test_association_direct.cpp  Association of figures that the caller brings: no events, no as_of. */
#include <cmath>

#include "ask.h"
#include "questions/shared/rounded.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

value direct(const std::string& fields) { return ask("", {}, R"({"ask":"association",)" + fields + "}"); }

bool is_near(const value& got, double wanted, double absolute) {
  return got.is_number() && std::fabs(got.get<double>() - wanted) <= absolute;
}

}  // namespace

TEST_CASE("a table is told in full") {
  const value got = direct(R"("table":{"tp":30,"fp":10,"fn":20,"tn":40})");
  CHECK(at(got, "/ask") == "association");
  CHECK(at(got, "/notes") == value::array());
  CHECK(at(got, "/rows").size() == 1);
  const value row = at(got, "/rows/0");
  CHECK(row["id"] == "table");
  CHECK(row["n"] == 100);
  CHECK(row["table"] == read(R"({"tp":30,"fp":10,"fn":20,"tn":40})"));
  CHECK(is_near(row["phi"]["low"], 0.2148508239, 1e-10));
  // log 6 -+ 1.96 sqrt(1/30 + 1/10 + 1/20 + 1/40)
  CHECK(is_near(row["odds_ratio"]["low"], 2.4527, 0.0005));
  CHECK(is_near(row["odds_ratio"]["high"], 14.678, 0.005));
  CHECK(row["chi_square"]["df"] == 1);
  CHECK(is_near(row["fisher_p"], 8.3e-05, 1e-6));
  CHECK(row["q"] == row["fisher_p"]);
  CHECK(row["adjusted"] == nullptr);
}

TEST_CASE("strata are told as their sum, and adjusted over them") {
  const value got =
      direct(R"("strata":[{"tp":512,"fp":313,"fn":89,"tn":19},{"tp":353,"fp":207,"fn":17,"tn":8},
    {"tp":120,"fp":205,"fn":202,"tn":391},{"tp":138,"fp":279,"fn":131,"tn":244},{"tp":53,"fp":138,"fn":94,"tn":299},
    {"tp":22,"fp":351,"fn":24,"tn":317}])");
  CHECK(at(got, "/rows/0/table") == read(R"({"tp":1198,"fp":1493,"fn":557,"tn":1278})"));
  CHECK(is_near(at(got, "/rows/0/adjusted/odds_ratio/value"), 0.9046968, 5e-8));
  CHECK(is_near(at(got, "/rows/0/adjusted/odds_ratio/low"), 0.7719074, 5e-8));
  CHECK(is_near(at(got, "/rows/0/adjusted/cmh/value"), 1.5246, 5e-5));
  CHECK(at(got, "/rows/0/adjusted/cmh/df") == 1);
  CHECK(at(got, "/rows/0/adjusted/strata") == 6);
}

TEST_CASE("Yates' correction applies to both chi-squares") {
  const value got = direct(R"("strata":[{"tp":30,"fp":10,"fn":20,"tn":40}],"correction":true)");
  CHECK(is_near(at(got, "/rows/0/chi_square/value"), 15.0416666666667, 1e-12));
  CHECK(is_near(at(got, "/rows/0/adjusted/cmh/value"), 15.0416666666667 * 0.99, 1e-12));
}

TEST_CASE("p-values, proportions and rates") {
  for (const value& q : at(direct(R"("p_values":[0.01,0.02,0.03,0.04,0.05])"), "/q_values")) {
    CHECK(is_near(q, 0.05, 1e-15));
  }
  CHECK(at(direct(R"("p_values":[0.5,null,0.25])"), "/q_values") == read("[0.5,null,0.5]"));
  CHECK(at(direct(R"("p_values":[])"), "/q_values") == value::array());
  const value wilson = direct(R"("successes":15,"trials":148)");
  CHECK(is_near(wilson["rate"], 15.0 / 148, 1e-15));
  CHECK(is_near(wilson["low"], 0.0624, 0.00005));
  CHECK(is_near(wilson["high"], 0.1605, 0.00005));
  CHECK(direct(R"("successes":0,"trials":0)") ==
        read(R"({"ask":"association","rate":null,"low":null,"high":null,"notes":[]})"));
  const value rates = direct(R"("counts":[11,21],"exposures":[800,3011])");
  CHECK(is_near(rates["ratio"], 1.971488, 5e-7));
  CHECK(is_near(rates["p"], 0.07966863, 1e-8));
  CHECK(at(direct(R"("counts":[0,0],"exposures":[1,1])"), "/p") == nullptr);
  CHECK(at(direct(R"("counts":[3,0],"exposures":[1,1])"), "/ratio") == nullptr);
  CHECK(at(direct(R"("counts":[3,0],"exposures":[1,1])"), "/p") == 0.25);
  CHECK(at(direct(R"("counts":[0,3],"exposures":[1,1])"), "/ratio") == 0.0);
  CHECK(at(direct(R"("counts":[2,3],"exposures":[0,1])"), "/p") == nullptr);
  CHECK(at(direct(R"("counts":[2,3],"exposures":[0,1])"), "/ratio") == nullptr);
}

TEST_CASE("wrong figures are told where and what") {
  const auto wrong = [](const std::string& fields) { return at(direct(fields), "/error"); };
  CHECK(wrong(R"("table":{"tp":1,"fp":2,"fn":3})")["path"] == "/table/tn");
  CHECK(wrong(R"("table":{"tp":-1,"fp":2,"fn":3,"tn":4})")["path"] == "/table/tp");
  CHECK(wrong(R"("strata":[{"tp":1,"fp":2,"fn":3,"tn":4},{"tp":"1","fp":2,"fn":3,"tn":4}])")["path"] ==
        "/strata/1/tp");
  CHECK(wrong(R"("strata":[])")["path"] == "/strata");
  CHECK(wrong(R"("table":{"tp":1,"fp":2,"fn":3,"tn":4},"p_values":[1])")["path"] == "/p_values");
  CHECK(wrong(R"("p_values":[0.5,1.5])")["path"] == "/p_values/1");
  CHECK(wrong(R"("successes":5,"trials":4)")["path"] == "/successes");
  CHECK(wrong(R"("successes":5)")["path"] == "/trials");
  CHECK(wrong(R"("counts":[1,2,3],"exposures":[1,1])")["path"] == "/counts");
  CHECK(wrong(R"("counts":[1,2.5],"exposures":[1,1])")["path"] == "/counts/1");
  CHECK(wrong(R"("counts":[1,2])")["path"] == "/exposures");
  CHECK(wrong(R"("successes":1,"trials":2,"corection":true)")["code"] == "unknown_field");
}

TEST_CASE("figures keep ten significant digits, at any size") {
  CHECK(rounded(0.123456789012345) == 0.1234567890);
  CHECK(rounded(-123456.78901234) == -123456.7890);
  CHECK(rounded(0.99999999999) == 1.0);
  CHECK(rounded(9999999999.6) == 1e10);
  CHECK(rounded(1e10) == 1e10);
  CHECK(rounded(1.23456789014999e-200) == 1.234567890e-200);
  CHECK(rounded(9.8765432105e+250) == 9.876543211e+250);
  CHECK(rounded(5e-324) == 5e-324);
  CHECK(rounded(0.0) == 0.0);
  for (int power = -300; power <= 300; power += 7) {
    const std::string text = "7.31415926e" + std::to_string(power);
    CHECK(rounded(std::strtod(text.c_str(), nullptr) * (1 + 4e-12)) == std::strtod(text.c_str(), nullptr));
  }
}

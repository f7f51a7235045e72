// run.cpp - tests regulars.hpp: every conversation, and everything that can fail.
//
// usage: run ROOT STORES     (REGULARS, REGULARS_SO, REGULARS_BUILD as for tests/flow_*)
// Out:   TAP.
#include <fcntl.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <thread>
#include <vector>

#include "pos-adapters/cpp/test/replay.hpp"

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds LIMIT{ 50 };
constexpr milliseconds STALL{ 1000 }; // once in a while the machine has something else to do

std::string root;
std::string stores;
int asserts_failed = 0;

std::string from_environment(const char *name)
{
	const char *value = std::getenv(name);

	return value == nullptr ? "" : value;
}

void check(bool holds, const std::string &what)
{
	if (holds)
		return;
	asserts_failed++;
	std::cout << "# not so: " << what << "\n";
}

std::string faulty(const std::string &name)
{
	return from_environment("REGULARS_BUILD") + "/tests/faulty/" + name;
}

regulars::options options_of(const std::string &name)
{
	regulars::options options;

	options.store = stores + "/" + name;
	options.library = from_environment("REGULARS_SO");
	return options;
}

regulars::options faulty_options(const std::string &name, milliseconds within)
{
	regulars::options options;

	options.store = "x.db";
	options.library = faulty(name);
	options.within = within;
	return options;
}

void make_shop(const std::string &conversation, const std::string &store)
{
	const std::string command = "'" + root + "/tests/gateway/make-shop' '" + conversation + "' '" + store + "'";

	check(std::system(command.c_str()) == 0, command);
}

regulars::options shop_with_member(const std::string &name)
{
	const auto options = options_of(name);

	make_shop(root + "/tests/gateway/first-day.jsonl", options.store);
	regulars::store(options).enrol(R"({"name":"Asha","card":"KLUB-1"})");
	return options;
}

std::string sale(const std::string &id, const std::string &total = "12.50")
{
	const auto line = regulars::object{}.text("name", "Coffee").text("total", total).str();

	return regulars::object{}
		.text("id", id)
		.text("currency", "EUR")
		.json("member", R"({"scan":"KLUB-1"})")
		.text("total", total)
		.json("lines", "[" + line + "]")
		.str();
}

// The code of what the call threw: "late", "late, not asked", "unavailable", "E_SUM", or "".
std::string code_of(const std::function<void()> &call)
{
	try {
		call();
	} catch (const regulars::late &late) {
		return late.asked() ? "late" : "late, not asked";
	} catch (const regulars::unavailable &) {
		return "unavailable";
	} catch (const regulars::error &error) {
		return error.code();
	}
	return "";
}

milliseconds time_of(const std::function<void()> &call)
{
	const auto begun = steady_clock::now();

	call();
	return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun);
}

void check_times(std::vector<milliseconds> times, milliseconds limit, const std::string &what)
{
	std::cout << "# " << what << ":";
	for (const auto &one : times)
		std::cout << " " << one.count() << " ms";
	std::cout << "\n";
	std::sort(times.begin(), times.end());
	check(times[times.size() / 2] <= limit && times.back() < STALL, what);
}

bool has(const std::string &text, const std::string &part)
{
	return text.find(part) != text.npos;
}

// --- tests

void a_library_that_is_missing_is_said_to_be()
{
	auto options = options_of("x.db");

	options.library = "/nowhere/libregulars.so.0";
	check(code_of([&] { regulars::store{ options }; }) == "unavailable", "missing");
	options.library = faulty("version.so");
	check(code_of([&] { regulars::store{ options }; }) == "unavailable", "another version");
	options.library = faulty("short.so");
	check(code_of([&] { regulars::store{ options }; }) == "unavailable", "a table that is too short");
	check(code_of([&] { regulars::store{ options_of("none.db") }; }) == "E_NO_STORE", "no store");
}

void a_no_has_its_code_and_field()
{
	regulars::store store(shop_with_member("no.db"));

	try {
		store.sale(R"({"id":"A","currency":"EUR","total":"99","lines":[{"name":"\"","total":"1"}]})");
		check(false, "it was taken");
	} catch (const regulars::error &error) {
		check(error.code() == "E_SUM" && error.field() == "total", error.code());
		check(std::string(error.what()) == "total 99.00 is not the sum of the lines (1.00)", error.what());
	}
	store.close();
	check(code_of([&] { store.shop(); }) == "E_CLOSED", "closed");
}

void a_plugin_that_refuses_everything_is_an_error_each_time()
{
	regulars::store store(faulty_options("errors.so", milliseconds(0)));

	for (int i = 0; i < 3; i++)
		check(code_of([&] { store.sale(sale("A")); }) == "E_INTERNAL", "refused");
}

void five_seconds_are_not_waited_for()
{
	std::vector<milliseconds> first;
	std::vector<milliseconds> next;
	std::vector<milliseconds> closed;

	for (int i = 0; i < 3; i++) {
		auto store = std::make_unique<regulars::store>(faulty_options("slow.so", milliseconds(40)));
		std::string code;

		first.push_back(time_of([&] { code = code_of([&] { store->sale(sale("A")); }); }));
		check(code == "late", code);
		next.push_back(time_of([&] { code = code_of([&] { store->sale(sale("B")); }); }));
		check(code == "late, not asked", code);
		closed.push_back(time_of([&] { store.reset(); }));
	}
	check_times(first, LIMIT, "late after");
	check_times(next, milliseconds(5), "the next after");
	check_times(closed, milliseconds(5), "closed in");
}

void a_store_that_another_holds_is_busy_in_time()
{
	const auto options = shop_with_member("held.db");
	regulars::store store(options);
	FILE *holder = popen(("'" + faulty("hold-turn") + "' '" + options.store + "' > '" + stores + "/held'").c_str(), "w");
	std::vector<milliseconds> times;

	check(holder != nullptr, "hold-turn");
	std::error_code none_yet;
	while (std::filesystem::file_size(stores + "/held", none_yet) == 0 || none_yet)
		std::this_thread::yield();
	for (int i = 0; i < 5; i++) {
		std::string code;

		times.push_back(time_of([&] { code = code_of([&] { store.sale(sale("H")); }); }));
		check(code == "E_BUSY", code);
	}
	check_times(times, LIMIT, "busy after");
	check(pclose(holder) == 0, "hold-turn ended");
	check(has(store.sale(sale("H")), "\"points\":12"), "and then it is there");
}

void a_child_opens_anew()
{
	auto options = shop_with_member("fork.db");

	options.within = milliseconds(20000);
	options.patience_ms = 20000;
	regulars::store store(options);

	store.sale(sale("before"));
	for (const char *id : { "child-1", "child-2" }) {
		const pid_t child = fork();

		if (child == 0) {
			const std::string code = code_of([&] {
				store.sale(sale(id));
				store.sale(sale("before"));
			});

			store.close();
			_exit(code.empty() ? 0 : 1);
		}
		int status = 1;

		check(waitpid(child, &status, 0) == child && status == 0, id);
	}
	store.sale(sale("after"));
	check(has(store.identify("KLUB-1"), "\"points\":48"), "each once");
}

void many_threads_use_one_store()
{
	auto options = shop_with_member("threads.db");

	options.within = milliseconds(60000);
	options.patience_ms = 20000;
	regulars::store store(options);
	std::vector<std::thread> threads;
	std::atomic<int> failed{ 0 };

	for (int i = 0; i < 8; i++)
		threads.emplace_back([&, i] {
			for (int n = 0; n < 12; n++) {
				const auto id = "T-" + std::to_string(i / 2) + "-" + std::to_string(n);
				const auto json = regulars::object{}.text("op", "sale").json("sale", sale(id)).str();
				const auto within = milliseconds(i % 2 == 0 ? 0 : 60000);

				if (!regulars::detail::says_yes(store.request(json, within)))
					failed++;
			}
		});
	for (auto &thread : threads)
		thread.join();
	check(failed == 0, "every sale was taken");
	check(has(store.identify("KLUB-1"), "\"points\":576"), "each once");
}

void an_object_is_written_as_json()
{
	const auto json = regulars::object{}
				  .text("a", "\"\\\n\xc3\xb8")
				  .number("b", INT64_MIN)
				  .flag("c", true)
				  .fields(" { } ")
				  .fields("{\"d\":[1]}\n")
				  .str();

	check(json == "{\"a\":\"\\\"\\\\\\u000a\xc3\xb8\",\"b\":-9223372036854775808,\"c\":true,\"d\":[1]}", json);
	for (const char *wrong : { "", "{", "7" }) {
		bool threw = false;

		try {
			regulars::object{}.fields(wrong);
		} catch (const std::invalid_argument &) {
			threw = true;
		}
		check(threw, wrong);
	}
}

void conversation(const std::filesystem::path &path, milliseconds within)
{
	auto options = options_of(path.stem().string() + ".db");

	options.within = within;
	options.patience_ms = 2000;
	make_shop(path.string(), options.store);
	regulars::store store(options);
	const std::string wrong = replay::run(store, path.string());

	check(wrong.empty(), wrong);
}

struct test {
	std::string name;
	std::function<void()> run;
};

std::vector<test> all_tests()
{
	std::vector<test> tests{
		{ "a library that is missing is said to be", a_library_that_is_missing_is_said_to_be },
		{ "a no has its code and field", a_no_has_its_code_and_field },
		{ "a plugin that refuses everything is an error each time",
		  a_plugin_that_refuses_everything_is_an_error_each_time },
		{ "five seconds are not waited for", five_seconds_are_not_waited_for },
		{ "a store that another holds is busy in time", a_store_that_another_holds_is_busy_in_time },
		{ "a child opens anew", a_child_opens_anew },
		{ "many threads use one store", many_threads_use_one_store },
		{ "an object is written as JSON", an_object_is_written_as_json },
	};
	auto within = milliseconds(0);

	for (const auto &entry : std::filesystem::directory_iterator(root + "/tests/gateway")) {
		const auto &path = entry.path();

		if (path.extension() != ".jsonl")
			continue;
		// One on this thread, the next on the worker's.
		within = milliseconds(within.count() == 0 ? 60000 : 0);
		tests.push_back({ "conversation " + path.stem().string(),
				  [path, within] { conversation(path, within); } });
	}
	return tests;
}

} // namespace

int main(int count, char **words)
{
	int number = 0;
	int failed = 0;

	if (count != 3)
		return 2;
	root = words[1];
	stores = words[2];
	for (const auto &one : all_tests()) {
		asserts_failed = 0;
		try {
			one.run();
		} catch (const std::exception &error) {
			check(false, error.what());
		}
		failed += asserts_failed > 0 ? 1 : 0;
		std::cout << (asserts_failed > 0 ? "not ok " : "ok ") << ++number << " - " << one.name << std::endl;
	}
	std::cout << "1.." << number << "\n";
	return failed > 0 ? 1 : 0;
}

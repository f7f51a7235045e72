// SPDX-License-Identifier: Apache-2.0
// regulars.hpp - Regulars, the loyalty plugin, for tills in C++17. One header; link with -ldl -pthread.
//
// In:  libregulars.so.0, loaded when a store is opened; plugin/regulars.h beside this file or in the
//      include path; a store that `regulars init` made.
// Out: regulars::store: the JSON door, a text in, a text out. README.md has an example.
//
// Amounts of money are text in major units, as the till has them ("27.00"), or whole numbers of minor
// units. Any thread may call; after fork() the child opens anew by itself, and leaves alone what was the
// parent's. The C table itself is at store::table(), for who would rather fill in structs.
#pragma once

#include <dlfcn.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "regulars.h"

namespace regulars {

// The plugin said no. code(): "E_BUSY"; field(): "lines[0].total" or ""; what(): one line.
class error : public std::runtime_error {
public:
	error(std::string code, const std::string &text, std::string field = {})
		: std::runtime_error(text), code_(std::move(code)), field_(std::move(field))
	{
	}
	const std::string &code() const noexcept { return code_; }
	const std::string &field() const noexcept { return field_; }

private:
	std::string code_;
	std::string field_;
};

// Regulars cannot be had here: no library, or one of another version. what() says what to do.
class unavailable : public std::runtime_error {
	using std::runtime_error::runtime_error;
};

// No answer within the time. asked(): whether the call was begun, and goes on behind; to ask again with
// the same sale's id is safe in either case.
class late : public std::runtime_error {
public:
	explicit late(bool asked)
		: std::runtime_error("Regulars did not answer in time; ask again later, with the same id"),
		  asked_(asked)
	{
	}
	bool asked() const noexcept { return asked_; }

private:
	bool asked_;
};

struct options {
	std::string store;
	std::string key{};     // "": the store's path with ".key" behind it
	std::string till{};    // "": "till"
	std::string printer{}; // "": none
	std::string library{ "libregulars.so.0" };
	std::uint32_t patience_ms = 40;              // for another program that writes
	std::chrono::milliseconds within{ 0 };       // 0: a call may take as long as it takes
};

inline std::string name_of(std::int32_t code)
{
	switch (code) {
#define REGULARS_NAME(name, number, words) \
	case number:                       \
		return #name;
		RGL_RESULTS(REGULARS_NAME)
#undef REGULARS_NAME
	default:
		return std::to_string(code);
	}
}

// A JSON object being written: object{}.text("scan", scan).number("hold", 7).json("sale", sale).
class object {
public:
	object &text(std::string_view name, std::string_view value)
	{
		add_name(name);
		add_text(value);
		return *this;
	}
	object &number(std::string_view name, std::int64_t value)
	{
		return json(name, std::to_string(value));
	}
	object &flag(std::string_view name, bool value) { return json(name, value ? "true" : "false"); }
	// What is JSON already: another object, a list.
	object &json(std::string_view name, std::string_view value)
	{
		add_name(name);
		json_ += value;
		return *this;
	}
	// Beside: the fields of a JSON object that somebody else wrote, "{}" for none.
	object &fields(std::string_view other)
	{
		const auto first = other.find_first_not_of(" \t\r\n", other.find('{') + 1);
		const auto last = other.rfind('}');

		if (other.find('{') == other.npos || last == other.npos || first == other.npos)
			throw std::invalid_argument("fields are a JSON object {...}");
		if (first < last) {
			add_comma();
			json_ += other.substr(first, last - first);
		}
		return *this;
	}
	std::string str() const { return json_ + "}"; }

private:
	void add_comma()
	{
		if (json_.size() > 1)
			json_ += ',';
	}
	void add_name(std::string_view name)
	{
		add_comma();
		add_text(name);
		json_ += ':';
	}
	void add_text(std::string_view value)
	{
		constexpr char digits[] = "0123456789abcdef";

		json_ += '"';
		for (const char one : value) {
			const auto byte = static_cast<unsigned char>(one);

			if (one == '"' || one == '\\')
				json_ += '\\';
			if (byte < 0x20)
				((json_ += "\\u00") += digits[byte >> 4]) += digits[byte & 15];
			else
				json_ += one;
		}
		json_ += '"';
	}

	std::string json_{ "{" };
};

namespace detail {

// The answer's own field of that name, as text; "" where it has none. For answers of the door that say
// no, whose fields are texts and flags alone.
inline std::string text_at(std::string_view json, std::string_view name)
{
	const auto found = json.find("\"" + std::string(name) + "\":\"");
	std::string text;

	if (found == json.npos)
		return text;
	for (auto at = found + name.size() + 4; at < json.size() && json[at] != '"'; at++) {
		if (json[at] == '\\' && at + 1 < json.size())
			at++; // the door escapes quotes and backslashes; its words have no control characters
		text += json[at];
	}
	return text;
}

inline bool says_yes(std::string_view json)
{
	return json.substr(0, 10) == "{\"ok\":true";
}

inline const rgl_api *load(const std::string &library)
{
	void *handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
	const char *why = handle == nullptr ? dlerror() : nullptr;

	if (handle == nullptr)
		throw unavailable(std::string(why == nullptr ? library.c_str() : why) +
				  "; install Regulars and run ldconfig, or name its library");
	auto entry = reinterpret_cast<const rgl_api *(*)(std::uint32_t)>(dlsym(handle, "regulars_entry"));
	const rgl_api *api = entry == nullptr ? nullptr : entry(RGL_ABI);

	if (api == nullptr || api->size < offsetof(rgl_api, request) + sizeof(api->request))
		throw unavailable(library + " is of another version; install the plugin and this header "
					    "from one release");
	return api; // the library stays: a call that is late may still be in it
}

// One open store; what fork() leaves behind in a child is never touched there.
class context {
public:
	context(const rgl_api *api, rgl *handle) : api_(api), rgl_(handle) {}
	context(const context &) = delete;
	context &operator=(const context &) = delete;
	~context() { api_->close(rgl_); }

	std::string ask(std::string_view json) const
	{
		std::string answer(RGL_ANSWER_ROOM, '\0');
		std::size_t length = answer.size();
		std::int32_t code = api_->request(rgl_, json.data(), json.size(), answer.data(), &length);

		while (code == RGL_E_BUFFER && length > answer.size()) { // nothing was done
			answer.resize(length);
			code = api_->request(rgl_, json.data(), json.size(), answer.data(), &length);
		}
		if (code < 0)
			throw error(name_of(code), api_->words(code));
		answer.resize(length);
		return answer;
	}
	rgl *handle() const noexcept { return rgl_; }
	const rgl_api *table() const noexcept { return api_; }

private:
	const rgl_api *api_;
	rgl *rgl_;
};

// A thread for calls that have a limit, and the one call that it is given at a time. It begins with the
// first of them.
class worker : public std::enable_shared_from_this<worker> {
public:
	explicit worker(std::shared_ptr<context> store) : store_(std::move(store)) {}

	std::string ask(std::string_view json, std::chrono::milliseconds within)
	{
		const auto end = std::chrono::steady_clock::now() + within;
		std::unique_lock<std::mutex> lock(mutex_);

		// Behind a call that was given up nobody waits; behind another, as long as there is time.
		changed_.wait_until(lock, end, [this] { return state_ == state::idle || stuck_; });
		if (state_ != state::idle)
			throw late(false);
		start();
		request_ = json;
		failure_ = nullptr;
		state_ = state::wanted;
		changed_.notify_all();
		if (!changed_.wait_until(lock, end, [this] { return state_ == state::done; })) {
			stuck_ = true;
			changed_.notify_all();
			throw late(true);
		}
		state_ = state::idle;
		changed_.notify_all();
		if (failure_ != nullptr)
			std::rethrow_exception(failure_);
		return std::move(answer_);
	}

	// Lets go of the store: now, or once the call that is stuck has ended.
	void stop()
	{
		std::unique_lock<std::mutex> lock(mutex_);

		stopping_ = true;
		changed_.notify_all();
		if (started_)
			changed_.wait(lock, [this] { return store_ == nullptr || stuck_; });
		else
			store_ = nullptr;
	}

private:
	enum class state { idle, wanted, done };

	void start()
	{
		if (started_)
			return;
		// The thread keeps all it needs alive, also when the till's handle is gone before it.
		std::thread([self = shared_from_this()] { self->work(); }).detach();
		started_ = true;
	}

	void work()
	{
		std::unique_lock<std::mutex> lock(mutex_);

		for (;;) {
			changed_.wait(lock, [this] { return state_ == state::wanted || stopping_; });
			if (state_ != state::wanted)
				break;
			lock.unlock();
			run();
			lock.lock();
			state_ = stuck_ ? state::idle : state::done;
			stuck_ = false;
			changed_.notify_all();
		}
		store_ = nullptr;
		changed_.notify_all();
	}

	void run() noexcept
	{
		try {
			answer_ = store_->ask(request_);
		} catch (...) {
			failure_ = std::current_exception();
		}
	}

	std::shared_ptr<context> store_;
	std::mutex mutex_;
	std::condition_variable changed_;
	std::string request_;
	std::string answer_;
	std::exception_ptr failure_;
	state state_ = state::idle;
	bool started_ = false;
	bool stuck_ = false; // the call was given up, and goes on
	bool stopping_ = false;
};

inline std::shared_ptr<context> open(const rgl_api *api, const options &given)
{
	const auto or_null = [](const std::string &text) { return text.empty() ? nullptr : text.c_str(); };
	rgl_options said{};
	rgl_why why{};
	rgl *handle = nullptr;

	said.size = sizeof(said);
	said.store = given.store.c_str();
	said.key = or_null(given.key);
	said.till = or_null(given.till);
	said.printer = or_null(given.printer);
	said.patience_ms = given.patience_ms;
	why.size = sizeof(why);
	const std::int32_t code = api->open(nullptr, &said, &handle, &why);

	if (code < 0)
		throw error(name_of(code), why.code == code ? why.text : api->words(code), why.field);
	return std::make_shared<context>(api, handle);
}

// What one process has open.
struct opened {
	explicit opened(std::shared_ptr<context> now)
		: store(std::move(now)), limited(std::make_shared<worker>(store)), process(getpid())
	{
	}
	opened(const opened &) = delete;
	opened &operator=(const opened &) = delete;
	~opened() { limited->stop(); }

	std::shared_ptr<context> store;
	std::shared_ptr<worker> limited;
	pid_t process;
};

} // namespace detail

// A store that is open, and closed at the end. Any thread may call; none may be in a call when it ends.
// Every call: error (also for what the answer says no to, but for request()), late, and in a child after
// fork() what opening throws.
class store {
public:
	// unavailable; error: E_NO_STORE, E_KEY, E_BUSY, ...
	explicit store(options given)
		: given_(std::move(given)), api_(detail::load(given_.library)),
		  opened_(new detail::opened(detail::open(api_, given_)))
	{
	}
	store(const store &) = delete;
	store &operator=(const store &) = delete;
	~store() { close(); }

	// A call that was given up closes it, once it has ended.
	void close() noexcept
	{
		detail::opened *now = opened_.exchange(nullptr);

		if (now != nullptr && now->process == getpid())
			delete now;
	}

	const char *version() const noexcept { return api_->version; }

	// The C table, and this process's context in it.
	const rgl_api &table() const noexcept { return *api_; }
	rgl *handle() { return here().store->handle(); }

	// Any request of schema/gateway as JSON; the answer as JSON, also one that says no.
	std::string request(std::string_view json) { return request(json, given_.within); }
	std::string request(std::string_view json, std::chrono::milliseconds within)
	{
		detail::opened &now = here();

		return within.count() > 0 ? now.limited->ask(json, within) : now.store->ask(json);
	}

	// The same by the name of an op and its fields; `error` where the answer says no.
	std::string call(std::string_view op, std::string_view fields = "{}")
	{
		const std::string answer = request(object{}.text("op", op).fields(fields).str());

		if (!detail::says_yes(answer))
			throw error(detail::text_at(answer, "code"), detail::text_at(answer, "error"),
				    detail::text_at(answer, "field"));
		return answer;
	}

	using text = std::string_view;
	std::string shop() { return call("shop"); }
	std::string identify(text scan) { return call("identify", object{}.text("scan", scan).str()); }
	std::string enrol(text fields) { return call("enrol", fields); }
	std::string card(text fields) { return call("card", fields); }
	std::string quote(text sale) { return call("quote", object{}.json("sale", sale).str()); }
	std::string let_go(std::int64_t hold) { return call("let_go", object{}.number("hold", hold).str()); }
	std::string sale(text sale, text more = "{}")
	{
		return call("sale", object{}.json("sale", sale).fields(more).str());
	}
	std::string refund(text fields) { return call("refund", fields); }
	std::string undo(text sale_id) { return call("void", object{}.text("sale_id", sale_id).str()); }
	std::string edit(text sale, text more = "{}")
	{
		return call("edit", object{}.json("sale", sale).fields(more).str());
	}
	std::string voucher(text code) { return call("voucher", object{}.text("code", code).str()); }
	std::string issue(text fields) { return call("issue", fields); }
	std::string adjust(text fields) { return call("adjust", fields); }
	std::string merge(text fields) { return call("merge", fields); }
	std::string unmerge(text fields) { return call("unmerge", fields); }
	std::string member(text fields) { return call("member", fields); }
	std::string staff(text fields) { return call("staff", fields); }
	std::string programme() { return call("programme"); }
	std::string alerts(text fields = "{}") { return call("alerts", fields); }
	std::string receipt(text sale_id, text to, text more = "{}")
	{
		return call("receipt", object{}.text("sale_id", sale_id).text("to", to).fields(more).str());
	}
	std::string report(text name, text more = "{}")
	{
		return call("report", object{}.text("name", name).fields(more).str());
	}
	std::string spool(text fields = "{}") { return call("spool", fields); }
	std::string refresh(text fields = "{}") { return call("refresh", fields); }

private:
	// A child opens anew. What was the parent's is neither used nor closed there: its locks are not ours.
	detail::opened &here()
	{
		detail::opened *now = opened_.load();

		if (now == nullptr)
			throw error("E_CLOSED", "this store was closed; open it again");
		if (now->process == getpid())
			return *now;
		auto fresh = std::make_unique<detail::opened>(detail::open(api_, given_));

		if (opened_.compare_exchange_strong(now, fresh.get()))
			return *fresh.release();
		return *now;
	}

	options given_;
	const rgl_api *api_;
	std::atomic<detail::opened *> opened_;
};

} // namespace regulars

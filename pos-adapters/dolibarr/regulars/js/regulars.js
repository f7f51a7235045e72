/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regulars.js - Regulars in TakePOS's pages: who the customer is, whose card was scanned, and when
 * to post what was sold. It asks ajax.php beside it and nothing ever waits for the answer.
 *
 * Loaded by Dolibarr on every page; does nothing outside of TakePOS.
 */
(function () {
	"use strict";

	var script = document.currentScript ? document.currentScript.src : "";
	var ajax = script.replace(/js\/regulars\.js.*$/, "ajax.php");
	var pause_ms = 400;
	var again_ms = 1200;
	var drain_ms = 60000;
	var asked = 0;
	var shown = {};

	function token() {
		var meta = document.querySelector("meta[name=anti-csrf-currenttoken]");
		return meta ? meta.content : "";
	}

	/* Calls back with the answer, {} when there is none. */
	function ask(method, what, done) {
		var body = new URLSearchParams(what);
		var url = ajax;
		var options = {method: method, credentials: "same-origin"};
		if (method === "POST") {
			body.set("token", token());
			options.body = body;
		} else {
			url += "?" + body;
		}
		fetch(url, options).then(function (response) {
			return response.ok ? response.json() : {};
		}).catch(function () {
			return {};
		}).then(done);
	}

	function place_now() {
		return typeof window.place === "undefined" ? "0" : String(window.place || "0");
	}

	/* Room for the greeting: first in the ticket, or where the pay screen has it. */
	function strip() {
		var found = document.querySelector(".regulars-greeting");
		var ticket = document.getElementById("poslines");
		if (!found && ticket) {
			found = document.createElement("div");
			found.className = "regulars-greeting";
			ticket.prepend(found);
		}
		return found;
	}

	function line(text, kind) {
		var ret = document.createElement("div");
		ret.className = kind;
		ret.textContent = text;
		return ret;
	}

	function show(answer) {
		var where = strip();
		if (!where) {
			return;
		}
		shown = answer;
		where.replaceChildren();
		(answer.lines || []).forEach(function (text, i) {
			where.append(line(text, i === 0 ? "regulars-who" : "regulars-due"));
		});
		if (answer.error) {
			where.append(line(answer.error, "regulars-error"));
		}
		(answer.rewards || []).forEach(function (reward) {
			var button = line("+ " + reward.title, "regulars-reward");
			button.setAttribute("role", "button");
			button.addEventListener("click", function () {
				give(reward.reward);
			});
			where.append(button);
		});
	}

	function give(reward) {
		/* The buttons go, so that nobody presses twice. */
		show({lines: shown.lines});
		ask("POST", {do: "reward", place: place_now(), text: reward}, function (answer) {
			if (answer.put && window.Refresh) {
				window.Refresh();
			} else {
				show({error: answer.error});
			}
		});
	}

	/* Asks once more when Regulars had no time; then the strip stays empty. */
	function greet(place, is_again) {
		var mine = ++asked;
		var where = document.getElementById("poslines") ? "ticket" : "pay";
		ask("GET", {do: "greet", place: place, text: where}, function (answer) {
			if (mine !== asked) {
				return;
			}
			if (answer.late && !is_again) {
				setTimeout(function () {
					if (mine === asked) {
						greet(place, true);
					}
				}, again_ms);
				return;
			}
			show(answer);
		});
	}

	function drain() {
		ask("POST", {do: "drain"}, function () {});
	}

	/* Our own QR as scanners and keyboards deliver it, hyphens and AIM mark or not. */
	function is_ours(text) {
		return /^(\]Q[0-9])?RG1[-0-9A-Za-z]{16,24}$/i.test(text.trim());
	}

	/* is_guess: it may as well be a product that the shop does not have; then nothing is said. */
	function scanned(text, is_guess) {
		ask("POST", {do: "scan", place: place_now(), text: text}, function (answer) {
			if (answer.customer && window.ChangeThirdparty) {
				window.ChangeThirdparty(answer.customer);
			} else if (answer.member) {
				greet(place_now(), false);
			} else if (!is_guess) {
				show(answer);
			}
		});
	}

	/* TakePOS's search finds products and barcodes; a loyalty QR never gets that far. */
	function watch_search() {
		var search = window.Search2;
		var timer = null;
		if (!search) {
			return;
		}
		window.Search2 = function () {
			var field = document.getElementById("search");
			clearTimeout(timer);
			if (!field || !is_ours(field.value)) {
				return search.apply(this, arguments);
			}
			if (window.search2_timer) {
				clearTimeout(window.search2_timer);
			}
			timer = setTimeout(function () {
				scanned(field.value.trim(), false);
				field.value = "";
			}, pause_ms);
		};
	}

	/* After a search that found nothing: it may be another card of a member's. */
	function watch_found(url, text) {
		var term = new URLSearchParams(url.split("?")[1] || "").get("search_term") || "";
		if (/^\s*\[\s*\]\s*$/.test(text) && /^[0-9+]{6,}$/.test(term.trim())) {
			scanned(term.trim(), true);
		}
	}

	function watch_requests() {
		window.jQuery(document).ajaxComplete(function (event, response, settings) {
			if (settings.url.indexOf("ajax/ajax.php?action=search") >= 0) {
				watch_found(settings.url, response.responseText || "");
			} else if (/action=(valid|creditnote)/.test(settings.url)) {
				drain();
				show({});
			} else if (/invoice\.php|societe\/list\.php/.test(settings.url)) {
				/* The ticket was drawn anew; it is most often the same customer's. */
				show(shown);
				greet(place_now(), false);
			}
		});
	}

	function begin() {
		var strip_of_pay = document.querySelector(".regulars-greeting");
		if (!/\/takepos\//.test(location.pathname) || !window.jQuery) {
			return;
		}
		if (strip_of_pay) {
			greet(strip_of_pay.dataset.place, false);
		} else if (document.getElementById("poslines")) {
			watch_search();
			watch_requests();
			drain();
			setInterval(drain, drain_ms);
		}
	}

	document.addEventListener("DOMContentLoaded", begin);
}());

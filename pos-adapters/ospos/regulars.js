/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regulars.js - beside OSPOS's register and receipt: the greeting, the scan, the points.
 *
 * Everything here is asked after OSPOS's page is there, and its absence changes nothing.
 */
(function () {
	'use strict';
	const own = document.getElementById('regulars-ospos');
	const about = own.dataset;
	const PRINT_WAITS_MS = 40;
	const OURS = /^(\][A-Za-z]\d)?RG1/i;

	async function ask(what, fields) {
		try {
			const answer = await fetch(about.base + what, {
				method: 'POST',
				credentials: 'same-origin',
				body: new URLSearchParams(Object.assign({ pass: about.pass }, fields)),
			});
			return answer.ok ? await answer.json() : { lines: [] };
		} catch (error) {
			return { lines: [] };
		}
	}

	function element(tag, style, text) {
		const made = document.createElement(tag);
		made.style.cssText = style;
		made.textContent = text || '';
		return made;
	}

	function show(box, lines) {
		box.replaceChildren();
		lines.forEach(function (line, index) {
			box.append(element('div', index === 0 ? 'font-weight:bold' : '', line));
		});
		box.style.display = lines.length === 0 ? 'none' : 'block';
	}

	function register() {
		const place = document.getElementById('select_customer_form');
		if (place === null) {
			return;
		}
		const box = element('div', 'display:none;margin:0 0 10px;padding:8px 10px;' +
			'border-left:4px solid #18bc9c;background:#f2fbf8;color:#222;text-align:left');
		const scan = element('input', 'margin:0 0 10px');
		scan.className = 'form-control input-sm';
		scan.id = 'regulars-scan';
		scan.placeholder = 'Regulars: scan card or type phone';
		scan.autocomplete = 'off';
		place.before(box, scan);
		function greet(text) {
			return ask('greet', text ? { scan: text } : {}).then(function (answer) {
				show(box, answer.lines);
			});
		}
		function on_enter(field, is_ours) {
			field.addEventListener('keydown', function (event) {
				const text = field.value.trim();
				if (event.key !== 'Enter' || !is_ours(text)) {
					return;
				}
				event.preventDefault();
				event.stopImmediatePropagation();
				field.value = '';
				greet(text);
			}, true);
		}
		on_enter(scan, function (text) { return text !== ''; });
		['customer', 'item'].forEach(function (id) {
			const field = document.getElementById(id);
			if (field !== null) {
				on_enter(field, function (text) { return OURS.test(text); });
			}
		});
		if (about.scan || document.getElementById('remove_customer_button') !== null) {
			greet('').then(function () { ask('post'); });
		} else {
			ask('post');
		}
	}

	function receipt() {
		const place = document.getElementById('sale_return_policy') ||
			document.getElementById('receipt_wrapper') || document.getElementById('page-wrap');
		if (place === null) {
			return;
		}
		const box = element('div', 'display:none;text-align:center;margin:10px 0');
		if (place.id === 'sale_return_policy') {
			place.before(box);
		} else {
			place.append(box);
		}
		const shown = ask('thanks').then(function (answer) {
			/* Another page was posting just then. */
			return answer.later && answer.lines.length === 0 ? ask('thanks') : answer;
		}).then(function (answer) {
			show(box, answer.lines);
		});
		const print = window.print.bind(window);
		window.print = function () {
			Promise.race([shown, new Promise(function (done) {
				setTimeout(done, PRINT_WAITS_MS);
			})]).then(print);
		};
	}

	function settings() {
		/* Posted: an address would be kept in histories and logs, and the pass with it. */
		const form = element('form', 'margin:10px 0');
		const pass = element('input', 'display:none');
		form.method = 'post';
		form.action = about.base + 'status';
		pass.name = 'pass';
		pass.value = about.pass;
		form.append(pass, element('button', '', 'Regulars: what is open and refused'));
		const tabs = document.querySelector('ul.nav-tabs');
		if (tabs !== null) {
			tabs.before(form);
		}
	}

	({ register: register, receipt: receipt, config: settings })[about.page]();
})();

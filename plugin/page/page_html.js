/* Draws the charts of a report's page from the figures that stand in it. */
(function () {
	"use strict";

	var LIGHT = {
		text: "#1d2421", quiet: "#56605b", line: "#dcdfda",
		series: ["#1f6f54", "#c2571a", "#2f5fb3", "#8a4a9e", "#6b6f19", "#56605b"]
	};
	var DARK = {
		text: "#e7ece9", quiet: "#a5b0aa", line: "#333c38",
		series: ["#6fd1a8", "#f2a154", "#7fb2ff", "#d49be6", "#c9cc6a", "#a5b0aa"]
	};
	var night = window.matchMedia("(prefers-color-scheme: dark)");
	var drawn = [];

	function tick(unit, digits) {
		return function (value) {
			var small = Math.abs(value) < 10 && value % 1 !== 0;

			if (unit === "share")
				return Math.round(value * 1000) / 10 + " %";
			if (unit === "days")
				return value + (value === 1 ? " day" : " days");
			return value.toLocaleString("en-US", {
				maximumFractionDigits: unit === "money" ? (small ? digits : 0) : 2
			});
		};
	}

	function isOpen(series, at) {
		return series.open.indexOf(at) >= 0;
	}

	/* A fill between the lower end of a band and its upper one. */
	function band(set, series, all, colour) {
		set.borderColor = colour + "80";
		set.borderWidth = 1;
		set.pointRadius = 0;
		set.borderDash = [];
		all.forEach(function (other, at) {
			if (series.band === "high" && other.band === "low")
				set.fill = { target: at, above: colour + "26", below: colour + "26" };
		});
		set.backgroundColor = colour + "40";
	}

	function line(set, series, all, colour) {
		set.borderColor = colour;
		set.backgroundColor = colour;
		set.borderWidth = 2;
		set.borderDash = series.dashed ? [6, 4] : [];
		set.pointRadius = series.dashed || series.y.length > 40 ? 0 : 3;
		set.pointBackgroundColor = series.y.map(function (y, at) {
			return isOpen(series, at) ? "transparent" : colour;
		});
		set.segment = {
			borderDash: function (part) {
				return isOpen(series, part.p1DataIndex) ? [2, 4] : undefined;
			}
		};
		if (series.band)
			band(set, series, all, colour);
	}

	function bars(set, series, colour) {
		set.backgroundColor = series.y.map(function (y, at) {
			return isOpen(series, at) ? colour + "80" : colour;
		});
		set.maxBarThickness = 48;
	}

	/* A band stands in the legend once, for both its ends. */
	function nameOf(series, all) {
		var low = all.filter(function (other) { return other.band === "low"; })[0];

		return series.band === "high" && low ? low.title + " \u2026 " + series.title : series.title;
	}

	/* Each series has a colour of its own, a band that of the last line. */
	function sets(data, colours) {
		var lines = data.series.filter(function (series) { return !series.band; });

		return data.series.map(function (series) {
			var which = series.band ? Math.max(lines.length - 1, 0) : lines.indexOf(series);
			var colour = colours.series[which % colours.series.length];
			var set = { label: nameOf(series, data.series), data: series.y };

			if (data.kind === "lines")
				line(set, series, data.series, colour);
			else
				bars(set, series, colour);
			return set;
		});
	}

	function said(data) {
		return function (item) {
			var series = data.series[item.datasetIndex];
			var over = isOpen(series, item.dataIndex) ? " (not over yet)" : "";

			return series.title + ": " + series.t[item.dataIndex] + over;
		};
	}

	function scales(data, colours) {
		var stacked = data.kind === "stacked";

		return {
			x: {
				stacked: stacked,
				title: { display: data.foot !== "", text: data.foot, color: colours.quiet },
				ticks: { color: colours.quiet, maxRotation: 60, autoSkipPadding: 12 },
				grid: { display: false, borderColor: colours.line }
			},
			y: {
				stacked: stacked,
				beginAtZero: true,
				title: { display: data.unit === "money", text: data.code, color: colours.quiet },
				ticks: {
					color: colours.quiet,
					precision: data.unit === "count" ? 0 : undefined,
					callback: tick(data.unit, data.digits)
				},
				grid: { color: colours.line, borderColor: colours.line }
			}
		};
	}

	function options(data, colours) {
		return {
			animation: false,
			responsive: true,
			maintainAspectRatio: false,
			interaction: { mode: "index", intersect: false },
			scales: scales(data, colours),
			plugins: {
				legend: {
					display: data.series.length > 1,
					position: "bottom",
					labels: {
						color: colours.text,
						boxWidth: 24,
						boxHeight: data.kind === "lines" ? 0 : 12,
						filter: function (item) {
							return data.series[item.datasetIndex].band !== "low";
						}
					}
				},
				tooltip: { callbacks: { label: said(data) } }
			}
		};
	}

	function dress(one, colours) {
		one.chart.data.datasets = sets(one.data, colours);
		one.chart.options = options(one.data, colours);
		one.chart.update("none");
	}

	function draw(canvas) {
		var data = JSON.parse(document.getElementById(canvas.id + "-data").textContent);
		var colours = night.matches ? DARK : LIGHT;
		var one = { data: data };

		one.chart = new window.Chart(canvas, {
			type: data.kind === "lines" ? "line" : "bar",
			data: { labels: data.labels, datasets: sets(data, colours) },
			options: options(data, colours)
		});
		drawn.push(one);
	}

	/* Paper is white, and as wide as A4. */
	function toPaper() {
		drawn.forEach(function (one) {
			dress(one, LIGHT);
			one.chart.resize(680, 260);
		});
	}

	function toScreen() {
		drawn.forEach(function (one) {
			dress(one, night.matches ? DARK : LIGHT);
			one.chart.resize();
		});
	}

	window.Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
	document.documentElement.classList.add("drawn");
	Array.prototype.forEach.call(document.querySelectorAll("canvas"), draw);
	Array.prototype.forEach.call(document.querySelectorAll("figure details"), function (figures) {
		figures.open = false;
	});
	night.addEventListener("change", toScreen);
	window.addEventListener("beforeprint", toPaper);
	window.addEventListener("afterprint", toScreen);
}());

// Draws the charts of the insights. Without it their tables say the same.
"use strict";

(() => {
  const holder = document.querySelector("[data-charts]");
  if (!holder) return;

  const HEIGHT = 220;
  const NUMBERS = new Intl.NumberFormat("en-GB");
  // Steps between the lines of the grid: whole comments, and lengths of time that people count in.
  const decades = [1, 10, 100, 1e3, 1e4, 1e5, 1e6];
  const STEPS = {
    comments: decades.flatMap((one) => [one, 2 * one, 5 * one]),
    percent: [0.01, 0.02, 0.05, 0.1, 0.2, 0.25],
    hours: [1, 2, 5, 10, 15, 30, ...[1, 2, 3, 6, 12, 24, 48, 120, 240, 480, 1200, 2400].map((one) => 60 * one)],
  };
  // uPlot knows no steps that are no decimal fractions: hours are drawn as minutes.
  const DRAWN = { comments: 1, percent: 1, hours: 60 };
  const HALF_A_DAY = 43_200;
  const drawn = [];

  const TOLD = {
    comments: (value) => NUMBERS.format(value),
    percent: (value) => `${+(100 * value).toFixed(1)} %`,
    hours: (value) =>
      value >= 48 ? `${+(value / 24).toFixed(1)} d` : value >= 1 ? `${+value.toFixed(1)} h` : `${Math.round(60 * value)} min`,
  };

  // Colours of the style sheet are functions of the scheme: only an element's own style says which one holds.
  function colour(name) {
    const probe = document.createElement("span");
    probe.className = `tone-${name}`;
    holder.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  }

  function moment(seconds, chart) {
    const at = new Date(seconds * 1000);
    const form = { day: "numeric", month: "short", timeZone: chart.hourly ? undefined : "UTC" };
    return chart.hourly && at.getHours()
      ? at.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" })
      : at.toLocaleDateString(undefined, form);
  }

  // A single moment has no length: a day around it.
  function span(times) {
    const [first, last] = [times[0], times[times.length - 1]];
    return first === last ? [first - HALF_A_DAY, last + HALF_A_DAY] : [first, last];
  }

  function height(unit, high) {
    return [0, unit === "percent" ? Math.min(1, high * 1.15 || 1) : Math.max(high * 1.1, 1) || 1];
  }

  function options(chart, width) {
    const grid = { stroke: colour("grid"), width: 1 };
    const axis = { stroke: colour("axis"), grid, ticks: grid, font: "12px system-ui, sans-serif" };
    const told = (value) => TOLD[chart.unit](value / DRAWN[chart.unit]);
    return {
      width,
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { size: 6 } },
      // Days are days of UTC, whatever the reader's zone.
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), chart.hourly ? undefined : "UTC"),
      scales: { x: { time: true, range: () => span(chart.times) }, y: { range: (self, low, high) => height(chart.unit, high) } },
      axes: [
        { ...axis, space: 70, size: 36, values: (self, seconds) => seconds.map((one) => moment(one, chart)) },
        { ...axis, size: 62, incrs: STEPS[chart.unit], values: (self, values) => values.map((value) => (value == null ? "" : told(value))) },
      ],
      series: [
        {},
        ...chart.lines.map((line) => ({
          label: line.name,
          stroke: colour(line.tone),
          width: 2,
          dash: line.tone === "queue" ? [6, 4] : line.tone === "reject" ? [2, 3] : undefined,
          // Also of a day that has none before and after it.
          points: { show: chart.times.length <= 31, size: 5 },
          spanGaps: false,
        })),
      ],
      hooks: { setCursor: [(self) => tell(self, chart)] },
    };
  }

  // What the pointer is at, in words below the chart.
  function tell(self, chart) {
    const output = self.root.parentElement.querySelector("output");
    const place = self.cursor.idx;
    if (place == null) {
      output.textContent = "";
      return;
    }
    const moment = new Date(chart.times[place] * 1000);
    const day = chart.hourly
      ? moment.toLocaleString(undefined, { dateStyle: "short", timeStyle: "short" })
      : moment.toLocaleDateString(undefined, { dateStyle: "medium", timeZone: "UTC" });
    const told = chart.lines.map((line) => (line.values[place] == null ? null : `${line.name}: ${TOLD[chart.unit](line.values[place])}`));
    output.textContent = [day, ...told.filter(Boolean)].join(" · ");
  }

  function drawnAs(values, unit) {
    return values.map((value) => (value == null ? null : value * DRAWN[unit]));
  }

  function draw(chart) {
    const place = holder.querySelector(`[data-chart="${chart.name}"]`);
    if (!place) return;
    place.replaceChildren();
    const plot = new uPlot(options(chart, place.clientWidth), [chart.times, ...chart.lines.map((line) => drawnAs(line.values, chart.unit))], place);
    place.append(document.createElement("output"));
    drawn.push({ chart, place, plot });
  }

  function redraw() {
    for (const { chart, plot } of drawn.splice(0)) {
      plot.destroy();
      draw(chart);
    }
  }

  function start() {
    for (const chart of JSON.parse(holder.dataset.charts)) draw(chart);
    new ResizeObserver(() => {
      for (const { place, plot } of drawn) {
        if (place.clientWidth && plot.width !== place.clientWidth) plot.setSize({ width: place.clientWidth, height: HEIGHT });
      }
    }).observe(holder);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    holder.dataset.drawn = "yes";
  }

  document.addEventListener("DOMContentLoaded", start);
})();

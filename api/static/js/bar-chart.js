// Bars of one indicator over places, drawn by ECharts in the page's own colours; the table beside it says the same.
import { html, useEffect, useRef } from "../vendor/htm-preact.module.js";
import { t } from "./words.js";

const ROW = 38; // pixels a bar

/** Loads the library once, when the first chart is needed. */
let library;
function charts() {
  library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL("../vendor/echarts.simple.min.js", import.meta.url).href;
    script.onload = () => done(globalThis.echarts);
    script.onerror = failed;
    document.head.append(script);
  });
  return library;
}

export function BarChart({ title, unit, bars }) {
  const place = useRef(null);
  useEffect(() => {
    let chart;
    let gone = false;
    const draw = () => chart?.setOption({ ...options(bars, unit, place.current.clientWidth), animation: false }, true);
    const resize = new ResizeObserver(() => {
      chart?.resize();
      draw();
    });
    charts().then((echarts) => {
      if (gone) return;
      chart = echarts.init(place.current, null, { renderer: "canvas" });
      draw();
      resize.observe(place.current);
    });
    addEventListener("theme", draw);
    return () => {
      gone = true;
      removeEventListener("theme", draw);
      resize.disconnect();
      chart?.dispose();
    };
  }, [bars.map((b) => b.key).join()]);
  useEffect(() => {
    place.current.style.height = `${bars.length * ROW + 56}px`;
  }, [bars.length]);
  return html`<figure class="chart"><div ref=${place} role="img" aria-label=${t("chart.label", { title, text: bars.map((b) => `${b.place}${b.note} ${b.text}`).join(t("comma")) })}></div>
    ${bars.some((b) => b.parent !== null) && html`<figcaption class="small quiet"><i aria-hidden="true"></i>${t("chart.parent")}</figcaption>`}</figure>`;
}

function options(bars, unit, width) {
  const css = getComputedStyle(document.documentElement);
  const colour = (name) => css.getPropertyValue(`--${name}`).trim();
  const narrow = width < 520;
  const text = { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("ink-2"), fontSize: 13 };
  return {
    textStyle: text,
    grid: { left: 8, right: narrow ? 72 : 110, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: "value", min: 0, axisLabel: { ...text, color: colour("ink-3"), fontSize: 12, hideOverlap: true }, splitLine: { lineStyle: { color: colour("line") } }, splitNumber: narrow ? 3 : 5 },
    yAxis: {
      type: "category",
      inverse: true,
      data: bars.map((b) => `${b.place}${b.note ? ` ${b.note}` : ""}`),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour("line-2") } },
      axisLabel: { ...text, color: colour("ink"), width: narrow ? 110 : 220, overflow: "break" },
    },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: colour("surface"),
      borderColor: colour("line-2"),
      textStyle: { ...text, color: colour("ink"), width: 320, overflow: "break", lineHeight: 20 },
      formatter: ({ dataIndex }) => `${bars[dataIndex].place} ${bars[dataIndex].text}\n${bars[dataIndex].detail}`,
    },
    series: [
      {
        type: "bar",
        barWidth: 14,
        data: bars.map((b) => ({ value: b.value, itemStyle: { color: colour(b.level === "province" || b.level === "national" ? "accent" : "accent-soft"), borderRadius: [0, 3, 3, 0] } })),
        label: { show: true, position: "right", ...text, color: colour("ink"), fontWeight: 600, formatter: ({ dataIndex }) => bars[dataIndex].text },
      },
      {
        type: "line",
        lineStyle: { opacity: 0 },
        symbol: "rect",
        symbolSize: [3, 24],
        showAllSymbol: true,
        z: 5,
        silent: true,
        data: bars.map((b, i) => (b.parent === null ? null : [b.parent, i])).filter(Boolean),
        itemStyle: { color: colour("changed") },
      },
    ],
  };
}

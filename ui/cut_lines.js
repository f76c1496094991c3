// Handles over the lines of a chart. They stand where the plot of the chart is, follow the hand at once and report on the way.
export default function (component) {
  const { data, parentElement, setStateValue } = component
  const overlay = parentElement.querySelector(".overlay")
  const held = (parentElement.__held ??= { code: null, number: 0, last: 0, timer: null, rest: null, tries: 0 })
  // The page tells which report it last heard: a picture drawn anew before the answer must not move the line back.
  const answered = () => held.timer === null && (held.number === 0 || data.heard === held.number)
  overlay.style.height = data.height + "px"
  overlay.style.marginTop = -data.height + "px"
  const plot = () => {
    const frame = document.querySelector("." + data.chart + " svg .root .background")
    if (!frame) return null
    const inside = frame.getBoundingClientRect(), mine = overlay.getBoundingClientRect()
    return { left: inside.left - mine.left, top: inside.top - mine.top, width: inside.width, height: inside.height, pageTop: inside.top, pageLeft: inside.left }
  }
  const place = (line, level, area) => {
    if (data.across) {
      line.style.left = area.left + level * area.width + "px"
      line.style.top = area.top + "px"; line.style.height = area.height + "px"
    } else {
      line.style.left = area.left + "px"; line.style.width = area.width + "px"
      line.style.top = area.top + (1 - level / data.top) * area.height + "px"
    }
    line.setAttribute("aria-valuenow", Math.round(level * 1000) / 10)
  }
  const levelUnder = (event, area) =>
    data.across ? (event.clientX - area.pageLeft) / area.width : (1 - (event.clientY - area.pageTop) / area.height) * data.top
  const report = (code, level) => {
    const send = () => {
      held.timer = null; held.last = performance.now(); held.number += 1; setStateValue("cut", { code, level, number: held.number })
      clearTimeout(held.rest)
      const rest = () => { if (held.code) held.rest = setTimeout(rest, data.rest); else window.dispatchEvent(new Event("hand-rested")) }
      held.rest = setTimeout(rest, data.rest)
    }
    clearTimeout(held.timer)
    const wait = data.throttle - (performance.now() - held.last)
    if (wait <= 0) send(); else held.timer = setTimeout(send, wait)
  }
  const draw = () => {
    const area = plot()
    if (!area) { if (held.tries++ < 60) setTimeout(draw, 100); return }
    held.tries = 0
    const known = new Map([...overlay.children].map(line => [line.dataset.code, line]))
    for (const [index, { code, name, level }] of data.lines.entries()) {
      const line = known.get(code) ?? overlay.appendChild(document.createElement("div"))
      known.delete(code)
      line.className = "cut" + (data.across ? " across" : "") + (held.code === code ? " held" : "")
      line.style.setProperty("--step", index % 4)
      line.dataset.code = code; line.tabIndex = 0
      for (const [key, value] of Object.entries({ role: "slider", "aria-label": name, "aria-orientation": data.across ? "horizontal" : "vertical", "aria-valuemin": 0, "aria-valuemax": 100 }))
        line.setAttribute(key, value)
      if (held.code !== code) { if (line.level === undefined || answered()) line.level = level; place(line, line.level, area) }
      const move = to => { line.level = Math.min(1, Math.max(0, to)); place(line, line.level, plot() ?? area); report(code, line.level) }
      line.onpointerdown = event => { held.code = code; line.setPointerCapture(event.pointerId); line.classList.add("held"); event.preventDefault(); line.focus() }
      line.onpointermove = event => { if (held.code !== code) return; move(levelUnder(event, plot() ?? area)) }
      line.onpointerup = line.onpointercancel = () => { if (held.code === code) { held.code = null; line.classList.remove("held") } }
      line.onkeydown = event => {
        const step = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 5, PageDown: -5 }[event.key]
        if (step) { event.preventDefault(); move(line.level + step * data.step) }
      }
    }
    for (const line of known.values()) line.remove()
  }
  draw()
  held.watch?.disconnect(); held.redrawn?.disconnect()
  const chart = document.querySelector("." + data.chart)
  if (chart) {
    held.watch = new ResizeObserver(() => draw()); held.watch.observe(chart)
    // A chart is drawn anew a moment after its room has changed: only then is its plot where it will stay.
    held.redrawn = new MutationObserver(() => { cancelAnimationFrame(held.frame); held.frame = requestAnimationFrame(draw) })
    held.redrawn.observe(chart, { childList: true, subtree: true, attributes: true, attributeFilter: ["width", "height", "viewBox"] })
  }
  return () => { held.watch?.disconnect(); held.redrawn?.disconnect(); cancelAnimationFrame(held.frame); clearTimeout(held.timer); clearTimeout(held.rest) }
}

// Handles over the lines of a chart. They stand where the plot of the chart is, follow the hand at once and report on the way.
export default function (component) {
  const { data, parentElement, setStateValue } = component
  const overlay = parentElement.querySelector(".overlay")
  const held = (parentElement.__held ??= { code: null, number: 0, last: 0, timer: null, rest: null, tries: 0 })
  overlay.style.height = data.height + "px"
  overlay.style.marginTop = -data.height + "px"
  const plot = () => {
    const frame = document.querySelector("." + data.chart + " svg .root .background")
    if (!frame) return null
    const inside = frame.getBoundingClientRect(), mine = overlay.getBoundingClientRect()
    return { left: inside.left - mine.left, top: inside.top - mine.top, width: inside.width, height: inside.height, page: inside.top }
  }
  const place = (line, level, area) => {
    line.style.left = area.left + "px"; line.style.width = area.width + "px"
    line.style.top = area.top + (1 - level / data.top) * area.height + "px"
    line.setAttribute("aria-valuenow", Math.round(level * 1000) / 10)
  }
  const report = (code, level) => {
    const send = () => {
      held.last = performance.now(); held.number += 1; setStateValue("cut", { code, level, number: held.number })
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
    for (const { code, name, level } of data.lines) {
      const line = known.get(code) ?? overlay.appendChild(document.createElement("div"))
      known.delete(code)
      line.className = held.code === code ? "cut held" : "cut"
      line.dataset.code = code; line.tabIndex = 0
      for (const [key, value] of Object.entries({ role: "slider", "aria-label": name, "aria-orientation": "vertical", "aria-valuemin": 0, "aria-valuemax": 100 }))
        line.setAttribute(key, value)
      if (held.code !== code) { line.level = level; place(line, level, area) }
      const move = to => { line.level = Math.min(1, Math.max(0, to)); place(line, line.level, plot() ?? area); report(code, line.level) }
      line.onpointerdown = event => { held.code = code; line.setPointerCapture(event.pointerId); line.classList.add("held"); event.preventDefault(); line.focus() }
      line.onpointermove = event => { if (held.code !== code) return; const now = plot() ?? area; move((1 - (event.clientY - now.page) / now.height) * data.top) }
      line.onpointerup = line.onpointercancel = () => { if (held.code === code) { held.code = null; line.classList.remove("held") } }
      line.onkeydown = event => {
        const step = { ArrowUp: .01, ArrowRight: .01, ArrowDown: -.01, ArrowLeft: -.01, PageUp: .05, PageDown: -.05 }[event.key]
        if (step) { event.preventDefault(); move(line.level + step) }
      }
    }
    for (const line of known.values()) line.remove()
  }
  draw()
  held.watch?.disconnect()
  const chart = document.querySelector("." + data.chart)
  if (chart) { held.watch = new ResizeObserver(() => draw()); held.watch.observe(chart) }
  return () => { held.watch?.disconnect(); clearTimeout(held.timer); clearTimeout(held.rest) }
}

// A range input that reports while it is dragged. The page answers with the value it settled on and with what it last heard:
// an answer to an older report must not move the thumb under the hand.
export default function (component) {
  const { data, parentElement, setStateValue } = component
  const find = name => parentElement.querySelector("." + name)
  const range = find("range"), box = find("box")
  const held = (parentElement.__held ??= { dragging: false, typing: false, sent: null, stands: null, last: 0, timer: null, rest: null })
  const written = value => new Intl.NumberFormat(data.language, { maximumFractionDigits: 3 }).format(value)
  const within = value => Math.min(data.max, Math.max(data.min, value))
  const rounded = value => within(Number((Math.round(value / data.step) * data.step).toFixed(6)))
  find("label").textContent = data.label
  find("unit").textContent = data.unit
  find("textbook").textContent = data.textbook
  range.min = data.min; range.max = data.max; range.step = "any"
  for (const input of [range, box]) input.setAttribute("aria-label", data.label)
  const show = value => { range.value = value; range.setAttribute("aria-valuetext", written(value) + data.unit); if (!held.typing) box.value = written(value) }
  const answered = held.timer === null && (held.sent === null || data.heard === null || Number(data.heard) === held.sent)
  if (!held.dragging && answered) { held.stands = data.value; show(data.value) }
  const forget = () => { clearTimeout(held.timer); held.timer = null }
  const send = value => {
    forget(); held.last = performance.now(); held.sent = held.stands = value; setStateValue("value", value)
    clearTimeout(held.rest)
    const rest = () => { if (held.dragging) held.rest = setTimeout(rest, data.rest); else window.dispatchEvent(new Event("hand-rested")) }
    held.rest = setTimeout(rest, data.rest)
  }
  const later = value => {
    forget()
    if (value === held.stands) return
    const wait = data.throttle - (performance.now() - held.last)
    if (wait <= 0) send(value); else held.timer = setTimeout(() => send(value), wait)
  }
  const take = (value, when) => { held.typing = false; show(value); when(value) }
  range.oninput = () => { held.dragging = true; const value = rounded(range.value); box.value = written(value); later(value) }
  range.onchange = () => { held.dragging = false; take(rounded(range.value), send) }
  range.onkeydown = event => {
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key]
    const value = event.key === "Home" ? data.min : event.key === "End" ? data.max : steps && rounded(Number(range.value) + steps * data.step)
    if (value === undefined) return
    event.preventDefault()
    take(value, later)
  }
  box.oninput = () => { held.typing = true }
  box.onkeydown = event => { if (event.key === "Enter") box.blur(); if (event.key === "Escape") { held.typing = false; show(data.value) } }
  box.onblur = () => {
    if (!held.typing) return
    const value = Number(box.value.replace(/\s/g, "").replace(",", "."))
    if (box.value.trim() !== "" && Number.isFinite(value)) take(within(value), send); else { held.typing = false; show(data.value) }
  }
}

// A range input that reports while it is dragged. The page answers with the value it settled on and with what it last heard:
// an answer to an older report must not move the thumb under the hand.
export default function (component) {
  const { data, parentElement, setStateValue } = component
  const find = name => parentElement.querySelector("." + name)
  const range = find("range"), box = find("box")
  const held = (parentElement.__held ??= { dragging: false, sent: null, last: 0, timer: null })
  find("label").textContent = data.label
  find("unit").textContent = data.unit
  find("textbook").textContent = data.textbook
  for (const input of [range, box]) {
    input.min = data.min; input.max = data.max; input.step = "any"; input.setAttribute("aria-label", data.label)
  }
  const show = value => { range.value = value; if (parentElement.activeElement !== box && document.activeElement !== box) box.value = Number(value) }
  const settled = !held.dragging && (held.sent === null || data.heard === null || Number(data.heard) === held.sent)
  if (settled) { show(data.value); if (box.dataset.done) { box.value = data.value; delete box.dataset.done } }
  const rounded = value => Number((Math.round(value / data.step) * data.step).toFixed(6))
  const send = value => { held.last = performance.now(); held.sent = value; setStateValue("value", value) }
  const later = value => {
    clearTimeout(held.timer)
    const wait = data.throttle - (performance.now() - held.last)
    if (wait <= 0) send(value); else held.timer = setTimeout(() => send(value), wait)
  }
  range.oninput = () => { held.dragging = true; const value = rounded(range.value); box.value = value; later(value) }
  range.onchange = () => { held.dragging = false; clearTimeout(held.timer); const value = rounded(range.value); box.value = value; send(value) }
  range.onkeydown = event => {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key]
    if (!direction) return
    event.preventDefault()
    const value = Math.min(data.max, Math.max(data.min, rounded(Number(range.value) + direction * data.step)))
    range.value = value; box.value = value; later(value)
  }
  box.onchange = () => {
    const value = Math.min(data.max, Math.max(data.min, Number(box.value)))
    if (Number.isFinite(value) && box.value !== "") { range.value = value; box.dataset.done = "1"; send(value) } else box.value = data.value
  }
}

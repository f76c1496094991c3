// Hears that the address has changed, and with it a threshold, and that the hand has come to rest since. A redraw asked for in
// the middle of another one may be lost: it is asked for again until `turn`, which counts the redraws, has moved on.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const held = (parentElement.__held ??= { seen: location.search })
  held.turn = data.turn
  clearInterval(held.looking)
  const ask = () => {
    const turn = held.turn
    setTriggerValue("changed", true)
    clearTimeout(held.again)
    held.again = setTimeout(() => { if (held.turn === turn) ask() }, data.patience)
  }
  held.looking = setInterval(() => {
    if (location.search === held.seen) return
    held.seen = location.search
    clearTimeout(held.rest)
    held.rest = setTimeout(ask, data.rest)
  }, data.every)
  return () => { clearInterval(held.looking); clearTimeout(held.rest); clearTimeout(held.again) }
}

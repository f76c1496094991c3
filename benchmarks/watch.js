// Watches one element from inside the page: when a key is pressed, and in which frame other words stand in the element.
// The words of the chart name the cut, so new words are the new chart; what is dimmed or resized on the way does not count.
element => {
  const watch = (window.watch = { pressed: null, drawn: [] })
  let seen = element.textContent
  document.addEventListener("keydown", event => { watch.pressed = event.timeStamp }, true)
  new MutationObserver(() => {
    if (element.textContent === seen || !element.textContent) return
    seen = element.textContent
    requestAnimationFrame(() => watch.drawn.push(performance.now()))
  }).observe(element, { subtree: true, childList: true, characterData: true, attributes: true })
}

// Hears that the hand has come to rest on any slider or line of the page, and has redrawn what was too heavy to follow it.
export default function (component) {
  const { parentElement, setTriggerValue } = component
  const forget = () => window.removeEventListener("hand-rested", parentElement.__heard)
  forget()
  parentElement.__heard = () => setTriggerValue("rested", true)
  window.addEventListener("hand-rested", parentElement.__heard)
  return forget
}

// The keyboard of the site, as the script file that browsers load. It only presses what the page has: links, buttons and the
// search bar; without it everything works by mouse, touch and Tab.
export const keyboardScript: string = `'use strict'
const one = (selector) => document.querySelector(selector)
const all = (selector) => [...document.querySelectorAll(selector)]
const press = (selector) => { const found = one(selector); if (found) found.click(); return found !== null }

// The option group that digits choose in: where the focus is, else the first without a choice, else the first.
const groups = all('.choice')
const activeGroup = () =>
  groups.find((group) => group.contains(document.activeElement)) ??
  groups.find((group) => !group.querySelector('[aria-pressed="true"]')) ?? groups[0]
const showDigits = () => {
  for (const option of all('.option')) delete option.dataset.key
  const options = activeGroup()?.querySelectorAll('.option') ?? []
  for (const [i, option] of [...options].entries()) if (i < 10) option.dataset.key = String((i + 1) % 10)
}
showDigits()
document.addEventListener('focusin', showDigits)

// Arrows move among cards, options or steps: left and right by one, up and down to the nearest above or below.
const moveFocus = (key) => {
  const here = document.activeElement
  const items = all(here?.matches('.option') ? '.option' : '.card .asin')
  if (items.length === 0) return false
  const at = items.indexOf(here)
  const box = (item) => (item.closest('.card') ?? item).getBoundingClientRect()
  let next = items[0]
  if (at >= 0 && (key === 'ArrowLeft' || key === 'ArrowRight')) next = items[at + (key === 'ArrowLeft' ? -1 : 1)]
  else if (at >= 0) {
    const from = box(here)
    const side = (to) => (key === 'ArrowUp' ? from.top - to.top : to.top - from.top)
    const far = (item) => side(box(item)) * 4 + Math.abs(box(item).left - from.left)
    next = items.filter((item) => side(box(item)) > 4).sort((a, b) => far(a) - far(b))[0]
  }
  if (next) { next.focus(); next.closest('.card')?.scrollIntoView({ block: 'nearest' }) }
  return next !== undefined
}

const keys = {
  '/': () => { const bar = one('input[type="search"]'); if (bar) { bar.focus(); bar.select() } return bar !== null },
  n: () => press('.replay-next') || press('.pager .next'),
  p: () => press('.replay-prev') || press('.pager .prev'),
  b: () => press('.buy-now'),
  d: () => press('.description[href]'),
  f: () => press('.features[href]'),
  r: () => press('.reviews[href]'),
  a: () => press('.attributes[href]'),
  u: () => press('.crumbs .prev') || press('.crumbs .back-to-search'),
  s: () => press('.crumbs .back-to-search'),
}
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const field = event.target.closest('input:not([type="checkbox"]), textarea, select')
  if (field) { if (event.key === 'Escape') field.blur(); return }
  const { key } = event
  let done = false
  if (/^[0-9]$/.test(key)) {
    const option = activeGroup()?.querySelectorAll('.option')[(Number(key) + 9) % 10]
    if (option) { option.click(); done = true }
  } else if (key === ' ' && event.target.matches('.option')) { event.target.click(); done = true }
  else if (one('.reel') && (key === 'ArrowLeft' || key === 'ArrowRight')) done = press(key === 'ArrowLeft' ? '.replay-prev' : '.replay-next')
  else if (key.startsWith('Arrow')) done = moveFocus(key)
  else if (Object.hasOwn(keys, key)) done = keys[key]()
  if (done) event.preventDefault()
})
one('.strip [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
`

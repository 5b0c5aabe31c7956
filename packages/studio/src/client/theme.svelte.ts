// Light or dark: the system's choice unless the reader made another, which is kept in the browser. Colours live in
// styles/theme.css; canvases, which cannot use them there, ask `theme.current` and `cssColor`.

export type ThemeChoice = 'system' | 'light' | 'dark'

const key = 'gigpo-studio-theme'
const dark = matchMedia('(prefers-color-scheme: dark)')
let systemDark = $state(dark.matches)
let choice: ThemeChoice = $state(stored())
apply()
dark.addEventListener('change', (event) => {
  systemDark = event.matches
})

export const theme: { readonly choice: ThemeChoice; readonly current: 'light' | 'dark'; next(): void } = {
  get choice() {
    return choice
  },
  get current() {
    if (choice !== 'system') return choice
    return systemDark ? 'dark' : 'light'
  },
  /** System, light, dark, and round again. */
  next() {
    choice = choice === 'system' ? 'light' : choice === 'light' ? 'dark' : 'system'
    apply()
    try {
      localStorage.setItem(key, choice)
    } catch {} // A browser that keeps nothing shows the system's choice next time.
  },
}

/** What a colour of the stylesheet, such as `--accent`, comes to in the current theme. */
export function cssColor(name: `--${string}`): string {
  const probe = document.createElement('i')
  probe.style.color = `var(${name})`
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

function apply(): void {
  if (choice === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = choice
}

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(key)
    return value === 'light' || value === 'dark' ? value : 'system'
  } catch {
    return 'system'
  }
}

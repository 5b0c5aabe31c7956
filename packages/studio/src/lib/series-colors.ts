// Colours that tell lines apart, in an order that keeps neighbours distinct for colour-blind readers too (after Okabe and Ito,
// "Color Universal Design", 2008; darkened on white and lightened on black to a contrast of 3 : 1 or more).

const light = ['#0f62b5', '#b34700', '#00795a', '#a8408a', '#8a6d00', '#007c93', '#6b4fc0', '#5c6570']
const dark = ['#6cb2ff', '#ff9a52', '#3fcfa2', '#f08bd0', '#e3c64a', '#5fd0e6', '#b5a0ff', '#a9b3bd']

/** Colours come round again after eight. */
export function seriesColor(index: number, theme: 'light' | 'dark'): string {
  const colors = theme === 'light' ? light : dark
  return colors[index % colors.length]!
}

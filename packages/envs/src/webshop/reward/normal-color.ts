// The colour a text names, as the original reads it: the first of a fixed list that occurs anywhere in the text, even inside
// another word ("tan" in "titanium"). Facts of WebShop's `normalize_color` (web_agent_site/engine/normalize.py).

const COLORS: readonly string[] =
  `alabaster apricot aqua ash asphalt azure banana beige black blue blush bordeaux bronze
  brown burgundy camel camo caramel champagne charcoal cheetah chestnut chocolate christmas coffee cognac copper coral
  cranberry cream crystal dark denim eggplant elephant espresso fuchsia gold granite grape graphite grass gray green grey
  heather indigo ivory ivy khaki lavender lemon leopard light lilac lime magenta maroon mauve merlot midnight mint mocha
  multicolor mushroom mustard natural navy nude olive orange peach pewter pink plum purple rainbow red rose royal rust sand
  sapphire seashell silver skull slate steel stone stonewash sunflower tan taupe teal tiger turquoise violet walnut wheat
  white wine yellow`.split(/\s+/)

const COLOR_SET: ReadonlySet<string> = new Set(COLORS)

/** The first colour contained in the text; the text itself where there is none. */
export function normalColor(text: string): string {
  return COLORS.find((color) => text.includes(color)) ?? text
}

/** Whether the text is a colour of the list, whole. */
export function isColor(text: string): boolean {
  return COLOR_SET.has(text)
}

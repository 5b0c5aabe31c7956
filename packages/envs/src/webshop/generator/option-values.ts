// What buyers choose between: pools of option values, lower case. An ordered pool (sizes, lengths) is sold as a run of
// neighbours, any other as a handful of its values. Long pools are made by crossing short lists, so that a product can have
// as many as 50 values like the fullest of the original catalogue.

export interface OptionPool {
  readonly values: readonly string[]
  readonly ordered: boolean
}

const list = (text: string): string[] => text.split(', ')
const cross = (a: readonly string[], b: readonly string[], join: (a: string, b: string) => string): string[] =>
  a.flatMap((x) => b.map((y) => join(x, y)))

const hues = list(
  'black, white, grey, navy, red, burgundy, pink, beige, brown, khaki, green, olive, teal, turquoise, sky blue, purple, lavender, orange, yellow, coral, ivory, charcoal, silver, gold',
)
const trims = list('striped, floral, dotted, plaid, two-tone')
const counts = ['1', '2', '3', '4', '6', '12']

const apparelSizes = list(
  'xx-small, x-small, small, medium, large, x-large, xx-large, 3x-large, 4x-large, 5x-large, 6x-large',
)
const shoeSizes = Array.from({ length: 18 }, (_, i) => String(5 + i / 2)).concat(list('14, 15'))

/** By name, as the tables of product types refer to them. */
export const optionPools: Readonly<Record<string, OptionPool>> = {
  hue: { ordered: false, values: [...hues, ...cross(trims, hues.slice(0, 9), (t, h) => `${t} ${h}`)] },
  device: {
    ordered: false,
    values: list('black, white, silver, space grey, midnight blue, mint green, rose, red, orange, camo, sand'),
  },
  finish: {
    ordered: false,
    values: list(
      'walnut, espresso, rustic brown, natural oak, white oak, cherry, black, white, antique grey, driftwood, mahogany, teak, honey maple, bleached pine, cream, ash',
    ),
  },
  metal: { ordered: false, values: list('black, brass, chrome, copper, bronze, brushed steel, pewter, gold, white') },
  apparel: { ordered: true, values: apparelSizes },
  shoe: { ordered: true, values: cross(shoeSizes, list('medium, wide'), (s, w) => (w === 'wide' ? `${s} wide` : s)) },
  fit: { ordered: false, values: list('regular, tall, petite, plus') },
  furniture: {
    ordered: true,
    values: cross(list('24, 30, 36, 42, 48, 54, 60, 72'), list('low, tall'), (w, h) => `${w} inch ${h}`),
  },
  bed: { ordered: true, values: list('twin, twin xl, full, full xl, queen, king, california king') },
  thickness: { ordered: true, values: list('5 inch, 6 inch, 8 inch, 10 inch, 12 inch, 14 inch') },
  square: {
    ordered: true,
    values: cross(list('12x12, 14x14, 16x16, 18x18, 20x20, 22x22, 24x24, 26x26'), counts.slice(0, 4), (s, n) =>
      n === '1' ? `${s} inch` : `${s} inch, set of ${n}`,
    ),
  },
  drape: {
    ordered: true,
    values: cross(
      list('34w, 42w, 52w, 70w, 84w, 100w'),
      list('45l, 54l, 63l, 72l, 84l, 95l, 108l'),
      (w, l) => `${w} x ${l}`,
    ),
  },
  rug: {
    ordered: true,
    values: list(
      '2 x 3 ft, 2 x 6 ft, 2 x 8 ft, 2 x 10 ft, 3 x 5 ft, 4 x 6 ft, 5 x 8 ft, 6 x 9 ft, 8 x 10 ft, 9 x 12 ft, 10 x 14 ft',
    ),
  },
  shape: { ordered: false, values: list('oblong, round, oval, runner, square') },
  print: {
    ordered: true,
    values: cross(
      list('8x10, 11x14, 12x18, 16x20, 16x24, 20x30, 24x36, 28x42, 32x48'),
      list('unframed, framed'),
      (s, f) => `${s} inch ${f}`,
    ),
  },
  subject: {
    ordered: false,
    values: list(
      'harbor at dawn, pine forest, city skyline, stone tower by the sea, wild poppies, desert road, mountain lake, abstract waves, birch trees, sleeping fox, sailing boats, snowy village, jazz trio, palm beach, harvest moon, highland cow, koi pond, vintage map',
    ),
  },
  scent: {
    ordered: false,
    values: list(
      'lavender field, vanilla bean, cedar smoke, ocean mist, fig leaf, rose garden, citrus grove, jasmine night, vetiver root, fresh linen, apple orchard, cool menthol, eucalyptus, honeysuckle, amber musk, peach blossom, cinnamon stick, lemon verbena, white lily, pear and freesia',
    ),
  },
  ounces: {
    ordered: true,
    values: cross(list('2, 4, 6, 8, 12, 16, 24, 32'), counts, (o, n) => `${o} ounce (pack of ${n})`),
  },
  grams: {
    ordered: true,
    values: cross(list('0.5, 1, 1.7, 3.4, 5, 6.8, 8.5'), counts.slice(0, 4), (o, n) => `${o} fl oz (pack of ${n})`),
  },
  shade: {
    ordered: false,
    values: list(
      'bare nude, soft peach, dusty rose, brick red, plum wine, berry crush, coral kiss, toffee, mauve mist, hot fuchsia, cocoa, terracotta, ruby, sunset orange, orchid, cherry pop, caramel glaze, pink quartz, smoky violet, midnight ink, champagne pearl, copper spark, emerald, moss',
    ),
  },
  pieces: {
    ordered: true,
    values: list('5 pieces, 8 pieces, 10 pieces, 12 pieces, 16 pieces, 20 pieces, 24 pieces, 32 pieces'),
  },
  inches: {
    ordered: true,
    values: Array.from({ length: 14 }, (_, i) => `${8 + 2 * i} inch`),
  },
  hair: {
    ordered: false,
    values: list(
      'jet black, natural black, dark brown, chestnut, ash blonde, honey blonde, platinum, auburn, copper red, ombre grey, burgundy, silver, rose pink, highlighted brown',
    ),
  },
  feet: {
    ordered: true,
    values: cross(list('1.5, 3, 6, 10, 12, 15, 20, 25, 30, 40, 50'), list('1, 2, 5'), (f, n) =>
      n === '1' ? `${f} feet` : `${f} feet, ${n} pack`,
    ),
  },
  lens: { ordered: false, values: list('8x32, 8x42, 10x25, 10x42, 12x42, 12x50, 16x52, 20x50') },
  screen: {
    ordered: true,
    values: list(
      '5.4 inch, 5.8 inch, 6.1 inch, 6.4 inch, 6.7 inch, 7.9 inch, 8.3 inch, 10.2 inch, 10.9 inch, 11 inch, 12.9 inch',
    ),
  },
  bundle: {
    ordered: true,
    values: list('single, 2 pack, 3 pack, 4 pack, 5 pack, 6 pack, 8 pack, 10 pack'),
  },
  kit: { ordered: false, values: list('basic set, classic set, travel set, deluxe set, studio set, starter set') },
  sweet: {
    ordered: false,
    values: list(
      'vanilla, chocolate, strawberry, boysenberry, caramel, lemon, orange, mango, coconut, banana, hazelnut, cherry, maple, cinnamon, ginger, pumpkin spice, raspberry, apple, peach, mint, espresso, almond, honey, birthday cake, toffee',
    ),
  },
  savory: {
    ordered: false,
    values: list(
      'original, smoked paprika, garlic herb, black pepper, teriyaki, chili lime, cheddar, barbecue, sour cream, thyme, jalapeno, mustard, curry, truffle, buffalo, sweet onion, habanero, sesame, wasabi, dill pickle',
    ),
  },
  roast: {
    ordered: false,
    values: list(
      'light roast, medium roast, dark roast, french roast, breakfast blend, house blend, decaf blend, single estate',
    ),
  },
  grind: { ordered: false, values: list('whole bean, coarse ground, fine ground, single-serve pods') },
  theme: {
    ordered: false,
    values: list(
      'dinosaur, mermaid, space rocket, football, butterfly, unicorn, jungle, race car, princess, pirate, farm animals, rainbow, graduation, hello spring, under the sea, construction, ballet, robots',
    ),
  },
}

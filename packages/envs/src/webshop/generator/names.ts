// Invented names: brands, collections, model numbers and measures. Syllables are chosen so that no known brand comes out;
// there are some 60,000 names of each kind, so families rarely share one, as in a shop of many small sellers.
import type { RandomStream } from '@gigpo/core'

const starts = 'Bra Vel Lor Qui Zan Tem Oru Fen Dax Mir Sul Kev Pru Wyn Hol Tar Gim Yor Neb Cal Osk Rud Jil Ulv'.split(
  ' ',
)
const middles = 'ba de lo mi na ri so ta vu ze ko ga pi ul er an'.split(' ')
const ends = 'dale mere wick tova lume nor zeo quist rell bina fex hold mara stra vik bury'.split(' ')
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

/** For example `Zanmiwick`; one in four in capitals, as sellers like it. */
export function brandName(random: RandomStream): string {
  const name = random.pick(starts) + random.pick(middles) + random.pick(ends)
  return random.integer(4) === 0 ? name.toUpperCase() : name
}

/** For example `Velbrook`-like names of collections, shorter than brands. */
export function seriesName(random: RandomStream): string {
  return random.pick(starts) + random.pick(ends)
}

/** For example `KX-4120`, `T310`. */
export function modelNumber(random: RandomStream): string {
  const head =
    letters[random.integer(letters.length)]! + (random.integer(2) === 0 ? letters[random.integer(letters.length)]! : '')
  return `${head}${random.integer(3) === 0 ? '-' : ''}${100 + random.integer(9900)}`
}

/** For example `23.6 x 11.8 x 4.7 inches`. */
export function measures(random: RandomStream): string {
  const side = (): string => ((20 + random.integer(700)) / 10).toFixed(1)
  return random.integer(2) === 0 ? `${side()} x ${side()} inches` : `${side()} x ${side()} x ${side()} inches`
}

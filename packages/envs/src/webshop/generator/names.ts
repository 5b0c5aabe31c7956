// Invented names: brands, collections, model numbers and measures. Syllables are chosen so that no known brand comes out;
// there are 6,144 brands and 384 collections, so families of one page rarely share one.
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

/** A name in running text, for example of a town or a colour: `Velnaridale`. */
export function placeName(random: RandomStream): string {
  return random.pick(starts) + random.pick(middles) + random.pick(middles) + random.pick(ends)
}

/** For example `L48213`. */
export function lotNumber(random: RandomStream): string {
  return `${letters[random.integer(letters.length)]!}${10000 + random.integer(90000)}`
}

/** Name of a collection, for example `Kevquist`. */
export function seriesName(random: RandomStream): string {
  return random.pick(starts) + random.pick(ends)
}

/** For example `KX-4120`, `T310`. */
export function modelNumber(random: RandomStream): string {
  const head =
    letters[random.integer(letters.length)]! + (random.integer(2) === 0 ? letters[random.integer(letters.length)]! : '')
  return `${head}${random.integer(3) === 0 ? '-' : ''}${100 + random.integer(9900)}`
}

/** For example `23.6 x 11.8 x 4.7 inches`; small things stay below ten inches. */
export function measures(random: RandomStream, small: boolean): string {
  const side = (): string => {
    const tenths = small ? 10 + random.integer(90) : 40 + random.integer(680)
    return `${Math.floor(tenths / 10)}.${tenths % 10}`
  }
  return random.integer(2) === 0 ? `${side()} x ${side()} inches` : `${side()} x ${side()} x ${side()} inches`
}

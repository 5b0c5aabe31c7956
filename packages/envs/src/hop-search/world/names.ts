// Names for a small world, drawn without repeats from combinations of few parts, so that many names share a word: a search
// for one then finds others too. All are runs of capitalised words, and no two are the same without articles.
import type { RandomStream } from '@gigpo/core'
import type { Kind } from '../language/relations.ts'

const words = (list: string): readonly string[] => list.split(' ')

const FIRST = words(
  'Ada Arvo Bela Bruno Cara Dario Edda Elio Fenna Gero Hanna Ivo Jana Kalle Lena Marek Nadia Olaf Petra Quentin Rosa Sami Tilda Ugo Vera Wim Yara Zeno',
)
const LAST = words(
  'Abbot Aldane Barlow Bexley Calder Corvin Dahl Darrow Egan Falk Farrow Garlan Grieve Hallam Hedlund Ingram Jessop Kessler Kirkby Lindholm Lindqvist Marlow Merrick Nash Norberg Ostrom Paget Penrose Quist Radley Ransom Sandoval Selwyn Tamsin Thorne Udall Varga Verne Wexler Yarrow Zander',
)
const STEMS = words(
  'Vel Nor Kar Tam Bel Orl Sil Dra Mor Lin Fen Gal Hes Jun Kel Lor Mir Nav Pel Quor Ros Sar Tor Ull Var Wen Yar Zel',
)
const ADJECTIVES = words(
  'Silent Golden Broken Hidden Distant Crimson Frozen Restless Hollow Gentle Burning Forgotten Narrow Paper Second Winter',
)
const THINGS = words(
  'Harbor Garden River Lantern Bridge Orchard Station Mirror Winter Island Letter Meadow Signal Tower Violin Window Shadow Compass Feather Clock Anchor Forest Kitchen Parade',
)

const pairs = (a: readonly string[], b: readonly string[], glue: string): string[] =>
  a.flatMap((left) => b.filter((right) => right !== left).map((right) => `${left}${glue}${right}`))

const cities = pairs(STEMS, words('ford burg haven stead wick'), '')

const POOLS: Readonly<Record<Kind, readonly string[]>> = {
  person: pairs(FIRST, LAST, ' '),
  city: [...cities, ...pairs(words('New Old Port'), cities, ' ')],
  country: pairs(STEMS, words('ania ovia eria land'), ''),
  river: pairs(STEMS, words('a en or is'), '').map((name) => `River ${name}`),
  company: pairs([...LAST, ...STEMS.map((stem) => `${stem}co`)], words('Works Brothers Mills Group'), ' '),
  film: pairs(ADJECTIVES, THINGS, ' ').map((name) => `The ${name}`),
  book: pairs(THINGS, THINGS, ' Without '),
}

/** `count` names of a kind. @throws RangeError when there are not as many. */
export function drawNames(kind: Kind, count: number, random: RandomStream): string[] {
  const pool = POOLS[kind]
  if (count > pool.length) throw new RangeError(`there are ${pool.length} names for a ${kind}, asked for ${count}`)
  return random.shuffle(pool).slice(0, count)
}

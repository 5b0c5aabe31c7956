// Which family a position belongs to. Positions come in blocks, and every block is cut into families by its own key, so the
// family of any position is found without visiting those before it.
import { fold, type RandomKey, RandomStream } from '@gigpo/core'

const BLOCK = 64

export interface Place {
  /** Key of the family: all members share it. */
  readonly key: RandomKey
  /** Position of the family's first product. */
  readonly first: number
  readonly member: number
  readonly size: number
}

/** @param siblings share of products in families of 2-5. */
export function familyLayout(key: RandomKey, siblings: number): (position: number) => Place {
  // Families of 2-5 have 3.5 members on average, so this share of the families holds that share of the products.
  const many = siblings / (3.5 - 2.5 * siblings)
  let block = -1
  let firsts: number[] = []

  const cut = (next: number): void => {
    const random = new RandomStream(fold(key, 'block', next))
    firsts = []
    for (let at = 0; at < BLOCK; at += random.uniform() < many ? 2 + random.integer(4) : 1) firsts.push(at)
    block = next
  }

  return (position) => {
    const wanted = Math.floor(position / BLOCK)
    if (wanted !== block) cut(wanted)
    const offset = position % BLOCK
    let family = firsts.length - 1
    while (firsts[family]! > offset) family--
    const first = firsts[family]!
    const end = firsts[family + 1] ?? BLOCK
    const start = block * BLOCK + first
    return { key: fold(key, 'family', start), first: start, member: offset - first, size: end - first }
  }
}

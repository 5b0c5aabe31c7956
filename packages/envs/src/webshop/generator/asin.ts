// Asins of generated products: `G0`, four characters that are random, four that count. The counting half is an affine
// permutation, so asins are unique by construction and the position of any asin is found without a table.
import { fold, type RandomKey } from '@gigpo/core'

const HALF = 36 ** 4
// Coprime to 36; the inverse undoes the multiplication modulo 36^4.
const FACTOR = 1_004_887
const OFFSET = 271_829
const INVERSE = inverse(FACTOR, HALF)

/** As many products as there are asins. */
export const MOST_PRODUCTS: number = HALF

const digits = (value: number): string => value.toString(36).toUpperCase().padStart(4, '0')

/** For example `G04KX09QZ1`. */
export function asinOf(key: RandomKey, position: number): string {
  const random = fold(key, 'asin', position)[0] % HALF
  return `G0${digits(random)}${digits(multiply(position, FACTOR, OFFSET))}`
}

/** Position of an asin, or -1 where no product in 0 ≤ position < size has it. */
export function positionOf(key: RandomKey, asin: string, size: number): number {
  const counting = /^G0[0-9A-Z]{4}([0-9A-Z]{4})$/.exec(asin)?.[1]
  if (counting === undefined) return -1
  const position = multiply(Number.parseInt(counting, 36) - OFFSET + HALF, INVERSE, 0)
  return position < size && asinOf(key, position) === asin ? position : -1
}

/** a·b + c modulo 36^4; the product stays below 2^53. */
function multiply(a: number, b: number, c: number): number {
  return ((a % HALF) * b + c) % HALF
}

function inverse(value: number, modulus: number): number {
  let [a, b, x, y] = [value, modulus, 1, 0]
  while (b !== 0) {
    const quotient = Math.floor(a / b)
    ;[a, b, x, y] = [b, a - quotient * b, y, x - quotient * y]
  }
  return (x + modulus) % modulus
}

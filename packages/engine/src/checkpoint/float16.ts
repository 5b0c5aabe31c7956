// 16-bit floats and float32. Node 20 has no Float16Array. Widening is exact; narrowing is offered only where it is, too,
// because a checkpoint keeps every bit. bfloat16 is the upper half of a float32; half precision has 5 exponent and 10
// fraction bits.

type SixteenBits = 'BF16' | 'F16'

/** Into `out`, which is as long as `bits`, where it is given. */
export function widen16(
  bits: Uint16Array,
  type: SixteenBits,
  out: Float32Array = new Float32Array(bits.length),
): Float32Array {
  if (type === 'F16') for (let i = 0; i < bits.length; i++) out[i] = halfToNumber(bits[i]!)
  else {
    const words = new Uint32Array(out.buffer, out.byteOffset, out.length)
    for (let i = 0; i < bits.length; i++) words[i] = bits[i]! << 16
  }
  return out
}

/** Bits of values that `isExact16`; others are cut off. */
export function narrow16(values: Float32Array, type: SixteenBits): Uint16Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const out = new Uint16Array(values.length)
  if (type === 'BF16') for (let i = 0; i < words.length; i++) out[i] = words[i]! >>> 16
  else for (let i = 0; i < words.length; i++) out[i] = wordToHalf(words[i]!)
  return out
}

/** Whether every value, NaN excepted, has a form in 16 bits. */
export function isExact16(values: Float32Array, type: SixteenBits): boolean {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  if (type === 'BF16') return words.every((word) => (word & 0xffff) === 0)
  return values.every((value, i) => Object.is(halfToNumber(wordToHalf(words[i]!)), value))
}

function halfToNumber(half: number): number {
  const exponent = (half >> 10) & 0x1f
  const fraction = half & 0x3ff
  const magnitude =
    exponent === 0
      ? fraction * 2 ** -24
      : exponent === 31
        ? fraction === 0
          ? Number.POSITIVE_INFINITY
          : Number.NaN
        : (1 + fraction / 1024) * 2 ** (exponent - 15)
  return half & 0x8000 ? -magnitude : magnitude
}

/** The half of a float32's bits, without rounding: bits that do not fit are lost. */
function wordToHalf(word: number): number {
  const sign = (word >>> 16) & 0x8000
  const exponent = ((word >>> 23) & 0xff) - 127
  const fraction = word & 0x7fffff
  if (exponent === 128) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200)
  if (exponent > 15) return sign | 0x7bff
  if (exponent >= -14) return sign | ((exponent + 15) << 10) | (fraction >>> 13)
  // Subnormal halves count units of 2^-24.
  if (exponent >= -24) return sign | ((fraction | 0x800000) >>> (-exponent - 1))
  return sign
}

// 16-bit floats to float32. Node 20 has no Float16Array; both conversions are exact.

/** bfloat16 is the upper half of a float32; half precision has 5 exponent and 10 fraction bits. */
export function widen16(bits: Uint16Array, type: 'BF16' | 'F16'): Float32Array {
  const out = new Float32Array(bits.length)
  if (type === 'BF16') {
    const words = new Uint32Array(out.buffer)
    for (let i = 0; i < bits.length; i++) words[i] = bits[i]! << 16
    return out
  }
  for (let i = 0; i < bits.length; i++) {
    const half = bits[i]!
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
    out[i] = half & 0x8000 ? -magnitude : magnitude
  }
  return out
}

// SHA-256 (FIPS 180-4) in plain TypeScript, because core and envs run in a browser where hashing is asynchronous.

const K = new Uint32Array(64)
const INITIAL = new Uint32Array(8)
{
  // Fractional parts of the square and cube roots of the first primes.
  let count = 0
  for (let n = 2; count < 64; n++) {
    let prime = true
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false
    if (!prime) continue
    if (count < 8) INITIAL[count] = Math.floor((Math.sqrt(n) % 1) * 2 ** 32)
    K[count++] = Math.floor((Math.cbrt(n) % 1) * 2 ** 32)
  }
}

const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n))

/** Lower-case hex SHA-256 of UTF-8 text or bytes. */
export function sha256(input: string | Uint8Array): string {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
  const length = ((bytes.length + 8) >> 6) * 64 + 64
  const padded = new Uint8Array(length)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(length - 8, Math.floor((bytes.length * 8) / 2 ** 32))
  view.setUint32(length - 4, (bytes.length * 8) >>> 0)
  const h = INITIAL.slice()
  const w = new Uint32Array(64)
  for (let offset = 0; offset < length; offset += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(offset + i * 4)
    for (let i = 16; i < 64; i++) {
      const s0 = rotate(w[i - 15]!, 7) ^ rotate(w[i - 15]!, 18) ^ (w[i - 15]! >>> 3)
      const s1 = rotate(w[i - 2]!, 17) ^ rotate(w[i - 2]!, 19) ^ (w[i - 2]! >>> 10)
      w[i] = w[i - 16]! + s0 + w[i - 7]! + s1
    }
    let [a, b, c, d, e, f, g, z] = h as unknown as [number, number, number, number, number, number, number, number]
    for (let i = 0; i < 64; i++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      const t1 = (z + s1 + ((e & f) ^ (~e & g)) + K[i]! + w[i]!) | 0
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
      z = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    const sum = [a, b, c, d, e, f, g, z]
    for (let i = 0; i < 8; i++) h[i] = h[i]! + sum[i]!
  }
  return Array.from(h, (word) => word.toString(16).padStart(8, '0')).join('')
}

// JSON.parse keeps the last of two equal keys without a word. In a tensor header that would hide one tensor behind another,
// so this looks for a repeated key in text that JSON.parse has already accepted.

/** The first key that occurs twice in one object of valid JSON text, at any depth. */
export function duplicateKey(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = []
  let expectsKey = false
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/gs)) {
    if (token === '{') {
      open.push(new Set())
      expectsKey = true
    } else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ',') expectsKey = open.at(-1) !== undefined
    else if (token === ':') expectsKey = false
    else if (expectsKey) {
      const key = JSON.parse(token) as string
      const keys = open.at(-1)
      if (keys?.has(key)) return key
      keys?.add(key)
    }
  }
  return undefined
}

// Addresses in the original's scheme, both ways: what a page is called, and which page a typed address means. They hold all
// of a shopper's place but the goal, so the back button, reload and copied links work. Every part is percent-encoded, so an
// address is a valid link as it stands; options are a JSON object in the order they were chosen.
import type { PageKind } from './page.ts'

/** A place in the shop, as far as an address tells. Parts a page does not have are empty, 0 pages read as 1. */
export interface ShopPlace {
  readonly session: string
  readonly page: PageKind
  readonly keywords: readonly string[]
  readonly pageNumber: number
  readonly asin: string
  readonly chosen: readonly { readonly name: string; readonly value: string }[]
}

const subPages: ReadonlyMap<string, PageKind> = new Map([
  ['Description', 'description'],
  ['Features', 'features'],
  ['Reviews', 'reviews'],
  ['Attributes', 'attributes'],
])

const encode = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))

/** Browsers remove path parts `.` and `..`, however encoded; another empty word keeps them and finds the same. */
function keywordsPart(keywords: readonly string[]): string {
  const joined = keywords.map(encode).join('+')
  return joined === '.' || joined === '..' ? `${joined}+` : joined
}

function optionsPart(chosen: ShopPlace['chosen']): string {
  return encode(`{${chosen.map(({ name, value }) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(', ')}}`)
}

/** The path of a place, for example `/item_page/fixed_0/B01ABCDEFG/red+shoes/1/%7B%7D`. */
export function shopUrl(place: ShopPlace): string {
  const { page, asin, pageNumber } = place
  const session = encode(place.session)
  const keywords = keywordsPart(place.keywords)
  const options = optionsPart(place.chosen)
  if (page === 'index') return `/${session}`
  if (page === 'results') return `/search_results/${session}/${keywords}/${pageNumber}`
  if (page === 'done') return `/done/${session}/${encode(asin)}/${options}`
  const item = `${session}/${encode(asin)}/${keywords}/${pageNumber}`
  if (page === 'item') return `/item_page/${item}/${options}`
  return `/item_sub_page/${item}/${page[0]!.toUpperCase()}${page.slice(1)}/${options}`
}

/** The place a path (without query or fragment) names, undefined for anything that is not an address of the shop. */
export function parseShopUrl(path: string): ShopPlace | undefined {
  const [empty, route, ...rest] = path.split('/')
  if (empty !== '' || route === undefined || route === '') return undefined
  if (rest.length === 0) return placeOf('index', [route], {})
  const [session, second, third, fourth, fifth, sixth] = rest
  const parts = rest.length
  if (route === 'search_results' && parts === 3) {
    return placeOf('results', [session], { keywords: second, pageNumber: third })
  }
  if (route === 'done' && parts === 3) return placeOf('done', [session, second], { options: third })
  if (route === 'item_page' && parts === 5) {
    return placeOf('item', [session, second], { keywords: third, pageNumber: fourth, options: fifth })
  }
  const page = subPages.get(fifth ?? '')
  if (route !== 'item_sub_page' || parts !== 6 || page === undefined) return undefined
  return placeOf(page, [session, second], { keywords: third, pageNumber: fourth, options: sixth })
}

function placeOf(
  page: PageKind,
  [session, asin]: readonly (string | undefined)[],
  parts: { keywords?: string | undefined; pageNumber?: string | undefined; options?: string | undefined },
): ShopPlace | undefined {
  const pageNumber = parts.pageNumber ?? '1'
  if (!/^[1-9]\d{0,3}$/.test(pageNumber)) return undefined
  try {
    return {
      session: decodeURIComponent(session ?? ''),
      page,
      keywords: parts.keywords === undefined ? [] : parts.keywords.split('+').map(decodeURIComponent),
      pageNumber: Number(pageNumber),
      asin: decodeURIComponent(asin ?? ''),
      chosen: chosenOf(JSON.parse(decodeURIComponent(parts.options ?? '{}'))),
    }
  } catch (error) {
    if (error instanceof URIError || error instanceof SyntaxError) return undefined
    throw error
  }
}

function chosenOf(options: unknown): ShopPlace['chosen'] {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) throw new SyntaxError('not an object')
  return Object.entries(options).map(([name, value]) => {
    if (typeof value !== 'string') throw new SyntaxError('not a string')
    return { name, value }
  })
}

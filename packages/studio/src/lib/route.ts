// The address of a view: `#/page/part/part?query`. Everything a reader selects is in it, so that a reload, a bookmark or a link
// in a chat shows the same. Parts are URL-encoded one by one: the id of a run, which has slashes, is one part.

export interface Route {
  readonly page: string
  readonly parts: readonly string[]
  readonly query: URLSearchParams
}

/** Parses `location.hash`; an empty one is the first page. A part that is not well encoded is taken as it is. */
export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#?\/?/, '')
  const mark = text.indexOf('?')
  const path = mark < 0 ? text : text.slice(0, mark)
  const [page = '', ...parts] = path.split('/').filter((part) => part !== '')
  return {
    page: page === '' ? 'runs' : page,
    parts: parts.map(decodePart),
    query: new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1)),
  }
}

/** The inverse of `parseRoute`. Entries of the query that are empty, null or undefined are left out. */
export function routeHref(
  page: string,
  parts: readonly (string | number)[] = [],
  query: URLSearchParams | Readonly<Record<string, string | number | null | undefined>> = {},
): string {
  const path = [page, ...parts.map((part) => encodeURIComponent(part))].join('/')
  const entries = query instanceof URLSearchParams ? [...query] : Object.entries(query)
  const kept = entries.filter(([, value]) => value !== null && value !== undefined && value !== '')
  const search = new URLSearchParams(kept.map(([name, value]): [string, string] => [name, String(value)])).toString()
  return `#/${path}${search === '' ? '' : `?${search}`}`
}

/** The same view with some entries of the query changed; null or an empty string removes one. */
export function withQuery(route: Route, changes: Readonly<Record<string, string | number | null | undefined>>): string {
  const query = new URLSearchParams(route.query)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') query.delete(name)
    else query.set(name, String(value))
  }
  return routeHref(route.page, route.parts, query)
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

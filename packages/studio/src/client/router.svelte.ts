// The current route as state. There is one address bar, so there is one router.
import { parseRoute, type Route } from '../lib/route.ts'

export type { Route } from '../lib/route.ts'

export type Go = (href: string, options?: { replace?: boolean }) => void

let current: Route = $state.raw(parseRoute(location.hash))
addEventListener('hashchange', () => {
  current = parseRoute(location.hash)
})

export const router: { readonly route: Route } = {
  get route() {
    return current
  },
}

/** Goes to an address as `routeHref` makes it; with `replace` the one before is left out of the history. */
export const go: Go = (href, options = {}) => {
  if (options.replace === true) location.replace(href)
  else location.assign(href)
}

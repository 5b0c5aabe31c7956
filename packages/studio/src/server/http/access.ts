// Who may read the studio. The token in the printed address is exchanged for a cookie that no script can read and no other
// site can send; programs may send the token as a bearer instead. Requests under a foreign host name are refused first:
// a name that an attacker points at this machine (DNS rebinding) never equals ours.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'

export interface Access {
  readonly token: string
  /** Whether this is the token of the printed address. */
  isToken(received: string): boolean
  /** Whether a request may read: its `cookie` and `authorization` headers. */
  isAllowed(cookie: string | undefined, authorization: string | undefined): boolean
  /** `set-cookie` for who brought the token. */
  readonly cookie: string
  /** Whether a `host` header names this server. */
  isOwnHost(host: string | undefined): boolean
}

export interface AccessOptions {
  /** The host that the server is bound to. */
  readonly host: string
  /** Default: random. */
  readonly token?: string
}

const COOKIE = 'gigpo-studio'

export function createAccess({ host, token = randomBytes(24).toString('base64url') }: AccessOptions): Access {
  const session = randomBytes(24).toString('base64url')
  const isToken = (received: string): boolean => sameSecret(received, token)
  return {
    token,
    isToken,
    isAllowed: (cookie = '', authorization = '') => {
      // Cookies are shared by all ports of a host, so there may be one of another studio beside ours.
      const values = cookie.split(';').map((pair) => pair.trim().split('='))
      if (values.some(([name, value = '']) => name === COOKIE && sameSecret(value, session))) return true
      return /^bearer /i.test(authorization) && isToken(authorization.slice(7).trim())
    },
    cookie: `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Strict`,
    isOwnHost: (received = '') => {
      const name = hostName(received)
      if (name === undefined) return false
      // An address cannot be rebound; which ones reach us is the operating system's matter.
      return name === 'localhost' || name === host.toLowerCase() || isIP(name) !== 0
    },
  }
}

/** In a time that does not depend on where two texts of one length differ. */
function sameSecret(received: string, expected: string): boolean {
  const [a, b] = [Buffer.from(received), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Without port and brackets, in lower case; undefined for what is no host. */
function hostName(received: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(received)
  return (match?.[1] ?? match?.[2])?.toLowerCase()
}

import type { StudioSource } from '../../api/contract.ts'
import type { StaticExport } from '../../api/static-site.ts'
import { createLiveSource } from './live-source.ts'
import { createStaticSource } from './static-source.ts'

/** The data beside this page where it is an exported site, otherwise the server that sent the page. */
export function openSource(): StudioSource {
  const { gigpoStudioExport: site } = globalThis as { gigpoStudioExport?: StaticExport }
  return site === undefined ? createLiveSource(new URL('.', location.href)) : createStaticSource(site)
}

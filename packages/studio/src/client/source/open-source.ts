import type { StudioSource } from '../../api/contract.ts'
import { createLiveSource } from './live-source.ts'

/** The server that sent this page. */
export function openSource(): StudioSource {
  return createLiveSource(new URL('.', location.href))
}

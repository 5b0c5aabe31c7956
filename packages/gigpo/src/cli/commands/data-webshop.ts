// WebShop in `gigpo data`: catalogues by name.
import { GigpoError } from '@gigpo/core'
import {
  createProgress,
  gigpoHome,
  importWebshop,
  listWebshopStores,
  type Progress,
  readWebshopManifest,
  type WebshopProgress,
} from '@gigpo/trainer'
import { interruptSignal } from '../interrupt.ts'
import type { DataSet } from './data-set.ts'
import { webshopParts } from './webshop-parts.ts'

export const webshopData: DataSet = {
  import: async (path, { json, name }) => {
    const narrator = json ? undefined : createNarrator()
    const report = await importWebshop(path, {
      home: gigpoHome(),
      parts: webshopParts,
      signal: interruptSignal(),
      ...(name === undefined ? {} : { name }),
      ...(narrator === undefined ? {} : { onProgress: narrator.update }),
    }).finally(() => narrator?.finish())
    const { products, humanInstructions, skipped, resumed, digest, directory, files } = report
    return {
      value: report,
      lines: [
        `${products} products  ${humanInstructions} human instructions  ${digest.slice(0, 16)}`,
        `skipped: ${skipped.unusable} without a usable asin, ${skipped.duplicate} repeated`,
        ...(resumed > 0 ? [`went on with an earlier import after ${resumed} products`] : []),
        ...(files.instructions === null
          ? ['there was no items_ins*.json beside it: products have no attributes, and there are no synthetic goals']
          : []),
        directory,
      ],
    }
  },
  list: () => {
    const home = gigpoHome()
    const names = listWebshopStores(home)
    // With none imported, reading says how to import.
    if (names.length === 0) readWebshopManifest(home)
    const catalogues = names.map((name) => {
      try {
        const { products, humanInstructions, digest, source } = readWebshopManifest(home, name)
        return { name, products, humanInstructions, digest, source }
      } catch (error) {
        if (!GigpoError.isInstance(error)) throw error
        return { name, error: error.toJSON() }
      }
    })
    return {
      value: { dataset: 'webshop', catalogues },
      lines: catalogues.map((catalogue) =>
        'error' in catalogue
          ? `${catalogue.name.padEnd(14)} ${catalogue.error.message}`
          : `${catalogue.name.padEnd(14)} ${String(catalogue.products).padStart(7)} products  ${catalogue.humanInstructions} human instructions  ${catalogue.digest.slice(0, 16)}`,
      ),
    }
  },
}

const LABELS: Readonly<Record<WebshopProgress['phase'], string>> = {
  instructions: 'attributes, MB',
  products: 'products, MB',
  index: 'search index, parts',
}

/** One line a phase; files are counted in megabytes, because how many products they hold is not known before. */
function createNarrator(): { readonly update: (progress: WebshopProgress) => void; finish(): void } {
  let line: { readonly phase: string; readonly progress: Progress } | undefined
  return {
    update: ({ phase, done, total, start, products }) => {
      const unit = phase === 'index' ? 1 : 1e6
      const whole = (bytes: number): number => Math.ceil(bytes / unit)
      if (line?.phase !== phase) {
        line?.progress.finish()
        const progress = createProgress({ label: LABELS[phase], total: whole(total), start: whole(start) })
        line = { phase, progress }
      }
      line.progress.update(whole(done), phase === 'instructions' ? '' : `${products} products`)
    },
    finish: () => line?.progress.finish(),
  }
}

// roadmap.json on the disk: replaced by rename, so a reader meets the old one or the new one.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import { parseRoadmap, ROADMAP_FILE, type RoadmapFile } from '@gigpo/studio/roadmap'

/** @throws GigpoError `data` when the file is there and is not a roadmap. */
export function readRoadmap(folder: string): RoadmapFile {
  const path = join(folder, ROADMAP_FILE)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return parseRoadmap(null)
    throw new GigpoError('data', messageOf(cause), { where: path, cause })
  }
  return parseRoadmap(parseJson(text, path), path)
}

/** @throws GigpoError `storage`. */
export function writeRoadmap(folder: string, roadmap: RoadmapFile): void {
  const path = join(folder, ROADMAP_FILE)
  const temporary = join(folder, `.tmp-${ROADMAP_FILE}-${process.pid}`)
  try {
    writeFileSync(temporary, `${JSON.stringify(roadmap, null, 2)}\n`, { flush: true })
    renameSync(temporary, path)
  } catch (cause) {
    rmSync(temporary, { force: true })
    throw new GigpoError('storage', messageOf(cause), {
      where: path,
      remedy: 'Choose a folder you may write to.',
      cause,
    })
  }
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new GigpoError('data', `not JSON: ${messageOf(cause)}`, {
      where,
      remedy: 'Repair it by hand, or move it away and sign anew.',
      cause,
    })
  }
}

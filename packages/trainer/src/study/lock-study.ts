// One process works on a study at a time; its runs have locks of their own.
import { makeDirectory } from '../run-directory/files.ts'
import { acquireLock, type Lock } from '../run-directory/lock.ts'

/** Makes the study's folder where it is missing. @throws GigpoError `locked` while another process works on it, `storage`. */
export function lockStudy(directory: string): Lock {
  makeDirectory(directory)
  return acquireLock(directory)
}

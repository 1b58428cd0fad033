import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { tempFolder } from './temp-folder.ts'

const run = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0

const MIB = 1024 * 1024

/** May a file system be mounted here? Only root may, and not in every container. */
export const canMount = (() => {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return false
  // Mounting on itself what is mounted nowhere else shows it.
  return run('unshare', '--mount', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', '/mnt')
})()

/** An empty disk of so many MiB, until the test ends. Needs `canMount`. */
export function smallDisk(mebibytes: number): { readonly folder: string; fill: () => void; makeRoom: () => void } {
  const folder = tempFolder()
  if (!run('mount', '-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder)) throw new Error('cannot mount')
  onTestFinished(() => {
    // Lazily: what has it open still, closes it after this.
    run('umount', '--lazy', folder)
  })
  const filler = join(folder, 'filler')
  return {
    folder,
    fill: () => {
      const handle = openSync(filler, 'a')
      try {
        for (let size = MIB; size >= 1;) {
          try {
            writeSync(handle, Buffer.alloc(size))
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
            size = Math.floor(size / 2)
          }
        }
      } finally {
        closeSync(handle)
      }
    },
    makeRoom: () => rmSync(filler),
  }
}

/** Makes files unwritable also for root and for whoever has them open, as a disk does that has become read-only, or writable again. */
export const setWritable = (isWritable: boolean, ...files: string[]): boolean =>
  run('chattr', isWritable ? '-i' : '+i', ...files)

/** Can it be done here? Not on every file system, and by root only. */
export function canSetWritable(folder: string): boolean {
  const file = join(folder, 'trial')
  writeFileSync(file, '')
  const can = setWritable(false, file) && setWritable(true, file)
  rmSync(file)
  return can
}

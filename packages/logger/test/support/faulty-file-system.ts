import { constants } from "node:os";
import { getSystemErrorMap } from "node:util";
import { type FileSystem, nodeFileSystem } from "../../src/file-system.js";

/** An error as node:fs throws it: `code` is not always the name. */
export function systemError(name: keyof typeof constants.errno): Error {
  const errno = -constants.errno[name];
  const code = getSystemErrorMap().get(errno)?.[0] ?? `Unknown system error ${errno}`;
  return Object.assign(new Error(`${code}: injected`), { code, errno });
}

/** The real file system, with some operations replaced. */
export function faulty(operations: Partial<FileSystem>): FileSystem {
  return { ...nodeFileSystem, ...operations };
}

/** The real file system, and the descriptors that are open. */
export function countingDescriptors(): { readonly fileSystem: FileSystem; readonly open: ReadonlySet<number> } {
  const open = new Set<number>();
  const fileSystem = faulty({
    open: (...args) => {
      const fd = nodeFileSystem.open(...args);
      open.add(fd);
      return fd;
    },
    close: (fd) => {
      open.delete(fd);
      nodeFileSystem.close(fd);
    },
  });
  return { fileSystem, open };
}

/** Writes until a budget of bytes is used up and then fails, as write(2) does when the disk becomes full. */
export class FullDisk {
  readonly fileSystem: FileSystem;
  writeCount = 0;
  #freeBytes = Number.POSITIVE_INFINITY;

  constructor(errno: keyof typeof constants.errno = "ENOSPC") {
    this.fileSystem = faulty({
      // The logger watches a torn tail for a while; nobody else writes here.
      sleep: () => {},
      write: (fd, bytes, start, end) => {
        this.writeCount++;
        if (this.#freeBytes === 0) throw systemError(errno);
        const byteCount = Math.min(end - start, this.#freeBytes);
        this.#freeBytes -= byteCount;
        return nodeFileSystem.write(fd, bytes, start, start + byteCount);
      },
    });
  }

  setFreeBytes(freeBytes: number): void {
    this.#freeBytes = freeBytes;
  }
}

import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import { type Bytes, collect, mebibytes, unreadable } from '../../bytes.js';
import { excerpt, Rejected } from '../../rejected.js';

/** More entries than any book has files, and more bytes than their names take. */
const MOST_ENTRIES = 65_536;
const MOST_DIRECTORY_BYTES = 16 * 2 ** 20;

export interface ArchiveLimits {
  /** Most bytes that one entry may unpack to. */
  entryBytes: number;
  /** Most bytes that all entries that are read may unpack to. */
  allBytes: number;
}

/** The files in a zip container. Nothing is unpacked before it is asked for. */
export class Archive {
  private unpacked = 0;
  private readonly zip: ZipFile;
  private readonly entries: ReadonlyMap<string, Entry>;
  private readonly limits: ArchiveLimits;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, limits: ArchiveLimits) {
    this.zip = zip;
    this.entries = entries;
    this.limits = limits;
  }

  /**
   * @param from the path of a file, of which no more is read than what is asked for; or its bytes
   * @throws Rejected when it is no zip, or a damaged one.
   */
  static async open(from: string | Buffer, limits: ArchiveLimits): Promise<Archive> {
    const options = { lazyEntries: true, autoClose: false };
    let zip: ZipFile | null = null;
    try {
      zip = await (typeof from === 'string'
        ? openPromise(from, options)
        : fromBufferPromise(from, options));
      return new Archive(zip, await entriesOf(zip), limits);
    } catch (error) {
      zip?.close();
      if (typeof from === 'string' && isFromSystem(error)) throw unreadable(from, error);
      throw damaged(error, 'it is no zip container');
    }
  }

  close(): void {
    this.zip.close();
  }

  has(path: string): boolean {
    return this.entries.has(path);
  }

  /**
   * One file, unpacked.
   * @throws Rejected when it is missing, encrypted, damaged, or unpacks to more than the limits.
   */
  async read(path: string): Promise<Buffer> {
    const shown = excerpt(path, 200);
    const entry = this.entries.get(path);
    if (!entry) throw new Rejected(`${shown} is not in the book`);
    if (entry.isEncrypted()) throw new Rejected(`${shown} is encrypted`);
    const { entryBytes, allBytes } = this.limits;
    const left = allBytes - this.unpacked;
    const size = mebibytes(entry.uncompressedSize);
    if (entry.uncompressedSize > entryBytes) {
      const most = mebibytes(entryBytes);
      throw new Rejected(`${shown} unpacks to more than ${most} (to ${size}): split the chapter`);
    }
    if (entry.uncompressedSize > left) {
      const most = mebibytes(allBytes);
      throw new Rejected(
        `${shown} (${size}) would make the book unpack to more than ${most}: split the book`,
      );
    }
    const bytes = await this.unpack(entry, left).catch((error: unknown) => {
      throw damaged(error, `${shown} is damaged`);
    });
    this.unpacked += bytes.length;
    return bytes;
  }

  /** The reader refuses an entry that unpacks to another size than it says. */
  private async unpack(entry: Entry, limit: number): Promise<Buffer> {
    const stream = await this.zip.openReadStreamPromise(entry);
    const bytes = await collect(stream as Bytes, { limit, advice: 'it is no book' });
    if (crc32(bytes) !== entry.crc32) throw new Rejected('its checksum is wrong');
    return bytes;
  }
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES) throw new Rejected(`it holds ${zip.entryCount} files`);
  const entries = new Map<string, Entry>();
  let held = 0;
  for await (const entry of zip.eachEntry()) {
    held += entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    if (held > MOST_DIRECTORY_BYTES) throw new Rejected('its list of files is too large');
    entries.set(entry.fileName, entry);
  }
  return entries;
}

/** The file cannot be read, whatever is in it. */
function isFromSystem(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).syscall !== undefined;
}

function damaged(error: unknown, what: string): Rejected {
  if (!(error instanceof Error)) throw error;
  return new Rejected(`${what}: ${excerpt(error.message, 120)}`);
}

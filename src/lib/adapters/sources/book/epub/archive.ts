import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { type Bytes, collect, mebibytes } from '../../bytes.js';
import { excerpt, Rejected } from '../../rejected.js';

/** More entries than any book has files. */
const MOST_ENTRIES = 65_536;

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

  /** @throws Rejected when the bytes are no zip, or a damaged one. */
  static async open(bytes: Buffer, limits: ArchiveLimits): Promise<Archive> {
    try {
      const zip = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false });
      if (zip.entryCount > MOST_ENTRIES) throw new Rejected(`it holds ${zip.entryCount} files`);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
      return new Archive(zip, entries, limits);
    } catch (error) {
      throw damaged(error, 'it is no zip container');
    }
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
    if (entry.uncompressedSize > entryBytes)
      throw new Rejected(`${shown} unpacks to more than ${mebibytes(entryBytes)}`);
    if (entry.uncompressedSize > left)
      throw new Rejected(`${shown}: the book unpacks to more than ${mebibytes(allBytes)}`);
    const bytes = await this.unpack(entry, left).catch((error: unknown) => {
      throw damaged(error, `${shown} is damaged`);
    });
    this.unpacked += bytes.length;
    return bytes;
  }

  /** The reader refuses an entry that unpacks to another size than it says. */
  private async unpack(entry: Entry, limit: number): Promise<Buffer> {
    const stream = await this.zip.openReadStreamPromise(entry);
    const bytes = await collect(stream as Bytes, limit);
    if (crc32(bytes) !== entry.crc32) throw new Rejected('its checksum is wrong');
    return bytes;
  }
}

function damaged(error: unknown, what: string): Rejected {
  if (!(error instanceof Error)) throw error;
  return new Rejected(`${what}: ${excerpt(error.message, 120)}`);
}

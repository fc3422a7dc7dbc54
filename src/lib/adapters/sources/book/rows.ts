import { hashParts } from '../../../algorithms/text/hashing.js';
import { eachPage } from '../../../algorithms/text/paginate.js';
import type { SourceRecord } from '../../../ports/index.js';
import { parseJson } from '../parse-json.js';
import { Rejected } from '../rejected.js';
import { DistinctNames, shortened, slug } from '../slug.js';
import type { Input, Reading } from './config.js';
import { tidyTitle } from './headings.js';
import { parseRow, type Row } from '../record.js';
import { chapterKey, numbered } from './sections.js';

/** Turns the JSON texts of one input into pages: one each, or, with `cut`, as many as the body needs. */
export class RowReader {
  private readonly names = new DistinctNames();
  private readonly input: Input;
  private readonly reading: Reading;

  constructor(input: Input, reading: Reading) {
    this.input = input;
    this.reading = reading;
  }

  *read(text: () => string, where: string): Generator<SourceRecord> {
    try {
      const row = parseRow(parseJson(text()), this.reading.now);
      yield* this.reading.cut ? this.cut(row, where) : [this.page(row, where)];
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      yield { problem: { where, reason: error.message } };
    }
  }

  private page(row: Row, where: string): SourceRecord {
    const { input, reading } = this;
    const content = hashParts([row.chapter ?? '', row.title ?? '', row.body]);
    const id = row.id ?? `${input.prefix}/${content.slice(0, 16)}`;
    const updatedAt = row.updatedAt ?? input.modified;
    const chapter = row.chapter ?? input.folder;
    return { page: { ...row, id, chapter, updatedAt, source: reading.source }, where };
  }

  /** A chapter's title loses its full stop, as the headings of plain texts do. */
  private *cut(row: Row, where: string): Generator<SourceRecord> {
    const body = row.body.replace(/\r\n?/g, '\n');
    const prefix = this.prefixOf(row);
    const title = row.title === null ? null : tidyTitle(row.title);
    let number = 0;
    for (const { start, end } of eachPage(body, { words: this.reading.pageWords })) {
      const id = `${prefix}/${numbered(++number)}`;
      const position = this.reading.nextPosition();
      yield this.page({ ...row, id, title, position, body: body.slice(start, end) }, where);
    }
  }

  private prefixOf({ id, chapter, title, body }: Row): string {
    if (id !== null) return shortened(id, 500);
    const key = chapter !== null ? chapterKey(chapter) : slug(title ?? '');
    return `${this.input.prefix}/${this.names.of(key || hashParts([body]).slice(0, 16))}`;
  }
}

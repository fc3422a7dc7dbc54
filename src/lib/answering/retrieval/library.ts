import { readText, type ReadText } from '../../algorithms/text/evidence.js';
import { LexicalIndex } from '../../algorithms/text/lexical-index.js';
import { searchTermFinder } from '../../algorithms/text/search-terms.js';
import { rawWords } from '../../algorithms/text/tokens.js';
import type { Passage, StoredPage } from '../../domain/page.js';
import type { RetrievalQuery } from '../../domain/quote.js';
import type { Hash } from '../../domain/values.js';
import { DensePages } from './dense-pages.js';

/** Pages whose sentences are kept ready. */
const MOST_READ = 1_000;
/** Each word of a title counts as so many of the body's (docs/decisions/0039-titles.md). */
const TITLE_WEIGHT = 2;

/**
 * The pages of a store in memory, ready to be searched. Every change is made in one synchronous step, and every
 * search reads in one, so that none sees half of a change. A page is known by its slot, a small whole number.
 */
export class Library {
  readonly lexical = new LexicalIndex();
  private vectors: DensePages;
  readonly find = searchTermFinder();
  private readonly slotOf = new Map<string, number>();
  private readonly pages: (StoredPage | null)[] = [];
  /** Search terms of each page's title. */
  private readonly titles: (readonly string[])[] = [];
  private readonly free: number[] = [];
  /** Hash of the body that the vectors of a page were made from. */
  private readonly embeddedFrom = new Map<string, Hash>();
  private readonly read = new Map<number, ReadText>();
  private readonly chapters = new Map<string | null, Set<number>>();
  /** Pages of each title. */
  private readonly titled = new Map<string, number>();

  /** Grows with every change of what stands on a page. */
  revision = 0;

  constructor(dimensions: number) {
    this.vectors = new DensePages(dimensions);
  }

  get dense(): DensePages {
    return this.vectors;
  }

  /** From now on vectors have so many dimensions; those that were there are dropped. */
  resize(dimensions: number): void {
    this.vectors = new DensePages(dimensions);
    this.embeddedFrom.clear();
  }

  get size(): number {
    return this.slotOf.size;
  }

  /** Slots in use are below this. */
  get slots(): number {
    return this.pages.length;
  }

  ids(): string[] {
    return [...this.slotOf.keys()];
  }

  page(slot: number): StoredPage | null {
    return this.pages[slot] ?? null;
  }

  /** Search terms of the page's title, in order, and how many pages have the same title; none without a title. */
  title(slot: number): { terms: readonly string[]; pages: number } {
    const title = this.page(slot)?.title ?? '';
    return { terms: this.titles[slot] ?? [], pages: this.titled.get(title) ?? 0 };
  }

  /** Hash of the page's body; undefined when there is no such page. */
  hash(id: string): Hash | undefined {
    return this.pages[this.slotOf.get(id) ?? -1]?.contentHash;
  }

  /** Hash of the body whose vectors are in use. */
  embedded(id: string): Hash | undefined {
    return this.embeddedFrom.get(id);
  }

  /** True when the page is new or differs from the one that was there. Vectors of another body are dropped. */
  put(page: StoredPage): boolean {
    const slot = this.slotOf.get(page.id);
    const old = slot === undefined ? null : this.page(slot);
    if (slot === undefined || !old) {
      this.add(page);
      return true;
    }
    if (old.version === page.version && old.contentHash === page.contentHash) return false;
    if (old.contentHash === page.contentHash) {
      this.shelve(slot, old, page);
      if (old.title !== page.title) this.index(slot, page);
      return true;
    }
    this.remove(page.id);
    this.add(page);
    return true;
  }

  private add(page: StoredPage): void {
    const slot = this.free.pop() ?? this.pages.length;
    this.slotOf.set(page.id, slot);
    this.index(slot, page);
    this.shelve(slot, null, page);
  }

  /**
   * Title and body as one text, in which the words of the title stand several times: BM25F with one correction for
   * length (Robertson & Zaragoza 2009, §3.6). Replaces what was indexed of the page.
   */
  private index(slot: number, { title, body }: StoredPage): void {
    const titleTerms = rawWords(title ?? '').map(this.find);
    const repeated = Array.from({ length: TITLE_WEIGHT }, () => titleTerms).flat();
    this.titles[slot] = titleTerms;
    this.lexical.remove(slot);
    this.lexical.add(slot, [...rawWords(body).map(this.find), ...repeated]);
  }

  private shelve(slot: number, old: StoredPage | null, page: StoredPage | null): void {
    this.revision++;
    this.pages[slot] = page;
    this.count(old?.title, -1);
    this.count(page?.title, 1);
    if (old) this.chapters.get(old.chapter)?.delete(slot);
    if (!page) return;
    const chapter = this.chapters.get(page.chapter);
    if (chapter) chapter.add(slot);
    else this.chapters.set(page.chapter, new Set([slot]));
  }

  private count(title: string | null | undefined, change: number): void {
    if (!title) return;
    const pages = (this.titled.get(title) ?? 0) + change;
    if (pages > 0) this.titled.set(title, pages);
    else this.titled.delete(title);
  }

  remove(id: string): boolean {
    const slot = this.slotOf.get(id);
    if (slot === undefined) return false;
    this.lexical.remove(slot);
    this.dense.remove(slot);
    this.embeddedFrom.delete(id);
    this.read.delete(slot);
    this.shelve(slot, this.page(slot), null);
    this.slotOf.delete(id);
    this.free.push(slot);
    return true;
  }

  /** Takes passages that were made from a body with this hash; those of another body than the page's are not used. */
  embed(id: string, madeFrom: Hash, passages: readonly Passage[]): boolean {
    const slot = this.slotOf.get(id);
    if (slot === undefined || this.hash(id) !== madeFrom) return false;
    this.dense.put(slot, passages);
    this.embeddedFrom.set(id, madeFrom);
    return true;
  }

  /** The page has no vectors any more. */
  unembed(id: string): boolean {
    const slot = this.slotOf.get(id);
    if (slot !== undefined) this.dense.remove(slot);
    return this.embeddedFrom.delete(id);
  }

  /** The slots that a query's filters allow; null when it has none. */
  allowed({ chapter, chapters, charId, pageIds }: RetrievalQuery): number[] | null {
    if ([chapter, chapters, charId, pageIds].every((filter) => filter === undefined)) return null;
    return this.among(chapter === undefined ? chapters : [chapter], pageIds).filter((slot) => {
      const page = this.page(slot);
      if (!page || (charId !== undefined && page.charId !== charId)) return false;
      if (chapters !== undefined && (page.chapter === null || !chapters.has(page.chapter))) {
        return false;
      }
      return pageIds === undefined || pageIds.has(page.id);
    });
  }

  /** Of the filters given, one that names its pages chooses; all slots where none does. */
  private among(chapters?: Iterable<string>, pageIds?: ReadonlySet<string>): number[] {
    if (chapters) return [...chapters].flatMap((each) => [...(this.chapters.get(each) ?? [])]);
    if (pageIds) return [...pageIds].flatMap((id) => this.slotOf.get(id) ?? []);
    return this.all();
  }

  /** All slots in use. */
  all(): number[] {
    return [...this.slotOf.values()];
  }

  /** Reads a page ahead of the questions that will want its sentences. False when no more are kept ready. */
  prepare(slot: number): boolean {
    if (this.read.size >= MOST_READ) return false;
    if (this.page(slot)) this.text(slot); // a slot that is free keeps nothing
    return true;
  }

  /** The page's sentences and their terms. */
  text(slot: number): ReadText {
    let text = this.read.get(slot);
    if (text) this.read.delete(slot);
    else text = readText(this.page(slot)?.body ?? '', this.find);
    this.read.set(slot, text); // the last one in the map was used last
    if (this.read.size > MOST_READ) {
      for (const oldest of this.read.keys()) {
        this.read.delete(oldest);
        break;
      }
    }
    return text;
  }
}

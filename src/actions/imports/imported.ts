/** What came of a file of records. */
export interface Imported {
  /** Ids, in the order of the file. */
  stored: string[];
  unchanged: string[];
  /** Lines that were left out. */
  problems: { where: string; reason: string }[];
}

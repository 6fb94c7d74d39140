/** A list to which is only ever added, and which can be forked in no time: a fork copies it once it adds to it or is looked at. */
export class ForkableList<Item> {
  private items: Item[];
  // How many of the items are ours, where the list that this one was forked from may add more.
  private borrowed: number | undefined;

  constructor(items: Item[] = [], borrowed?: number) {
    this.items = items;
    this.borrowed = borrowed;
  }

  get length(): number {
    return this.borrowed ?? this.items.length;
  }

  push(item: Item): void {
    this.all().push(item);
  }

  /** Forgets what was added after the first `length` items. */
  truncate(length: number): void {
    if (length < this.length) this.all().length = length;
  }

  all(): Item[] {
    if (this.borrowed !== undefined) {
      this.items = this.items.slice(0, this.borrowed);
      this.borrowed = undefined;
    }
    return this.items;
  }

  fork(): ForkableList<Item> {
    return new ForkableList(this.items, this.length);
  }
}

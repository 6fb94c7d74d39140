/** The list with one item more, and room for no other: lists that are built by a spread keep room for sixteen. */
export const appended = <Item extends object | string>(list: readonly Item[], item: Item): readonly Item[] =>
  list.length === 0 ? [item] : list.concat([item]);

const GAP = 2;

/**
 * Lines with tabs as columns: what ends with a tab in neighbouring lines gets one width, two spaces wider than the widest.
 * A line without a tab at that place ends the column, as in Go's text/tabwriter, which kubectl prints through.
 */
export function tabColumns(lines: readonly string[]): readonly string[] {
  const cells = lines.map((line) => line.split('\t'));
  const deepest = Math.max(0, ...cells.map(({ length }) => length - 1));
  const widths = cells.map(() => [] as number[]);
  for (let column = 0; column < deepest; column += 1) {
    let from = 0;
    while (from < cells.length) {
      const to = endOfBlock(cells, column, from);
      const block = cells.slice(from, to);
      const width = Math.max(0, ...block.map((row) => [...(row[column] ?? '')].length)) + GAP;
      for (let line = from; line < to; line += 1) widths[line]?.push(width);
      from = Math.max(to, from + 1);
    }
  }
  return cells.map((row, line) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : pad(cell, widths[line]?.[column] ?? 0)))
      .join('')
      .trimEnd(),
  );
}

/** The first line from `from` on that has no column of this number. */
function endOfBlock(cells: readonly (readonly string[])[], column: number, from: number): number {
  let to = from;
  while (to < cells.length && (cells[to]?.length ?? 0) > column + 1) to += 1;
  return to;
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - [...cell].length));
}

// The table that a person reads.

const HEAD = ["what", "measured", "peer", "ratio", "goal", ""];

function cells(row) {
  if (row.failure) return [row.what, "not measured", "", "", row.goal ?? "", "FAILED"];
  const peer = row.peer ? `${row.peer.name}: ${row.peer.measured}` : "";
  const verdict = row.met === undefined ? "" : row.met ? "met" : "MISSED";
  return [row.what, `${row.measured} ${row.unit}`, peer, `${row.ratio ?? ""}`, row.goal ?? "", verdict];
}

export function table(rows) {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const text = lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd());
  const failures = rows.filter((row) => row.failure).map((row) => `${row.what}: ${row.failure}`);
  return [...text, ...(failures.length ? ["", ...failures] : [])].join("\n");
}

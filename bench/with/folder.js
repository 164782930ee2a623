// Folders that go away with the run.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made = [];

export function folder(name) {
  const path = mkdtempSync(join(tmpdir(), `forprev-bench-${name}-`));
  made.push(path);
  return path;
}

export function removeFolders() {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
}

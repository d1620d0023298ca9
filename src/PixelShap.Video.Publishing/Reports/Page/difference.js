// What differs between two answers, word by word: the longest common subsequence stays, the rest is new or gone. The workbench loads it, too.
function difference(before, after) {
  const words = text => text.match(/[\p{L}\p{N}'’]+|[^\s\p{L}\p{N}]/gu) ?? [];
  const a = words(before), b = words(after), same = (x, y) => x.toLowerCase() === y.toLowerCase();
  if (a.length * b.length > 250_000) return [{ kind: "same", text: after }];
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) table[i][j] = same(a[i], b[j]) ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  const parts = [];
  const add = (kind, word) => {
    const last = parts.at(-1), glue = /^[^\p{L}\p{N}]$/u.test(word) ? "" : " ";
    if (last?.kind === kind) last.text += glue + word; else parts.push({ kind, text: word, glue: parts.length ? glue : "" });
  };
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && same(a[i], b[j])) { add("same", b[j]); i++; j++; }
    else if (i < a.length && (j === b.length || table[i + 1][j] >= table[i][j + 1])) add("gone", a[i++]);
    else add("new", b[j++]);
  }
  return parts;
}

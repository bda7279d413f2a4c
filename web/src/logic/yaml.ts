// Reads the YAML that site files and palettes are written in: maps, lists, both also in one line, plain and quoted
// words, comments. What goes beyond (anchors, tags, blocks of text) is refused; the service reads the whole language.
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

interface Line {
  indent: number;
  text: string;
  number: number;
}

export class YamlFault extends Error {
  constructor(readonly line: number, message: string) {
    super(message);
  }
}

// Without a comment: a # at the start or after a blank, outside of quotes.
function uncommented(text: string): string {
  let quote = "";
  for (let index = 0; index < text.length; index += 1) {
    const each = text[index]!;
    if (quote !== "") {
      if (each === "\\" && quote === '"') index += 1;
      else if (each === quote) quote = "";
    } else if ((each === '"' || each === "'") && (index === 0 || /[\s[{,:-]/.test(text[index - 1]!))) {
      quote = each;
    } else if (each === "#" && (index === 0 || /\s/.test(text[index - 1]!))) {
      return text.slice(0, index);
    }
  }
  return text;
}

function linesOf(text: string): Line[] {
  return text.split(/\r?\n/).flatMap((raw, index): Line[] => {
    const cut = uncommented(raw).trimEnd();
    const trimmed = cut.trimStart();
    if (trimmed === "" || trimmed === "---") return [];
    const indent = cut.length - trimmed.length;
    if (cut.slice(0, indent).includes("\t")) throw new YamlFault(index + 1, "a tab at the start of a line");
    return [{ indent, text: trimmed, number: index + 1 }];
  });
}

function plain(text: string): Value {
  if (text === "" || text === "~" || text === "null") return null;
  if (text === "true" || text === "false") return text === "true";
  if (/^[-+]?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(text)) return Number(text);
  return text;
}

// One value in one line, such as [1, {a: "b"}].
class Flow {
  private at = 0;

  constructor(private readonly text: string, private readonly line: number) {}

  whole(): Value {
    const value = this.value("");
    this.blanks();
    if (this.at < this.text.length) this.fail(`'${this.text.slice(this.at)}' is not understood`);
    return value;
  }

  private fail(message: string): never {
    throw new YamlFault(this.line, message);
  }

  private blanks(): void {
    while (this.text[this.at] === " ") this.at += 1;
  }

  private value(ends: string): Value {
    this.blanks();
    const first = this.text[this.at];
    if (first === "[") return this.list();
    if (first === "{") return this.map();
    if (first === '"' || first === "'") return this.quoted();
    if (first !== undefined && "&*!|>%@`".includes(first)) this.fail(`'${first}' is not taken here`);
    const start = this.at;
    while (this.at < this.text.length && !ends.includes(this.text[this.at]!)) this.at += 1;
    return plain(this.text.slice(start, this.at).trim());
  }

  private quoted(): string {
    const quote = this.text[this.at]!;
    let found = "";
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      const each = this.text[this.at]!;
      if (each === "\\" && quote === '"') {
        this.at += 1;
        const escaped = this.text[this.at] ?? "";
        found += ({ n: "\n", t: "\t" } as Record<string, string>)[escaped] ?? escaped;
      } else if (each === quote && quote === "'" && this.text[this.at + 1] === "'") {
        this.at += 1;
        found += each;
      } else if (each === quote) {
        this.at += 1;
        return found;
      } else {
        found += each;
      }
    }
    return this.fail("a quote is not closed");
  }

  private list(): Value[] {
    const found: Value[] = [];
    this.at += 1;
    for (;;) {
      this.blanks();
      if (this.text[this.at] === "]") break;
      found.push(this.value(",]"));
      this.blanks();
      if (this.text[this.at] === ",") this.at += 1;
      else if (this.text[this.at] !== "]") this.fail("a list is not closed with ]");
    }
    this.at += 1;
    return found;
  }

  private map(): Value {
    const found: Record<string, Value> = {};
    this.at += 1;
    for (;;) {
      this.blanks();
      if (this.text[this.at] === "}") break;
      const key = String(this.value(":,}"));
      if (this.text[this.at] !== ":") this.fail("a map needs key: value, and a } at its end");
      this.at += 1;
      found[key] = this.value(",}");
      this.blanks();
      if (this.text[this.at] === ",") this.at += 1;
      else if (this.text[this.at] !== "}") this.fail("a map is not closed with }");
    }
    this.at += 1;
    return found;
  }
}

const keyOf = /^("[^"]*"|'[^']*'|[^\s"'[{][^:]*?)\s*:(?:\s+(.*))?$/;

class Blocks {
  private at = 0;

  constructor(private readonly lines: Line[]) {}

  whole(): Value {
    if (this.lines.length === 0) return null;
    const value = this.block(this.lines[0]!.indent);
    const rest = this.lines[this.at];
    if (rest) throw new YamlFault(rest.number, "this line is not indented like those before");
    return value;
  }

  private block(indent: number): Value {
    const line = this.lines[this.at]!;
    if (line.text === "-" || line.text.startsWith("- ")) return this.list(indent);
    if (keyOf.test(line.text)) return this.map(indent);
    this.at += 1;
    return new Flow(line.text, line.number).whole();
  }

  private nested(indent: number, sameIsList: boolean): Value {
    const next = this.lines[this.at];
    if (!next || next.indent < indent) return null;
    if (next.indent > indent) return this.block(next.indent);
    return sameIsList && (next.text === "-" || next.text.startsWith("- ")) ? this.list(indent) : null;
  }

  private list(indent: number): Value[] {
    const found: Value[] = [];
    for (let line = this.lines[this.at]; line && line.indent === indent; line = this.lines[this.at]) {
      if (line.text !== "-" && !line.text.startsWith("- ")) break;
      const inside = line.text.slice(1).trimStart();
      if (inside === "") {
        this.at += 1;
        found.push(this.nested(indent, false));
      } else {  // what follows the dash is a block of its own
        this.lines[this.at] = { indent: indent + line.text.length - inside.length, text: inside, number: line.number };
        found.push(this.block(this.lines[this.at]!.indent));
      }
    }
    return found;
  }

  private map(indent: number): Value {
    const found: Record<string, Value> = {};
    for (let line = this.lines[this.at]; line && line.indent === indent; line = this.lines[this.at]) {
      const [, quoted, inside] = keyOf.exec(line.text) ?? [];
      if (quoted === undefined) {
        if (line.text.startsWith("-")) break;
        throw new YamlFault(line.number, `'${line.text}' has no key`);
      }
      const key = quoted.replace(/^(["'])(.*)\1$/, "$2");
      if (key in found) throw new YamlFault(line.number, `'${key}' stands here twice`);
      this.at += 1;
      found[key] = inside === undefined || inside === "" ? this.nested(indent, true) : new Flow(inside, line.number).whole();
    }
    return found;
  }
}

export function readYaml(text: string): Value {
  return new Blocks(linesOf(text)).whole();
}

// Reads {book, asked} from standard input; prints for each situation what the module says, or what it throws.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const module = await import(pathToFileURL(process.argv[2]));
const { book: written, asked, what, more = [], language = "en" } = JSON.parse(readFileSync(0, "utf-8"));
const book = module.inLanguage(written, language);
const answer = (facts) => {
  try {
    return module[what](book, facts, ...more);
  } catch (error) {
    return { error: error.name, problems: error.problems ?? null };
  }
};
process.stdout.write(JSON.stringify(asked.map(answer)));
